"""What is wrong with sheets, in the words in which it is told."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from azru_kg.errors import DataError, DataErrors
from azru_kg.intake.sheets.faults import Faults
from azru_kg.intake.sheets.schemas import ROWS, ObservationRow
from azru_kg.intake.sheets.sheet_rows import PlacedRow, find_sheets, read_sheet

PERSON: dict[str, object] = {
    "id": "ann-lee",
    "name_en": "Ann Lee",
    "country": "AZ",
    "sources": ["x"],
}
FIGURE: dict[str, object] = {
    "id": "trade-2023",
    "indicator": "trade turnover",
    "subject": "AZ",
    "measure": "level",
    "value": "4.3",
    "unit": "USD billion",
    "bound": "exact",
    "sources": ["x"],
}
PROJECT: dict[str, object] = {
    "id": "a-bridge",
    "name": "A bridge",
    "type": "bridge",
    "sources": ["x"],
}
STATUS: dict[str, object] = {"status": "planned", "as_of": None, "sources": ["x"]}
POST: dict[str, object] = {"person": "ann-lee", "post": "Minister", "sources": ["x"]}
SOURCE: dict[str, object] = {
    "id": "src-a",
    "url": "https://example.org/",
    "title": "A",
    "publisher": "A",
    "language": "az",
}
GOOD: dict[str, dict[str, object]] = {
    "people": PERSON,
    "figures": FIGURE,
    "projects": PROJECT,
    "posts": POST,
    "sources": SOURCE,
}

BAD = [
    ("figures", {"value": "4,3"}, "value: '4,3' is no number. Write digits with a point"),
    ("figures", {"value": "4.3 billion"}, "value: '4.3 billion' is no number"),
    ("figures", {"value": "٤"}, "value: '٤' is no number"),
    ("figures", {"value": "1e9"}, "value: '1e9' is no number"),
    ("figures", {"value": True}, "value: True is no number"),
    ("figures", {"value": None}, "value: is empty. Write a number"),
    ("figures", {"value": "1" * 40}, "value: has more than 30 digits"),
    ("figures", {"period_start": "2024-02-30"}, "period_start: '2024-02-30' is no date"),
    ("figures", {"period_start": 2024}, "period_start: 2024 is no text. Put a date in quotes"),
    (
        "figures",
        {"period_start": "2024-03", "period_end": "2024-02"},
        "period_end: 2024-02-29 is before period_start, 2024-03-01",
    ),
    ("posts", {"from": "2024", "to": "2023"}, "to: 2023-12-31 is before from, 2024-01-01"),
    ("figures", {"indikator": "x"}, "indikator: is no field of observations. Did you mean 'ind"),
    ("figures", {"unit": ""}, "unit: is empty. Write null where there is nothing to say"),
    ("figures", {"unit": 5}, "unit: 5 is no text. Put it in quotes"),
    ("figures", {"notes": "x" * 2001}, "notes: has 2,001 characters, and may have 2000"),
    ("figures", {"notes": "=HYPERLINK(1)"}, "notes: '=HYPERLINK(1)' looks like a formula"),
    ("figures", {"notes": "a\0b"}, "notes: holds U+0000 (NUL). Write it without"),
    ("figures", {"sources": []}, "sources: is empty. Name at least one"),
    ("figures", {"sources": "x"}, "sources: 'x' is no list"),
    ("figures", {"sources": ["X y"]}, "sources[1]: 'X y' is no id. Write small Latin letters"),
    ("people", {"id": "Ann Lee"}, "id: 'Ann Lee' is no id. Write small Latin letters"),
    ("people", {"country": "az"}, "country: 'az' is no code of a country"),
    ("sources", {"language": "azeri"}, "language: 'azeri' is no code of a language"),
    ("sources", {"url": "www.example.org"}, "url: 'www.example.org' is no address of a page"),
    (
        "projects",
        {"status": [STATUS, {**STATUS, "extra": 1}]},
        "status[2].extra: is no field of projects",
    ),
    ("projects", {"status": ["planned"]}, "status[1]: 'planned' is no object with named parts"),
    ("projects", {"status": [{"status": "@A"}]}, "status.status: '@A' looks like a formula"),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for kind, row in GOOD.items():
        (tmp_path / f"{kind}.jsonl").write_text(json.dumps(row) + "\n")
    return tmp_path


def read(*paths: Path) -> list[PlacedRow]:
    faults = Faults()
    rows = [row for sheet in find_sheets(paths) for row in read_sheet(sheet, faults)]
    faults.raise_any()
    return rows


def list_faults(*paths: Path) -> Iterator[str]:
    with pytest.raises(DataErrors) as caught:
        read(*paths)
    *errors, _ = caught.value.errors
    return (str(error) for error in errors)


def test_a_folder_is_all_its_sheets_in_order_and_none_twice(folder: Path) -> None:
    (folder / ".hidden.csv").write_text("")
    (folder / "notes.txt").write_text("")
    sheets = find_sheets([folder, folder / "people.jsonl"])
    assert [sheet.path.name for sheet in sheets] == [f"{kind}.jsonl" for kind in sorted(GOOD)]
    assert [row.row.key for row in read(folder)][:2] == ["trade-2023", "ann-lee"]


def test_a_sheet_is_of_the_kind_of_its_name_or_of_the_one_given(folder: Path) -> None:
    assert find_sheets([folder / "figures.jsonl"])[0].kind == "observations"
    assert find_sheets([folder / "any.csv"], "figures")[0].kind == "observations"


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("peple.csv", "'peple' is no kind of sheet. Did you mean 'people'?"),
        ("xyz.csv", "Name the file by one, or give --kind: sources, people, "),
        ("people.xlsx", "neither CSV nor JSON Lines. Name it .csv or .jsonl"),
        ("empty/", "no sheet here. Their names end in .csv or .jsonl"),
    ],
)
def test_what_is_no_sheet_is_refused(tmp_path: Path, name: str, reason: str) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(DataError) as caught:
        find_sheets([tmp_path / name])
    assert reason in str(caught.value)


@pytest.mark.parametrize(("kind", "change", "reason"), BAD)
def test_a_bad_row_is_named_with_file_line_field_and_reason(
    folder: Path, kind: str, change: dict[str, object], reason: str
) -> None:
    path = folder / f"{kind}.jsonl"
    path.write_text(f"{json.dumps(GOOD[kind])}\n{json.dumps({**GOOD[kind], **change})}\n")
    (fault,) = list_faults(path)
    assert fault.startswith(f"{path}:2: {reason}")


def test_a_missing_field_is_named(folder: Path) -> None:
    path = folder / "people.jsonl"
    path.write_text('{"id": "a"}\n')
    assert [fault.removeprefix(f"{path}:1: ") for fault in list_faults(path)] == [
        f"{name}: is missing, but every row needs it" for name in ("name_en", "country", "sources")
    ]


def test_all_faults_of_all_sheets_are_told_in_order(folder: Path) -> None:
    (folder / "figures.jsonl").write_text("{\n" + json.dumps({**FIGURE, "value": "x"}))
    (folder / "people.jsonl").write_bytes(b'{"id": "\xff"}')
    (folder / "posts.jsonl").write_text("# nothing\n")
    found = [fault.removeprefix(f"{folder}/")[:22] for fault in list_faults(folder)]
    assert found == [
        "figures.jsonl:1: broke",
        "figures.jsonl:2: value",
        "people.jsonl:1: not UT",
        "posts.jsonl: holds no ",
    ]


@pytest.mark.parametrize("text", ["", "id,name_en,country,sources\n", "# only\n"])
def test_a_sheet_without_rows_is_a_fault(tmp_path: Path, text: str) -> None:
    (tmp_path / "people.csv").write_text(text)
    assert list(list_faults(tmp_path)) == [
        f"{tmp_path}/people.csv: holds no row. Add some, or leave the sheet out"
    ]


def test_texts_are_composed_and_numbers_kept(folder: Path) -> None:
    path = folder / "figures.jsonl"
    path.write_text(json.dumps({**FIGURE, "value": "2.60", "notes": " E\u0301 "}) + "\n")
    (placed,) = read(path)
    assert isinstance(placed.row, ObservationRow)
    assert (str(placed.row.value), placed.row.notes) == ("2.60", "É")


def test_csv_and_json_lines_say_the_same(folder: Path) -> None:
    (folder / "figures.csv").write_text(
        "id,indicator,subject,measure,value,unit,bound,sources\n"
        "trade-2023,trade turnover,AZ,level,4.3,USD billion,exact,x\n"
    )
    as_csv, as_json = read(folder / "figures.csv"), read(folder / "figures.jsonl")
    assert as_csv[0].row == as_json[0].row


def test_the_sheets_of_the_corpus_are_good() -> None:
    sheets = Path(__file__).parents[2] / "sheets"
    assert {row.row.kind for row in read(sheets)} == set(ROWS)


def test_a_folder_stands_for_its_sheets_and_its_batches_in_the_order_of_their_names(
    tmp_path: Path,
) -> None:
    names = ["b/people.csv", "a/people.jsonl", "people.csv", "a/figures.csv"]
    apart = ["terms/units.csv", "canaries.csv", "a/.people.csv", ".git/people.csv", "a/note.txt"]
    for name in [*names, *apart]:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("")
    found = [str(sheet.path.relative_to(tmp_path)) for sheet in find_sheets([tmp_path])]
    assert found == ["a/figures.csv", "a/people.jsonl", "b/people.csv", "people.csv"]
