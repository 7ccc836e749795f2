"""Arranges a named graph as pages show it: a sheet for each subject, so many on a page.

The ontology and the shapes are one page each, because fragments lead to the terms on it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil

import pyoxigraph as ox

from azru_kg.languages.translations import gettext
from azru_kg.rdf.prefixes import GRAPH, ONTOLOGY, SHAPES
from azru_kg.server.pages.cells import Links
from azru_kg.server.pages.facts import Facts
from azru_kg.server.pages.subject_tables import SubjectTable, make_sheets
from azru_kg.server.pages.thing_page import list_formats

SHEETS = 200
"""How many subjects are on a page."""

TRIPLES = 10_000
"""How many triples are on a page."""

_VOCABULARIES = (f"{ONTOLOGY}#", f"{SHAPES}#")


@dataclass(frozen=True, slots=True)
class PageSlice:
    """The part of a graph that is on one of its pages; the counts are those of all of it.

    `cut` is how many triples about the same subjects are too many for the page.
    """

    iri: str
    shown: tuple[ox.Triple, ...]
    triples: int
    things: int
    page: int
    pages: int
    cut: int = 0


@dataclass(frozen=True, slots=True)
class Drawing:
    """A page of a named graph: a sheet for each subject, with an anchor of its own."""

    part: PageSlice
    title: str
    description: str
    sheets: tuple[tuple[str, SubjectTable], ...]
    formats: tuple[tuple[str, str], ...]


def pick_slice(iri: str, triples: Iterable[ox.Triple], page: int) -> PageSlice | None:
    """Return what is on a page of a graph, or None where it has no such page."""
    triples = list(triples)
    subjects = sorted(
        {triple.subject for triple in triples}, key=lambda subject: _place(iri, subject)
    )
    most = SHEETS if iri.startswith(GRAPH) else len(subjects) or 1
    pages = ceil(len(subjects) / most)
    if not 1 <= page <= pages:
        return None
    kept = set(subjects[(page - 1) * most : page * most])
    about = [triple for triple in triples if triple.subject in kept]
    shown = tuple(about if len(about) <= TRIPLES else sorted(about, key=str)[:TRIPLES])
    cut = len(about) - len(shown)
    return PageSlice(iri, shown, len(triples), len(subjects), page, pages, cut)


def draw_graph(part: PageSlice, names: Iterable[ox.Triple], links: Links) -> Drawing:
    """Return a page of a named graph; `names` are those of everything on it."""
    iri = part.iri
    facts = Facts({*part.shown, *names})
    sheets = make_sheets(part.shown, facts.labels(), links)
    anchored = [(_anchor(sheet.subject.iri), sheet) for sheet in sheets]
    # A version of the ontology has no name of its own.
    titles = [facts.text(name, "dcterms:title", "rdfs:label") for name in (iri, _parent(iri))]
    return Drawing(
        part=part,
        title=next(filter(None, titles), gettext("The graph %s") % iri.rpartition("/")[2]),
        description=facts.text(iri, "dcterms:description"),
        sheets=tuple(sorted(anchored, key=lambda item: _rank(iri, item[1].subject.iri))),
        formats=list_formats(Links(links.base).target(iri)),
    )


def _place(iri: str, subject: ox.NamedNode | ox.BlankNode | ox.Triple) -> tuple[int, bool, str]:
    name = subject.value if isinstance(subject, ox.NamedNode) else ""
    return _rank(iri, name), not name, str(subject)


def _rank(iri: str, name: str) -> int:
    """Order the header of a vocabulary, its terms, and then what it says of other things."""
    if name in (iri, _parent(iri)):
        return 0
    return 1 if _anchor(name) else 2


def _parent(iri: str) -> str:
    return iri.rpartition("/")[0]


def _anchor(iri: str) -> str:
    """Return the fragment of a term, which is its anchor on the page of its vocabulary."""
    space = next((space for space in _VOCABULARIES if iri.startswith(space)), iri)
    return iri.removeprefix(space)
