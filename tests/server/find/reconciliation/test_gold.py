"""Three hundred spellings, and what they mean: how often the service is right, and certain.

`gold.csv` has them, with how each was made: by rule out of a name of the graph, or by hand. Those
without an identifier mean nothing that is in the graph.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from azru_kg.rdf.prefixes import IDENTITY
from azru_kg.server.find.name_index import NameIndex
from azru_kg.server.find.reconciliation.matching import Matcher

pytestmark = pytest.mark.long

PAGE = Path(__file__).parents[4] / "docs" / "reconciliation.md"
NUMBER = re.compile(r"<!-- ([a-z-]+) -->([^<]*)<!-- / -->")


@dataclass(frozen=True)
class Spelling:
    """A spelling of something of a type; `id` is what it means, and empty for nothing."""

    text: str
    type: str
    id: str
    how: str


def read_gold() -> list[Spelling]:
    path = Path(__file__).with_name("gold.csv")
    with path.open(encoding="utf-8", newline="") as file:
        return [Spelling(**row) for row in csv.DictReader(file)]


GOLD = read_gold()


@pytest.fixture(scope="module")
def measured(whole_index: NameIndex) -> dict[str, int]:
    """Return how many spellings there are of each kind, and what came of them."""
    matcher = Matcher(whole_index)
    counts = dict.fromkeys(
        ("spellings", "meant", "nothing", "first", "offered", "certain", "certain-right"), 0
    )
    for spelling in GOLD:
        found = matcher.match(spelling.text, [spelling.type] if spelling.type else [])
        names = [candidate.thing.iri.removeprefix(IDENTITY) for candidate in found]
        counts["spellings"] += 1
        counts["meant" if spelling.id else "nothing"] += 1
        counts["first"] += bool(spelling.id) and names[:1] == [spelling.id]
        counts["offered"] += bool(spelling.id) and spelling.id in names[:10]
        sure = [name for name, candidate in zip(names, found, strict=True) if candidate.match]
        counts["certain"] += bool(sure)
        counts["certain-right"] += bool(sure) and sure == [spelling.id]
    return counts


def test_the_list_is_what_it_says_to_be(whole_index: NameIndex) -> None:
    assert len(GOLD) == 300
    assert len({(spelling.text, spelling.type) for spelling in GOLD}) == 300
    known = {thing.iri.removeprefix(IDENTITY) for thing in whole_index}
    assert {spelling.id for spelling in GOLD if spelling.id} <= known
    assert sum(not spelling.id for spelling in GOLD) >= 40
    assert sum(spelling.how == "hand" for spelling in GOLD) >= 100


def test_what_is_certain_is_right(measured: dict[str, int]) -> None:
    assert measured["certain-right"] >= 0.99 * measured["certain"]
    assert measured["certain"] >= 0.5 * measured["meant"]


def test_what_is_meant_is_found(measured: dict[str, int]) -> None:
    assert measured["first"] >= 0.9 * measured["meant"]
    assert measured["offered"] >= 0.95 * measured["meant"]


def test_the_page_tells_what_was_measured(measured: dict[str, int]) -> None:
    told = {name: int(number) for name, number in NUMBER.findall(PAGE.read_text("utf-8"))}
    assert told == measured
