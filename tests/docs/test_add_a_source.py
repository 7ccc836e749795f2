"""Does what docs/add-a-source.md tells a contributor to do, on a copy of this checkout."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "add-a-source.md").read_text(encoding="utf-8")
FENCES = re.findall(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
SECONDS = 120


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of this checkout, committed to git."""
    copy = tmp_path_factory.mktemp("contributor") / "azru-kg"
    copy.mkdir()
    for name in ("graph", "ontology", "queries", "shapes", "sheets", "src"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
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


def test_a_contributor_who_does_what_the_page_says_adds_a_source(checkout: Path) -> None:
    told = ""
    answers = []
    for language, file, text in FENCES:
        if language == "csv":
            with (checkout / file).open("a", encoding="utf-8") as sheet:
                sheet.write(text)
        for command in text.splitlines() if language == "sh" else ():
            ended = run(command, checkout)
            assert ended.returncode == 0, f"{command}\n{ended.stdout}\n{ended.stderr}"
            answers.append((command, ended.stdout))
            told = ended.stdout
    assert told in [text for language, _, text in FENCES if language == "text"]
    shown = dict(answers)
    assert (
        "Nothing was written to graph: 1 new file, "
        in shown["azru-kg intake new/ --write graph/ --dry-run"]
    )
    assert "Written to graph: 1 new file, " in shown["azru-kg intake new/ --write graph/"]
    assert "conforms" in shown["azru-kg validate --changed-since HEAD"]
    renew = "azru-kg quality --write graph/quality.ttl"
    assert f"Then renew what is measured: {renew}" in shown["azru-kg intake new/ --write graph/"]
    assert run(renew.replace("--write", "--check"), checkout).returncode == 0
    changed = run("git status --short --untracked-files=all graph", checkout).stdout.split("\n")
    assert "?? graph/sources/example-2024-05-14-trade.ttl" in changed
    assert " M graph/entities/people.ttl" in changed
    assert " M graph/quality.ttl" in changed


def test_the_mistake_on_the_page_is_told_in_these_words(checkout: Path) -> None:
    for language, file, text in FENCES:
        if language == "sh" and "--template" in text:
            (checkout / "new").mkdir(exist_ok=True)
            for command in text.splitlines()[1:]:
                assert run(command, checkout).returncode == 0
        if language == "csv":
            with (checkout / file).open("a", encoding="utf-8") as sheet:
                sheet.write(text.replace("1.1,USD billion", "1.1,USD bilion"))
    ended = run("azru-kg intake new/ --write graph/ --dry-run", checkout)
    assert ended.returncode == 2
    assert ended.stderr in [text for language, _, text in FENCES if language == "text"]
