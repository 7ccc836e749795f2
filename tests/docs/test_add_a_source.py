"""Does what docs/add-a-source.md tells a contributor to do, on a copy of this checkout."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.long

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "add-a-source.md").read_text(encoding="utf-8")
FENCES = re.findall(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
SECONDS = 120
FOLDERS = ("graph", "handwritten", "ontology", "queries", "shapes", "sheets", "src")


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of this checkout, committed to git."""
    copy = tmp_path_factory.mktemp("contributor") / "azru-kg"
    copy.mkdir()
    for name in FOLDERS:
        shutil.copytree(ROOT / name, copy / name)
    shutil.copy(ROOT / ".gitignore", copy)
    for command in ("init --quiet", "add --all", "commit --quiet --message start"):
        who = ("-c", "user.name=a", "-c", "user.email=a@example.org")
        subprocess.run(["git", *who, *command.split()], cwd=copy, check=True, timeout=SECONDS)
    return copy


def run(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    own = str(Path(sys.executable).parent)
    return subprocess.run(
        ["bash", "-c", command],
        cwd=folder,
        env={
            **os.environ,
            "PATH": f"{own}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": str(folder / "src"),
        },
        capture_output=True,
        encoding="utf-8",
        timeout=SECONDS,
        check=False,
    )


@pytest.mark.timeout(600)
def test_a_contributor_who_does_what_the_page_says_adds_a_source(checkout: Path) -> None:
    shown = {}
    for language, file, text in FENCES:
        if language == "csv":
            with (checkout / file).open("a", encoding="utf-8") as sheet:
                sheet.write(text)
        for command in text.splitlines() if language == "sh" else ():
            ended = run(command, checkout)
            assert ended.returncode == 0, f"{command}\n{ended.stdout}\n{ended.stderr}"
            shown[command] = ended.stdout
    assert set(shown.values()) & {text for language, _, text in FENCES if language == "text"}
    assert "graph/sources/example-2024-05-14-trade.ttl  " in shown["azru-kg intake sheets/my-batch"]
    assert ": files 1 new, " in shown["azru-kg build"]
    assert "no violation" in shown["azru-kg validate --lint --changed-since HEAD"]
    assert shown["azru-kg build --check"].endswith("is what is built: no file changes.\n")
    changed = run("git status --short --untracked-files=all", checkout).stdout.splitlines()
    assert set(changed) == {
        "?? graph/sources/example-2024-05-14-trade.ttl",
        "?? sheets/my-batch/figures.csv",
        "?? sheets/my-batch/people.csv",
        "?? sheets/my-batch/promises.csv",
        "?? sheets/my-batch/sources.csv",
        " M graph/entities/people.ttl",
        " M sheets/canaries.csv",
    }


@pytest.mark.timeout(300)
def test_the_mistake_on_the_page_is_told_in_these_words(checkout: Path) -> None:
    for language, file, text in FENCES:
        if language == "sh" and "--template" in text:
            (checkout / "sheets" / "my-batch").mkdir(exist_ok=True)
            for command in text.splitlines()[1:]:
                assert run(command, checkout).returncode == 0
        if language == "csv":
            with (checkout / file).open("a", encoding="utf-8") as sheet:
                sheet.write(text.replace("1.1,,USD billion", "1.1,,USD bilion"))
    ended = run("azru-kg intake sheets/my-batch", checkout)
    assert ended.returncode == 2
    assert ended.stderr in [text for language, _, text in FENCES if language == "text"]
