"""A batch that shrank, grew or vanished is told of."""

from __future__ import annotations

from pathlib import Path

import pytest

from azru_kg.errors import DataError, DataErrors
from azru_kg.intake.sheets.canaries import check_canaries
from azru_kg.intake.sheets.examples import EXAMPLES
from azru_kg.intake.sheets.faults import Faults
from azru_kg.intake.sheets.sheet_rows import PlacedRow, find_sheets, read_sheet
from azru_kg.intake.sheets.templates import write_csv

HEAD = "batch,kind,least,most\n"


@pytest.fixture
def rows(tmp_path: Path) -> list[PlacedRow]:
    """A person and a source in the batch `first`."""
    (tmp_path / "first").mkdir()
    for kind in ("people", "sources"):
        (tmp_path / "first" / f"{kind}.csv").write_text(write_csv(kind, [EXAMPLES[kind]]))
    return [row for sheet in find_sheets([tmp_path]) for row in read_sheet(sheet, Faults())]


def list_faults(folder: Path, rows: list[PlacedRow], canaries: str) -> list[str]:
    (folder / "canaries.csv").write_text(HEAD + canaries)
    faults = Faults()
    check_canaries(folder, rows, faults)
    if not len(faults):
        return []
    with pytest.raises(DataErrors) as caught:
        faults.raise_any()
    return [str(error).removeprefix(f"{folder}/") for error in caught.value.errors[:-1]]


@pytest.mark.parametrize("canaries", ["", "first,people,1,1\n", "first,sources,0,5\n"])
def test_rows_within_what_is_expected_are_fine(
    tmp_path: Path, rows: list[PlacedRow], canaries: str
) -> None:
    assert list_faults(tmp_path, rows, canaries) == []


@pytest.mark.parametrize(
    ("canaries", "told"),
    [
        ("first,people,2,2\n", "batch 'first' has 1 rows of people, and should have 2."),
        ("first,people,0,0\n", "batch 'first' has 1 rows of people, and should have 0."),
        ("gone,people,206,1000\n", "batch 'gone' has 0 rows of people, and should have 206 to 1"),
        ("first,peple,1,1\n", "batch 'first' has 0 rows of peple, and should have 1."),
    ],
)
def test_less_or_more_is_a_fault_of_the_line(
    tmp_path: Path, rows: list[PlacedRow], canaries: str, told: str
) -> None:
    (fault,) = list_faults(tmp_path, rows, f"first,sources,1,1\n{canaries}")
    assert fault.startswith(f"canaries.csv:3: {told}")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("batch,kind,least\n", "canaries.csv:1: the header is not batch,kind,least,most"),
        (f"{HEAD}first,people,1,many\n", "canaries.csv:2: least and most are no whole numbers"),
        (f"{HEAD}first,people,1\n", "canaries.csv:2: least and most are no whole numbers"),
        (f'{HEAD}"first\n', "canaries.csv: "),
    ],
)
def test_broken_canaries_are_named(tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / "canaries.csv").write_text(text)
    with pytest.raises(DataError) as caught:
        check_canaries(tmp_path, [], Faults())
    assert told in str(caught.value)


def test_a_folder_without_canaries_expects_nothing(tmp_path: Path) -> None:
    faults = Faults()
    check_canaries(tmp_path, [], faults)
    assert len(faults) == 0
