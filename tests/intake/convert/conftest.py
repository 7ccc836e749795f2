"""The rows of the project's own sheets, and what they make."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from functools import partial
from pathlib import Path

import pytest

from azru_kg.graph.layout import built_in
from azru_kg.intake.drafts import Drafts
from azru_kg.intake.register import Register
from azru_kg.intake.sheets.schemas import ROWS, SheetRow
from azru_kg.intake.sheets.word_tables import Terms
from azru_kg.turtle.style import write

SHEETS = Path(__file__).parents[3] / "sheets"
Rows = dict[str, dict[str, SheetRow]]


@pytest.fixture(scope="session")
def rows() -> Rows:
    """All rows of the sheets, by kind and key."""
    return {kind: {row.key: row for row in _read(kind)} for kind in ROWS}


@pytest.fixture(scope="session")
def register(rows: Rows) -> Register:
    """What is known of the things in the sheets."""
    return Register(rows, Terms(SHEETS / "terms"), built_in())


@pytest.fixture
def show() -> Callable[[Drafts, str], str]:
    """Give the Turtle of a file of drafts without its prefixes."""

    def _show(drafts: Drafts, file: str) -> str:
        lines = write(drafts.files[file]).splitlines(keepends=True)
        return "".join(line for line in lines if not line.startswith("@prefix")).strip()

    return _show


def _read(kind: str) -> list[SheetRow]:
    paths = sorted(SHEETS.glob(f"*/{kind}.jsonl"))
    lines = [line for path in paths for line in path.read_text(encoding="utf-8").splitlines()]
    read = partial(json.loads, parse_float=Decimal, parse_int=Decimal)
    return [ROWS[kind].model_validate(read(line)) for line in lines]
