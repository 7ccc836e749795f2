"""CSV, its description in CSVW, and what is safe in a spreadsheet."""

import csv
import io
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from csvw import CSVW, TableGroup

from azru_kg.errors import DataError
from azru_kg.flat.all_tables import TABLES
from azru_kg.flat.csv_file import write_csv
from azru_kg.flat.flat_table import FlatColumn, FlatTable
from azru_kg.flat.package import FlatFiles

TABLE = FlatTable(
    "t",
    "T",
    "A row.",
    "",
    (
        FlatColumn("words", "Words."),
        FlatColumn("many", "Many.", several=True),
        FlatColumn("number", "Number.", "number"),
        FlatColumn("day", "Day.", "date"),
    ),
)


def read(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_cells_are_texts_numbers_days_and_lists() -> None:
    rows = [('a,"b"\nc', ("x", "y"), Decimal("2600000000.50"), date(2024, 1, 2)), (None,) * 4]
    assert read(write_csv(TABLE, rows))[1:] == [
        ['a,"b"\nc', "x | y", "2600000000.5", "2024-01-02"],
        ["", "", "", ""],
    ]


def test_a_number_has_no_exponent() -> None:
    rows = [(None, (), Decimal("1E+12"), None), (None, (), Decimal("100"), None)]
    assert [row[2] for row in read(write_csv(TABLE, rows))[1:]] == ["1000000000000", "100"]


def test_what_stands_between_values_cannot_stand_in_one() -> None:
    with pytest.raises(DataError, match=r"t\.many: 'a | b' holds"):
        write_csv(TABLE, [(None, ("a | b",), None, None)])


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx", "=cmd|' /C calc'!A0"])
def test_a_spreadsheet_takes_no_text_for_a_formula(text: str) -> None:
    rows = [(text, (text,), Decimal(-1), None)]
    safe = write_csv(TABLE, rows, spreadsheet=True)
    assert safe.startswith(b"\xef\xbb\xbf")
    assert read(safe)[1] == [f"'{text}", f"'{text}", "-1", ""]
    assert read(write_csv(TABLE, rows))[1][0] == text


@pytest.mark.long
def test_csvw_finds_nothing_wrong(folder: Path) -> None:
    # Its strict way wants a value in each column that names a row elsewhere.
    found = CSVW(str(folder / "csv-metadata.json"), strict=False)
    assert found.is_valid, found.warnings


@pytest.mark.long
def test_things_that_rows_name_have_rows(folder: Path) -> None:
    group = TableGroup.from_file(folder / "csv-metadata.json")
    assert len(group.tables) == len(TABLES)
    assert group.check_referential_integrity()
    assert all(table.check_primary_key() for table in group.tables)


@pytest.mark.long
@pytest.mark.timeout(1200)
def test_csvw_finds_nothing_wrong_in_the_whole_graph(whole_made: FlatFiles, tmp_path: Path) -> None:
    for name, content in whole_made.files.items():
        (tmp_path / name).write_bytes(content)
    found = CSVW(str(tmp_path / "csv-metadata.json"), strict=False)
    assert found.is_valid, found.warnings
    assert TableGroup.from_file(tmp_path / "csv-metadata.json").check_referential_integrity()
