"""Groups the triples of a graph by subject, as a page shows them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from azru_kg.rdf.oxigraph_terms import AnyTerm
from azru_kg.rdf.prefixes import expand_all
from azru_kg.server.pages.cells import Cell, Links, make_cell
from azru_kg.turtle.blocks import EVIDENCE, NAMES

OBJECTS = 100
"""How many objects of a predicate are shown."""


_FIRST = expand_all(f"rdf:type {NAMES}")
_LAST = expand_all(EVIDENCE)
_PLACES = {
    **{iri: (0, place) for place, iri in enumerate(_FIRST)},
    **{iri: (2, place) for place, iri in enumerate(_LAST)},
}
_MIDDLE = (1, 0)


@dataclass(frozen=True, slots=True)
class Row:
    """A predicate with its objects; `more` is how many others it has."""

    predicate: Cell
    objects: tuple[Cell, ...]
    more: int = 0


@dataclass(frozen=True, slots=True)
class SubjectTable:
    """What a graph says about one subject: type and names first, evidence last, as in Turtle."""

    subject: Cell
    rows: tuple[Row, ...]


def make_sheets(
    triples: Iterable[ox.Triple], labels: Mapping[str, str], links: Links
) -> list[SubjectTable]:
    """Return a sheet a subject, in the order of their IRIs; blank nodes come last.

    A row shows a bounded number of objects, those that are first in order.
    """
    about: defaultdict[AnyTerm, defaultdict[AnyTerm, list[AnyTerm]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for triple in triples:
        about[triple.subject][triple.predicate].append(triple.object)
    return [
        SubjectTable(
            make_cell(subject, labels, links),
            tuple(
                _make_row(make_cell(predicate, labels, links), values, labels, links)
                for predicate, values in sorted(predicates.items(), key=_by_predicate)
            ),
        )
        for subject, predicates in sorted(about.items(), key=_by_subject)
    ]


def _make_row(
    predicate: Cell, values: Iterable[AnyTerm], labels: Mapping[str, str], links: Links
) -> Row:
    cells = sorted((make_cell(value, labels, links) for value in values), key=_by_text)
    return Row(predicate, tuple(cells[:OBJECTS]), max(len(cells) - OBJECTS, 0))


def _by_subject(item: tuple[AnyTerm, object]) -> tuple[bool, str]:
    return isinstance(item[0], ox.BlankNode), str(item[0])


def _by_predicate(item: tuple[AnyTerm, object]) -> tuple[tuple[int, int], str]:
    iri = str(item[0])[1:-1]
    return _PLACES.get(iri, _MIDDLE), iri


def _by_text(cell: Cell) -> tuple[bool, str, str]:
    """Order objects: English first, then by language and text."""
    return cell.language != "en", cell.language, cell.text
