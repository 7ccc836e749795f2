from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.support.program import Program

from azru_kg.graph.layout import built_in
from azru_kg.intake.examples import EXAMPLES
from azru_kg.intake.take_in import MOST_ROWS
from azru_kg.intake.templates import write_csv, write_example

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def run(program: Program, tmp_path: Path) -> Run:
    """Return a function that runs the command in a folder with a graph and two sheets."""
    shutil.copytree(built_in().graph / "entities", tmp_path / "graph" / "entities")
    for kind in ("sources", "people"):
        text = write_csv(kind, [EXAMPLES[kind]])
        (tmp_path / "sheets").mkdir(exist_ok=True)
        (tmp_path / "sheets" / f"{kind}.csv").write_text(text)

    return lambda *arguments: program.run("intake", *arguments, cwd=tmp_path)


def read_state(folder: Path) -> dict[str, tuple[int, bytes]]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path): (path.stat().st_mtime_ns, path.read_bytes()) for path in files}


@pytest.mark.parametrize("options", [(), ("--write", "graph", "--dry-run")])
def test_nothing_is_written_unless_asked(run: Run, tmp_path: Path, options: tuple[str]) -> None:
    before = read_state(tmp_path)
    ended = run("sheets", *options)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert "Nothing was written to " in ended.stdout
    assert "sources/example-2024-05-14-trade.ttl  +" in ended.stdout
    assert read_state(tmp_path) == before


def test_what_is_written_once_is_not_written_again(run: Run, tmp_path: Path) -> None:
    first = run("sheets", "--write", "graph")
    assert (first.returncode, first.stderr) == (0, "")
    assert "Written to graph: 2 new files, " in first.stdout
    before = read_state(tmp_path)
    second = run("sheets", "--write", "graph")
    assert second.stdout.endswith("graph says all of this already: no file changes.\n")
    assert read_state(tmp_path) == before


def test_faults_are_told_on_stderr_and_nothing_is_written(run: Run, tmp_path: Path) -> None:
    sheet = tmp_path / "sheets" / "people.csv"
    sheet.write_text(sheet.read_text().replace(",AZ,", ",Az,"))
    before = read_state(tmp_path)
    ended = run("sheets", "--write", "graph", "--report", "report.json")
    assert (ended.returncode, ended.stdout) == (2, "")
    first, last = ended.stderr.splitlines()
    assert first.startswith("azru-kg: sheets/people.csv:2: country: 'Az' is no code of a country.")
    assert last == "azru-kg: intake: 1 fault. Nothing was written"
    assert read_state(tmp_path) == before


def test_every_row_is_accounted_for_in_json(run: Run, tmp_path: Path) -> None:
    ended = run("sheets", "--report", "report.json", "--format", "json")
    assert json.loads(ended.stdout) == json.loads((tmp_path / "report.json").read_text())
    rows = json.loads(ended.stdout)["rows"]
    assert [(row["kind"], row["row"], row["outcome"]) for row in rows] == [
        ("sources", "example-2024-05-14-trade", "stated"),
        ("people", "example-speaker", "stated"),
    ]


def test_a_template_is_printed_and_can_be_taken_as_a_sheet(run: Run, tmp_path: Path) -> None:
    ended = run("--template", "people.csv")
    assert (ended.returncode, ended.stderr) == (0, "")
    row = write_example("people", is_csv=True)
    (tmp_path / "sheets" / "people.csv").write_text(f"{ended.stdout}{row}\n")
    assert run("sheets").returncode == 0


def test_a_sheet_of_another_name_needs_its_kind(run: Run, tmp_path: Path) -> None:
    sheets = tmp_path / "sheets"
    (sheets / "people.csv").rename(tmp_path / "mine.csv")
    assert "'mine' is no kind of sheet" in run("mine.csv").stderr
    (tmp_path / "mine.csv").write_text((tmp_path / "mine.csv").read_text().replace("example", "e"))
    ended = run("mine.csv", "--kind", "people")
    assert "sources: there is no source 'e-2024-05-14-trade'" in ended.stderr


def test_a_graph_that_is_none_is_refused(run: Run, tmp_path: Path) -> None:
    ended = run("sheets", "--write", "nowhere")
    assert ended.returncode == 2
    assert "nowhere/entities: no Turtle file here" in ended.stderr
    assert not (tmp_path / "nowhere").exists()


def test_too_many_rows_and_no_sheets_are_refused(run: Run) -> None:
    assert "more than 1 rows" in run("sheets", "--max-rows", "1").stderr
    assert "Name a sheet or a folder of sheets" in run().stderr


def test_the_help_teaches(run: Run) -> None:
    shown = run("--help").stdout
    for word in ("--template figures.csv", "--dry-run", "Exit codes: 0, done", "docs/sheets.md"):
        assert word in shown
    assert f"[default: {MOST_ROWS}" in " ".join(shown.split())
