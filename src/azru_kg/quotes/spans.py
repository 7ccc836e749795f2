"""Reads from source files which spans of which archived texts their quotes name."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from azru_kg.graph.dataset import DataFile
from azru_kg.rdf.oxigraph_terms import AnyTerm, named

LONGEST = 80
"""No quote has more characters than this."""


TYPE = named("rdf:type")
QUOTE = named("oa:SpecificResource")
HAS_SOURCE = named("oa:hasSource")
HAS_SELECTOR = named("oa:hasSelector")
EXACT = named("oa:exact")
START = named("oa:start")
END = named("oa:end")
_SPANS = {QUOTE, named("azru:IgnoredSpan")}
_SOURCE = named("azru:Source")
_SHA256 = named("schema:sha256")
_IGNORED_WORD = named("azru:ignoredWord")
_DIGITS = re.compile(r"[0-9]{1,12}")


@dataclass(frozen=True, slots=True)
class Span:
    """Words of a source, quoted or set aside, and where they stand; the end is exclusive.

    `source`, `exact`, `start` and `end` are None where the graph does not say them, or says
    several.
    """

    path: Path
    iri: str
    source: str | None
    exact: str | None
    start: int | None
    end: int | None


@dataclass(frozen=True, slots=True)
class SourceText:
    """A document: the checksum of its archived text, and the words that only open its sentences.

    `sha256` is None for a document of which no text is archived.
    """

    path: Path
    iri: str
    sha256: str | None
    ignored: frozenset[str]


def read_sources(path: Path) -> tuple[list[SourceText], list[Span]]:
    """Return the sources and the spans of a Turtle file; raise DataError where it is broken."""
    about = _Statements(DataFile(path).parse())
    sources = [
        SourceText(
            path,
            iri=_text(subject),
            sha256=about.only(subject, _SHA256),
            ignored=frozenset(map(_text, about.all(subject, _IGNORED_WORD))),
        )
        for subject in about.instances({_SOURCE})
    ]
    return sources, [_read_span(path, about, subject) for subject in about.instances(_SPANS)]


class _Statements:
    """The triples of a file by subject and predicate."""

    def __init__(self, quads: Iterable[ox.Quad]) -> None:
        self._objects: defaultdict[tuple[AnyTerm, ox.NamedNode], dict[AnyTerm, None]] = defaultdict(
            dict
        )
        for quad in quads:
            self._objects[quad.subject, quad.predicate][quad.object] = None

    def all(self, subject: AnyTerm, predicate: ox.NamedNode) -> list[AnyTerm]:
        return list(self._objects.get((subject, predicate), ()))

    def only(self, subject: AnyTerm, *predicates: ox.NamedNode) -> str | None:
        """Return the one value at the end of a path, or None where there is none or another."""
        ends = [subject]
        for predicate in predicates:
            ends = [value for end in ends for value in self.all(end, predicate)]
        return _text(ends[0]) if len(ends) == 1 else None

    def instances(self, kinds: set[ox.NamedNode]) -> Iterator[AnyTerm]:
        for (subject, predicate), values in self._objects.items():
            if predicate == TYPE and not kinds.isdisjoint(values):
                yield subject


def _read_span(path: Path, about: _Statements, subject: AnyTerm) -> Span:
    return Span(
        path,
        iri=_text(subject),
        source=about.only(subject, HAS_SOURCE),
        exact=about.only(subject, HAS_SELECTOR, EXACT),
        start=_count(about.only(subject, HAS_SELECTOR, START)),
        end=_count(about.only(subject, HAS_SELECTOR, END)),
    )


def _count(digits: str | None) -> int | None:
    return int(digits) if digits and _DIGITS.fullmatch(digits) else None


def _text(term: AnyTerm) -> str:
    return str(term) if isinstance(term, ox.Triple) else term.value
