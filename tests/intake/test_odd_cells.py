"""Whatever a cell holds, a row is stated as Turtle that can be read, or refused by name."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from azru_kg.graph.layout import Layout
from azru_kg.intake.convert import find_converter
from azru_kg.intake.drafts import Drafts
from azru_kg.intake.known_things import KnownThings
from azru_kg.intake.register import Register, RowRefused
from azru_kg.intake.sheets.examples import EXAMPLES
from azru_kg.intake.sheets.faults import Faults
from azru_kg.intake.sheets.fields import list_fields
from azru_kg.intake.sheets.schemas import ROWS
from azru_kg.intake.sheets.schemas.row import SheetRow
from azru_kg.intake.sheets.sheet_rows import find_sheets, read_sheet
from azru_kg.intake.sheets.templates import write_csv
from azru_kg.intake.sheets.word_tables import Terms
from azru_kg.turtle.style import write

pytestmark = pytest.mark.long

CELLS = [
    *("", "x y", "a:b", "<a>", '"', "\\", "{}", "a/b", "#", "%20", "[x]", "[]", "é", "Россия", "’"),
    *("AZ", "RU-TA", "1", "-0", "0.0000000001", "9" * 30, "2023", "2024-02-29", "0001", "9999-12"),
    *("a;b", "a=b=c", "a==b+c", "percent", "times", "year", "rank", "share", "target", "signing"),
    *("trade", "north-south", "shahin-mustafayev", "narration", "Local media", "null", "x" * 250),
    *(
        "project:example-bridge",
        "country:AZ",
        "place:nowhere",
        "range",
        "direct",
        "-2,5 %",
        "part_of",
    ),
]


def read_rows(path: Path, kind: str, rows: list[dict[str, str]]) -> list[SheetRow]:
    path.write_text(write_csv(kind, rows), encoding="utf-8")
    return [placed.row for sheet in find_sheets([path]) for placed in read_sheet(sheet, Faults())]


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory, founding: Layout) -> Register:
    """What is known with the examples of all kinds."""
    folder = tmp_path_factory.mktemp("examples")
    read = {kind: read_rows(folder / f"{kind}.csv", kind, [EXAMPLES[kind]]) for kind in ROWS}
    rows = {kind: {row.key: row for row in found} for kind, found in read.items()}
    register = Register(rows, Terms(founding.terms), KnownThings(founding))
    drafts = Drafts(register.labels)
    for kind, found in read.items():
        for row in found:
            find_converter(kind)(row, register, drafts)
    return register


@pytest.mark.parametrize("kind", ROWS)
def test_a_cell_is_stated_well_or_refused(tmp_path: Path, register: Register, kind: str) -> None:
    odd = [{**EXAMPLES[kind], field: cell} for field in list_fields(ROWS[kind]) for cell in CELLS]
    stated = 0
    for row in read_rows(tmp_path / f"{kind}.csv", kind, odd):
        drafts = Drafts()
        try:
            find_converter(kind)(row, register, drafts)
        except RowRefused:
            continue
        stated += 1
        for triples in drafts.files.values():
            assert set(ox.parse(write(triples).encode(), format=ox.RdfFormat.TURTLE)) >= {
                ox.Quad(triple.subject, triple.predicate, triple.object) for triple in triples
            }
    assert stated > 10
