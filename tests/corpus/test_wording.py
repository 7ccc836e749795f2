"""The words of the sources are their publishers’: the repository keeps none of their sentences."""

import re
from pathlib import Path

import pyoxigraph as ox
import pytest
from tests.support.sampling import sample_daily

from azru_kg.rdf.prefixes import PREFIXES

pytestmark = pytest.mark.long

ROOT = Path(__file__).parents[2]
OURS = [
    "docs",
    "graph",
    "handwritten",
    "ontology",
    "queries",
    "README.md",
    "shapes",
    "src",
    "tests",
]
KINDS = {".csv", ".html", ".json", ".md", ".py", ".rq", ".ts", ".ttl"}
LONGEST_SPAN = 80
SHORTEST_SENTENCE = 6


def text(term: object) -> str:
    """The IRI or the characters of a term; a quoted triple has none."""
    return str(getattr(term, "value", ""))


def values(quads: list[ox.Quad], name: str) -> set[str]:
    prefix, _, local = name.partition(":")
    return {text(quad.object) for quad in quads if quad.predicate.value == PREFIXES[prefix] + local}


def fold(words: str) -> str:
    return " ".join(words.casefold().split())


def sentences(document: str, headlines: set[str]) -> set[str]:
    """The sentences of a text without the marks at their ends; headlines and names are none."""
    parts = (fold(part).strip('“”" ') for part in re.split(r"[.!?](?=\W)|\n|”, ", document))
    return {
        part
        for part in parts
        if len(part.split()) >= SHORTEST_SENTENCE and not part.endswith(tuple(headlines))
    }


def files(place: Path) -> list[Path]:
    inside = sorted(place.rglob("*")) if place.is_dir() else [place]
    return [path for path in inside if path.suffix in KINDS]


def test_no_long_literal_stands_in_a_source(texts: dict[str, str], quads: list[ox.Quad]) -> None:
    names = values(quads, "schema:headline") | values(quads, "skos:prefLabel")
    literals = {quad.object.value for quad in quads if isinstance(quad.object, ox.Literal)}
    long = {words for words in literals - names if len(words) > LONGEST_SPAN}
    sources = [fold(document) for document in texts.values()]
    assert long
    assert [words for words in long if any(fold(words) in source for source in sources)] == []


def test_no_quote_is_longer_than_a_span_may_be(quads: list[ox.Quad]) -> None:
    spans = values(quads, "oa:exact")
    assert spans
    assert [words for words in spans if len(words) > LONGEST_SPAN] == []


@pytest.mark.parametrize("place", sample_daily(OURS, 3))
def test_no_file_holds_a_sentence_of_a_source(
    texts: dict[str, str], quads: list[ox.Quad], place: str
) -> None:
    headlines = {fold(headline) for headline in values(quads, "schema:headline")}
    theirs = {part for document in texts.values() for part in sentences(document, headlines)}
    assert len(theirs) > 25
    found = [
        (path.relative_to(ROOT).as_posix(), sentence)
        for path in files(ROOT / place)
        for written in [fold(path.read_text(errors="replace"))]
        for sentence in sorted(theirs)
        if sentence in written
    ]
    assert found == []
