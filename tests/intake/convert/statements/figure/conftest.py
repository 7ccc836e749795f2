"""States single rows: what a claim says, by property, names and texts alike."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any

import pyoxigraph as ox
import pytest

from azru_kg.intake.convert.statements.figures import convert
from azru_kg.intake.drafts import Drafts
from azru_kg.intake.register import Register
from azru_kg.intake.sheets.schemas.row import SheetRow
from azru_kg.intake.sheets.schemas.statements import FigureRow
from azru_kg.rdf.oxigraph_terms import named
from azru_kg.rdf.prefixes import shorten

Facts = dict[str, set[str]]

TURNOVER = {
    "id": "turnover-2030",
    "indicator": "trade turnover",
    "subject": "AZ",
    "counterpart": "RU",
    "measure": "level",
    "value": "2.6",
    "unit": "USD billion",
    "bound": "as-stated",
    "source": "trend-2007-04-26-shchedrin",
}


@pytest.fixture(scope="session")
def make() -> Callable[[dict[str, Any]], FigureRow]:
    """Return a function that makes a row of trade turnover with some fields changed."""
    return lambda changes: FigureRow.model_validate(TURNOVER | changes)


@pytest.fixture(scope="session")
def state(
    register: Register, make: Callable[[dict[str, Any]], FigureRow]
) -> Callable[[dict[str, Any]], Facts]:
    """Return a function that says what the claim of such a row states."""
    return lambda changes: _state(make(changes), register)


@pytest.fixture(scope="session")
def stated(register: Register, rows: dict[str, dict[str, SheetRow]]) -> Callable[[str], Facts]:
    """Return a function that says what a row of the sheet states: `id / source`, or the first."""

    def _stated(key: str) -> Facts:
        found = (
            row for known, row in rows["figures"].items() if f"{known} /".startswith(f"{key} /")
        )
        row = next(found)
        assert isinstance(row, FigureRow)
        return _state(row, register)

    return _stated


def _state(row: FigureRow, register: Register) -> Facts:
    drafts = Drafts()
    # Each row stands alone here: what other rows say under its id does not matter.
    register.stated.pop(f"claim:{row.id}", None)
    register.labels.pop(f"claim:{row.id}", None)
    (claim,) = convert(row, register, drafts).claims
    found: Facts = defaultdict(set)
    for triple in (triple for triples in drafts.files.values() for triple in triples):
        if triple.subject == named(claim):
            found[shorten(triple.predicate.value)].add(_show(triple.object))
    return found


def _show(term: object) -> str:
    assert isinstance(term, ox.NamedNode | ox.Literal)
    return shorten(term.value) if isinstance(term, ox.NamedNode) else term.value
