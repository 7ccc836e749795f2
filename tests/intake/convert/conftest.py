"""The rows of the project's own sheets, what they make, and the examples of all kinds."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.support.statements import Examples

from azru_kg.graph.layout import built_in
from azru_kg.intake.drafts import Drafts
from azru_kg.intake.known_things import KnownThings
from azru_kg.intake.register import Register
from azru_kg.intake.sheets.faults import Faults
from azru_kg.intake.sheets.schemas import ROWS
from azru_kg.intake.sheets.schemas.row import SheetRow
from azru_kg.intake.sheets.sheet_rows import find_sheets, read_sheet
from azru_kg.intake.sheets.word_tables import Terms
from azru_kg.turtle.style import write

SHEETS = Path(__file__).parents[3] / "sheets"
Rows = dict[str, dict[str, SheetRow]]


@pytest.fixture(scope="session")
def rows() -> Rows:
    """All rows of the sheets, by kind and key."""
    faults, found = Faults(), {kind: dict[str, SheetRow]() for kind in ROWS}
    for sheet in find_sheets([SHEETS]):
        for placed in read_sheet(sheet, faults):
            found[sheet.kind][placed.row.key] = placed.row
    faults.raise_any()
    return found


@pytest.fixture(scope="session")
def register(rows: Rows) -> Register:
    """What is known of the things in the sheets."""
    return Register(rows, Terms(SHEETS / "terms"), KnownThings(built_in()))


@pytest.fixture(scope="session")
def examples() -> Examples:
    """The examples of all kinds, to state rows beside them."""
    return Examples()


@pytest.fixture
def show() -> Callable[[Drafts, str], str]:
    """Give the Turtle of a file of drafts without its prefixes."""

    def _show(drafts: Drafts, file: str) -> str:
        lines = write(drafts.files[file]).splitlines(keepends=True)
        return "".join(line for line in lines if not line.startswith("@prefix")).strip()

    return _show
