from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from azru_kg.errors import DataErrors
from azru_kg.intake.sheets.csv_rows import read_csv_rows
from azru_kg.intake.sheets.faults import Faults
from azru_kg.intake.sheets.fields import list_fields
from azru_kg.intake.sheets.json_rows import Cells
from azru_kg.intake.sheets.schemas.statements import MentionRow

FIELDS = list_fields(MentionRow)
HEAD = "thing,source,speaker,read"
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1)


def read(path: Path, text: str) -> list[tuple[int, Cells]]:
    path.write_text(text, encoding="utf-8")
    faults = Faults()
    rows = list(read_csv_rows(path, FIELDS, faults))
    faults.raise_any()
    return rows


def list_reasons(path: Path, text: str) -> list[str]:
    with pytest.raises(DataErrors) as caught:
        read(path, text)
    *errors, _ = caught.value.errors
    return [str(error).removeprefix(str(path)) for error in errors]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "mentions.csv"


def test_rows_are_read_with_the_lines_on_which_they_begin(path: Path) -> None:
    text = f"""# comment, "with" signs
"# a comment, in quotes"
{HEAD}

a,"Ann ""A"" Lee",AZ,x;y
# between
b,"two
# lines",RU,x
"""
    assert read(path, text) == [
        (5, {"thing": "a", "source": 'Ann "A" Lee', "speaker": "AZ", "read": ["x", "y"]}),
        (7, {"thing": "b", "source": "two\n# lines", "speaker": "RU", "read": ["x"]}),
    ]


def test_cells_left_empty_or_out_are_no_values(path: Path) -> None:
    assert read(path, f"{HEAD},note,\na,Ann,AZ,x,,,\nb,Bob,,\n,,,\n") == [
        (2, {"thing": "a", "source": "Ann", "speaker": "AZ", "read": ["x"]}),
        (3, {"thing": "b", "source": "Bob"}),
    ]


@pytest.mark.parametrize(
    ("header", "reasons"),
    [
        ("thing;source;read", [":1: columns are parted by ';'. Save it with commas"]),
        ("thing\tsource", [":1: columns are parted by '\\t'. Save it with commas"]),
        (
            "thing,suorce,speaker,read",
            [
                ":1: suorce: is no field. Did you mean 'source'?",
                ":1: source: is no column, but every row needs it. Add the column",
            ],
        ),
        (f"{HEAD},thing", [":1: thing: is the name of 2 columns. Keep one"]),
        (
            f"{HEAD},,note",
            [
                ":1: a column without a name: is no field. The fields are thing, source,"
                " speaker, voice, stated_on, printed, inferred, silent, read, note"
            ],
        ),
    ],
)
def test_a_wrong_header_is_the_one_thing_that_is_told(
    path: Path, header: str, reasons: list[str]
) -> None:
    assert list_reasons(path, f"{header}\n1,2,3,4,5,6,7,8\n") == reasons


def test_a_row_with_more_cells_than_the_header_is_named(path: Path) -> None:
    assert list_reasons(path, f"{HEAD}\na,Lee, Ann,AZ,x\nb,Bob,AZ,x\n") == [
        ":2: 5 cells under a header of 4. Quote cells with commas"
    ]


@pytest.mark.parametrize("cell", ['"open', '"a" b', '"' + "x" * 200_000])
def test_a_quote_that_does_not_end_is_named_with_the_row_it_is_in(path: Path, cell: str) -> None:
    (reason,) = list_reasons(path, f"{HEAD}\na,Ann,AZ,x\nb,{cell},AZ,x\nc,Cy,AZ,x\n")
    assert reason.startswith(":3: broken CSV: ")
    assert reason.endswith("Close each quote, and double those within a cell")


@pytest.mark.long
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=5))
def test_what_a_spreadsheet_writes_is_read_back(path: Path, rows: list[tuple[str, str]]) -> None:
    text = io.StringIO()
    table = csv.writer(text, quoting=csv.QUOTE_ALL)
    table.writerow(["thing", "source", "speaker", "read"])
    table.writerows(["a", *row, "x"] for row in rows)
    path.write_bytes(text.getvalue().encode())
    faults = Faults()
    found = [cells for _, cells in read_csv_rows(path, FIELDS, faults)]
    assert len(faults) == 0
    expected = [(one.strip() or None, two.strip() or None) for one, two in rows]
    assert [(cells.get("source"), cells.get("speaker")) for cells in found] == expected


def test_a_header_of_more_columns_than_any_sheet_has_is_one_fault(path: Path) -> None:
    header = ",".join(f"k{number}" for number in range(2000))
    assert list_reasons(path, f"{header}\n1\n") == [":1: 2,000 columns, more than any sheet has"]
