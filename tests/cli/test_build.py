"""`azru-kg build`, in a small checkout."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from azru_kg.graph.layout import built_in
from azru_kg.intake.sheets.examples import EXAMPLES
from azru_kg.intake.sheets.templates import write_csv

pytestmark = pytest.mark.long

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Return a function that runs the command in a checkout with a source and a person."""
    for part in ("ontology", "queries", "shapes", "src"):
        (tmp_path / part).symlink_to(built_in().root / part)
    (tmp_path / "handwritten" / "entities").mkdir(parents=True)
    for name in ("metadata.ttl", "entities/countries.ttl", "entities/organisations.ttl"):
        text = (built_in().handwritten / name).read_text(encoding="utf-8")
        (tmp_path / "handwritten" / name).write_text(text, encoding="utf-8")
    (tmp_path / "sheets" / "mine").mkdir(parents=True)
    (tmp_path / "sheets" / "terms").symlink_to(built_in().terms)
    for kind in ("sources", "people"):
        text = write_csv(kind, [EXAMPLES[kind]])
        (tmp_path / "sheets" / "mine" / f"{kind}.csv").write_text(text, encoding="utf-8")

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "azru_kg", *arguments],
            env={**os.environ, "PYTHONPATH": str(tmp_path / "src")},
            capture_output=True,
            encoding="utf-8",
            timeout=60,
            check=False,
        )

    return run


def test_what_is_built_is_told_and_a_second_time_nothing_changes(run: Run, tmp_path: Path) -> None:
    first = run("build")
    assert (first.returncode, first.stderr) == (0, "")
    graph = tmp_path / "graph"
    assert f"new  {graph}/sources/example-2024-05-14-trade.ttl  +" in first.stdout
    assert f"Built {graph}: files 4 new, 0 changed, 0 gone; " in first.stdout
    assert (graph / "quality.ttl").is_file()
    assert run("build").stdout == f"{graph} is what is built: no file changes.\n"
    assert run("build", "--check").returncode == 0


def test_a_row_that_goes_is_noticed_by_the_check_and_taken_out_by_a_build(
    run: Run, tmp_path: Path
) -> None:
    run("build")
    (tmp_path / "sheets" / "mine" / "people.csv").unlink()
    path = tmp_path / "graph" / "entities" / "people.ttl"
    ended = run("build", "--check")
    assert ended.returncode == 1
    assert f"gone  {path}  +0 -" in ended.stdout
    assert "Nothing was written to " in ended.stdout
    assert path.exists()
    assert run("build").returncode == 0
    assert not path.exists()


def test_a_bad_row_is_told_and_nothing_is_built(run: Run, tmp_path: Path) -> None:
    sheet = tmp_path / "sheets" / "mine" / "people.csv"
    sheet.write_text(sheet.read_text().replace(",AZ\n", ",ZZ\n"))
    ended = run("build")
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr.splitlines()[-1] == "azru-kg: intake: 1 fault. Nothing was written"
    assert not (tmp_path / "graph").exists()


def test_a_graph_without_metadata_gets_them_when_it_is_asked(run: Run, tmp_path: Path) -> None:
    run("build")
    told = json.loads(run("info", "--format", "json").stdout)
    for name in ("metadata", "quality"):
        (tmp_path / "graph" / f"{name}.ttl").unlink()
    again = run("info", "--format", "json")
    assert (again.returncode, again.stderr) == (0, "")
    assert json.loads(again.stdout) == told
    assert (tmp_path / "graph" / "quality.ttl").is_file()


def test_a_broken_file_is_told_by_the_judge(run: Run, tmp_path: Path) -> None:
    run("build")
    (tmp_path / "graph" / "sources" / "example-2024-05-14-trade.ttl").write_text("a:b c:d e:f .")
    ended = run("validate")
    assert ended.returncode in (1, 2)
    assert "example-2024-05-14-trade.ttl:1:" in ended.stdout + ended.stderr
