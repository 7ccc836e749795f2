"""Eight rows of different kinds, each with the Turtle that it makes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from azru_kg.intake.convert.statements.figures import convert
from azru_kg.intake.drafts import Drafts
from azru_kg.intake.register import Register
from azru_kg.intake.sheets.schemas.row import SheetRow
from azru_kg.intake.sheets.schemas.statements import FigureRow
from azru_kg.turtle.style import write

GOLDEN = sorted((Path(__file__).parent / "golden").glob("*.ttl"))


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_a_row_makes_the_turtle_kept_for_it(
    path: Path, rows: dict[str, dict[str, SheetRow]], register: Register
) -> None:
    kept = path.read_text(encoding="utf-8")
    (row,) = [
        row
        for row in rows["figures"].values()
        if isinstance(row, FigureRow)
        and row.id == path.stem
        and re.search(rf"(hasSource|wasDerivedFrom) source:{row.source}\b", kept)
    ]
    register.labels.pop(f"claim:{row.id}", None)  # as if it were the first of its claim
    alone = Drafts()
    convert(row, register, alone)
    made = [triple for triples in alone.files.values() for triple in triples]
    assert write(made) == kept


def test_eight_rows_are_kept_with_their_turtle() -> None:
    assert len(GOLDEN) == 8
