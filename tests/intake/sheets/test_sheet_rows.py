"""What is wrong with sheets, in the words in which it is told."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.support.sampling import sample_daily

from azru_kg.errors import DataError, DataErrors
from azru_kg.intake.sheets.faults import Faults
from azru_kg.intake.sheets.schemas import ROWS
from azru_kg.intake.sheets.schemas.statements import FigureRow
from azru_kg.intake.sheets.sheet_rows import PlacedRow, find_sheets, read_sheet

PERSON: dict[str, object] = {"id": "ann-lee", "name_en": "Ann Lee", "country": "AZ"}
FIGURE: dict[str, object] = {
    "id": "trade-2023",
    "indicator": "trade turnover",
    "subject": "AZ",
    "measure": "level",
    "value": "4.3",
    "unit": "USD billion",
    "bound": "as-stated",
    "source": "x",
}
PLACE: dict[str, object] = {"id": "baku", "name_en": "Baku", "type": "city"}
STATUS: dict[str, object] = {"about": "project:a-bridge", "status": "planned", "source": "x"}
TENURE: dict[str, object] = {"person": "ann-lee", "post": "Minister", "source": "x"}
PARTICIPATION: dict[str, object] = {
    "event": "talks",
    "participant": "ann-lee",
    "role": "host",
    "source": "x",
}
SOURCE: dict[str, object] = {
    "id": "a-paper",
    "url": "https://example.org/",
    "title": "A",
    "publisher": "A",
    "language": "az",
}
GOOD: dict[str, dict[str, object]] = {
    "people": PERSON,
    "figures": FIGURE,
    "participations": PARTICIPATION,
    "places": PLACE,
    "statuses": STATUS,
    "tenures": TENURE,
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
    ("figures", {"subject": None}, "subject: is empty, as is about. Say whose figure it is"),
    ("figures", {"to_value": "5"}, "to_value: a range, and nothing else, has an upper end"),
    ("figures", {"bound": "range"}, "to_value: a range, and nothing else, has an upper end"),
    (
        "figures",
        {"bound": "range", "to_value": "4.30"},
        "to_value: 4.30 is not above 4.3, the lower end",
    ),
    ("tenures", {"from": "2024", "to": "2023"}, "to: 2023-12-31 is before from, 2024-01-01"),
    ("figures", {"indikator": "x"}, "indikator: is no field of figures. Did you mean 'indicator'"),
    ("figures", {"sources": ["x"]}, "sources: is no field of figures. Did you mean 'source'"),
    ("figures", {"unit": ""}, "unit: is empty. Write null where there is nothing to say"),
    ("figures", {"unit": 5}, "unit: 5 is no text. Put it in quotes"),
    ("figures", {"note": "x" * 2001}, "note: has 2,001 characters, and may have 2000"),
    ("figures", {"note": "=HYPERLINK(1)"}, "note: '=HYPERLINK(1)' looks like a formula"),
    ("figures", {"note": "a\0b"}, "note: holds U+0000 (NUL). Write it without"),
    ("figures", {"source": None}, "source: is missing, but every row needs it"),
    ("figures", {"source": "X y"}, "source: 'X y' is no id. Write small Latin letters"),
    ("figures", {"printed": "x" * 41}, "printed: has 41 characters, and may have 40"),
    ("figures", {"printed": "-1+A1"}, "printed: '-1+A1' looks like a formula"),
    ("figures", {"voice": "loud"}, "voice: 'loud' is none of 'direct', 'indirect', 'narration' or"),
    ("figures", {"inferred": "unit"}, "inferred: 'unit' is no list"),
    ("figures", {"inferred": ["@A"]}, "inferred: '@A' looks like a formula"),
    (
        "figures",
        {"inferred": ["note"]},
        "inferred: 'note' is no field that can be inferred. They are indicator, subject,",
    ),
    (
        "figures",
        {"silent": ["perod_start"]},
        "silent: 'perod_start' is no field that can be silent. They are indicator, subject,",
    ),
    (
        "figures",
        {"silent": ["unit"]},
        "silent: unit is filled. Empty it, or take it from this list",
    ),
    (
        "figures",
        {"silent": ["speaker"], "speaker": "narration"},
        "silent: speaker is filled. Empty it, or take it from this list",
    ),
    (
        "tenures",
        {"silent": ["from"], "from": "2024"},
        "silent: from is filled. Empty it, or take it from this list",
    ),
    ("figures", {"read": ["today"]}, "read[1]: 'today' is no date"),
    ("participations", {"role": "guest"}, "role: 'guest' is none of 'host', 'visitor', 'chair',"),
    ("places", {"lat": "91"}, "lat: is '91', and must be 90 or less"),
    ("statuses", {"about": "a-bridge"}, "about: 'a-bridge' is no name of a thing. Write its kind"),
    ("people", {"id": "Ann Lee"}, "id: 'Ann Lee' is no id. Write small Latin letters"),
    ("people", {"country": "az"}, "country: 'az' is no code of a country"),
    ("people", {"source": "x"}, "source: is no field of people"),
    ("sources", {"language": "azeri"}, "language: 'azeri' is no code of a language"),
    ("sources", {"url": "www.example.org"}, "url: 'www.example.org' is no address of a page"),
    ("sources", {"seen": "half"}, "seen: 'half' is none of 'whole', 'beginning', 'part' or"),
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
    assert [row.row.key for row in read(folder)][:3] == [
        "trade-2023 / x",
        "x / talks / ann-lee / host",
        "ann-lee",
    ]


def test_a_sheet_is_of_the_kind_of_its_name_or_of_the_one_given(folder: Path) -> None:
    assert find_sheets([folder / "figures.jsonl"])[0].kind == "figures"
    assert find_sheets([folder / "any.csv"], "event-facts")[0].kind == "event-facts"


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("peple.csv", "'peple' is no kind of sheet. Did you mean 'people'?"),
        ("event_facts.csv", "Did you mean 'event-facts'?"),
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


@pytest.mark.parametrize(("kind", "change", "reason"), sample_daily(BAD, 4))
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
        f"{name}: is missing, but every row needs it" for name in ("name_en", "country")
    ]


def test_all_faults_of_all_sheets_are_told_in_order(folder: Path) -> None:
    (folder / "figures.jsonl").write_text("{\n" + json.dumps({**FIGURE, "value": "x"}))
    (folder / "people.jsonl").write_bytes(b'{"id": "\xff"}')
    (folder / "tenures.jsonl").write_text("# nothing\n")
    found = [fault.removeprefix(f"{folder}/")[:22] for fault in list_faults(folder)]
    assert found == [
        "figures.jsonl:1: broke",
        "figures.jsonl:2: value",
        "people.jsonl:1: not UT",
        "tenures.jsonl: holds n",
    ]


@pytest.mark.parametrize("text", ["", "id,name_en,country\n", "# only\n"])
def test_a_sheet_without_rows_is_a_fault(tmp_path: Path, text: str) -> None:
    (tmp_path / "people.csv").write_text(text)
    assert list(list_faults(tmp_path)) == [
        f"{tmp_path}/people.csv: holds no row. Add some, or leave the sheet out"
    ]


@pytest.mark.parametrize("printed", ["-2.5 %", "-19 млн", "+7", "−3,1%", "в 1,87 раза", "x" * 40])
def test_a_figure_is_printed_with_its_sign_and_is_no_formula(folder: Path, printed: str) -> None:
    path = folder / "figures.jsonl"
    path.write_text(json.dumps({**FIGURE, "printed": printed}) + "\n")
    (placed,) = read(path)
    assert isinstance(placed.row, FigureRow)
    assert placed.row.printed == printed


def test_rows_of_one_statement_differ_in_their_source_alone(folder: Path) -> None:
    path = folder / "statuses.jsonl"
    rows = [STATUS, {**STATUS, "source": "y"}, {**STATUS, "speaker": "narration"}]
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows))
    keys = [placed.row.key for placed in read(path)]
    assert keys == [f"{source} / project:a-bridge / planned / " for source in "xyx"]


def test_texts_are_composed_and_numbers_kept(folder: Path) -> None:
    path = folder / "figures.jsonl"
    path.write_text(json.dumps({**FIGURE, "value": "2.60", "note": " E\u0301 "}) + "\n")
    (placed,) = read(path)
    assert isinstance(placed.row, FigureRow)
    assert (str(placed.row.value), placed.row.note) == ("2.60", "É")


def test_csv_and_json_lines_say_the_same(folder: Path) -> None:
    (folder / "figures.csv").write_text(
        "id,indicator,subject,measure,value,unit,bound,source\n"
        "trade-2023,trade turnover,AZ,level,4.3,USD billion,as-stated,x\n"
    )
    as_csv, as_json = read(folder / "figures.csv"), read(folder / "figures.jsonl")
    assert as_csv[0].row == as_json[0].row


@pytest.mark.long
def test_the_sheets_of_the_corpus_are_good() -> None:
    sheets = Path(__file__).parents[3] / "sheets"
    assert {row.row.kind for row in read(sheets)} >= set(ROWS) - {"emendations"}


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
