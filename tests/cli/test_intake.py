from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.support.program import Program

from azru_kg.intake.sheets.examples import EXAMPLES
from azru_kg.intake.sheets.schemas import ROWS
from azru_kg.intake.sheets.templates import write_csv, write_example
from azru_kg.intake.take_in import MOST_ROWS

SOURCE = "example-2024-05-14-trade"
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def run(program: Program, tmp_path: Path) -> Run:
    """Return a function that runs the command in a folder with two sheets."""
    for kind in ("sources", "people"):
        text = write_csv(kind, [EXAMPLES[kind]])
        (tmp_path / "sheets").mkdir(exist_ok=True)
        (tmp_path / "sheets" / f"{kind}.csv").write_text(text)

    return lambda *arguments: program.run("intake", *arguments, cwd=tmp_path)


def read_state(folder: Path) -> dict[str, tuple[int, bytes]]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path): (path.stat().st_mtime_ns, path.read_bytes()) for path in files}


def test_what_is_stated_is_told_and_nothing_is_written(run: Run, tmp_path: Path) -> None:
    before = read_state(tmp_path)
    ended = run("sheets")
    assert (ended.returncode, ended.stderr) == (0, "")
    assert "graph/sources/example-2024-05-14-trade.ttl  " in ended.stdout
    assert ended.stdout.endswith(" files of graph/, which azru-kg build writes.\n")
    assert read_state(tmp_path) == before


def test_faults_are_told_on_stderr_and_nothing_is_written(run: Run, tmp_path: Path) -> None:
    sheet = tmp_path / "sheets" / "people.csv"
    sheet.write_text(sheet.read_text().replace(",AZ\n", ",Az\n"))
    before = read_state(tmp_path)
    ended = run("sheets", "--report", "report.json")
    assert (ended.returncode, ended.stdout) == (2, "")
    first, last = ended.stderr.splitlines()
    assert first.startswith("azru-kg: sheets/people.csv:2: country: 'Az' is no code of a country.")
    assert last == "azru-kg: intake: 1 fault. Nothing was written"
    assert read_state(tmp_path) == before


def test_every_row_is_accounted_for_in_json(run: Run, tmp_path: Path) -> None:
    ended = run("sheets", "--report", "report.json", "--format", "json")
    assert json.loads(ended.stdout) == json.loads((tmp_path / "report.json").read_text())
    rows = json.loads(ended.stdout)["rows"]
    assert [(row["kind"], row["row"], row["things"]) for row in rows] == [
        ("sources", SOURCE, [f"source:{SOURCE}", "organisation:trend"]),
        ("people", "example-speaker", ["person:example-speaker"]),
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
    ended = run("mine.csv", "--kind", "people")
    assert (ended.returncode, ended.stderr) == (0, "")
    assert "mine.csv" in ended.stdout


def test_every_kind_is_named_in_the_help(run: Run) -> None:
    shown = "".join(run("--help").stdout.split())  # lines are broken at hyphens, too
    assert [kind for kind in ROWS if kind not in shown] == []


def test_too_many_rows_and_no_sheets_are_refused(run: Run) -> None:
    assert "more than 1 rows" in run("sheets", "--max-rows", "1").stderr
    assert "Name a sheet or a folder of sheets" in run().stderr


def test_the_help_teaches(run: Run) -> None:
    shown = run("--help").stdout
    for word in ("--template figures.csv", "--report", "Exit codes: 0, done", "docs/sheets.md"):
        assert word in shown
    assert f"[default: {MOST_ROWS}" in " ".join(shown.split())
