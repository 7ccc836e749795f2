"""Arranges the ontology as a reader learns it: topics, in them classes, with what is said of each.

What stands where follows from the data: a property is explained under the class whose things have
it most often, and named under every class whose things have it at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

import pyoxigraph as ox

from azru_kg.languages.translations import mark
from azru_kg.metadata.inventory import Share
from azru_kg.rdf.prefixes import ONTOLOGY, expand, shorten
from azru_kg.server.pages.cells import Cell, Links, make_cell
from azru_kg.server.pages.facts import Facts
from azru_kg.server.vocabulary.term_usage import TermUsage

_SPACE: Final = f"{ONTOLOGY}#"
_CLASS: Final = expand("owl:Class")
_TYPE: Final = expand("rdf:type")
_THINGS: Final = mark("Things that claims are about")
# The first of these that a class is, or descends from, is its topic.
_WORDS: Final = mark("Documents and their words")
_TOPICS: Final = {
    expand("azru:Claim"): mark("Claims"),
    expand("azru:Event"): mark("Events"),
    expand("azru:Source"): _WORDS,
    expand("oa:SpecificResource"): _WORDS,
    expand("oa:TextPositionSelector"): _WORDS,
    expand("oa:TextQuoteSelector"): _WORDS,
    expand("schema:NewsArticle"): _WORDS,
    expand("skos:Concept"): mark("Concepts"),
}
_ORDER: Final = (*dict.fromkeys(_TOPICS.values()), _THINGS)
_ASKED: Final = 3
_ROWS: Final = 20
# A query asks for what nearly all things of a class have, so that it has answers.
_NEARLY_ALL: Final = 0.9


@dataclass(frozen=True, slots=True)
class Term:
    """A class, a property or a code: `anchor` where it is explained here; `used` how often.

    `kinds` are the classes above a class, and `example` is a thing of it; `value` is one that some
    thing has of a property.
    """

    curie: str
    href: str
    label: str
    definition: str
    anchor: str = ""
    used: int = 0
    kinds: tuple[Cell, ...] = ()
    example: Cell | None = None
    value: Cell | None = None
    query: str = ""


@dataclass(frozen=True, slots=True)
class Chapter:
    """A class with the properties that its things have, the most frequent first."""

    term: Term
    properties: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class HandbookPart:
    """Chapters that belong together."""

    title: str
    chapters: tuple[Chapter, ...]


@dataclass(frozen=True, slots=True)
class CodeList:
    """A code list with its codes."""

    term: Term
    codes: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Handbook:
    """The ontology as a page shows it; `unused` are terms that no thing has yet."""

    topics: tuple[HandbookPart, ...]
    lists: tuple[CodeList, ...]
    unused: tuple[Term, ...]


def arrange(
    triples: Iterable[ox.Triple], names: Iterable[ox.Triple], usage: TermUsage, links: Links
) -> Handbook:
    """Return the ontology, whose triples these are; `names` are those of what examples name."""
    stated = Facts(triples)
    return _Arrangement(stated, Facts(names), usage, links).arrange()


class _Arrangement:
    def __init__(self, stated: Facts, names: Facts, usage: TermUsage, links: Links) -> None:
        self._stated = stated
        self._labels = {**names.labels(), **stated.labels()}
        self._usage = usage
        self._links = links
        self._homes = dict(self._find_homes())

    def arrange(self) -> Handbook:
        chapters: dict[str, list[Chapter]] = {title: [] for title in _ORDER}
        for class_ in self._list_classes():
            chapters[self._find_topic(class_)].append(self._make_chapter(class_))
        topics = (HandbookPart(title, tuple(made)) for title, made in chapters.items() if made)
        return Handbook(tuple(topics), tuple(self._make_lists()), tuple(self._list_unused()))

    def _list_classes(self) -> list[str]:
        """Return the classes that have a chapter: all of ours, and others that have things."""
        own = [iri for iri in self._stated.subjects() if _CLASS in self._types(iri)]
        named = [
            iri
            for iri in self._usage.classes
            if iri not in own and self._stated.properties(iri) and self._usage.uses.get(iri)
        ]
        return [*own, *sorted(named, key=shorten)]

    def _find_homes(self) -> Iterator[tuple[str, str]]:
        """Yield each property with the class whose things have it most often."""
        most: dict[str, tuple[int, str]] = {}
        for class_ in self._list_classes():
            for share in self._usage.uses.get(class_, ()):
                # Of two that have it as often, the first in the alphabet.
                best = most.get(share.iri)
                if best is None or (-share.number, class_) < (-best[0], best[1]):
                    most[share.iri] = share.number, class_
        return ((name, class_) for name, (_, class_) in most.items())

    def _find_topic(self, iri: str) -> str:
        waiting, seen = [iri], set()
        while waiting:
            class_ = waiting.pop(0)
            if class_ in _TOPICS:
                return _TOPICS[class_]
            if class_ not in seen:
                seen.add(class_)
                waiting += self._stated.iris(class_, "rdfs:subClassOf")
        return _THINGS

    def _make_chapter(self, class_: str) -> Chapter:
        first = self._usage.firsts.get(class_)
        term = replace(
            self._make_term(class_),
            anchor=_find_anchor(class_),
            used=self._usage.classes.get(class_, 0),
            kinds=tuple(map(self._cell, self._stated.iris(class_, "rdfs:subClassOf"))),
            example=self._cell(first) if first else None,
            query=self._ask_class(class_),
        )
        shares = [share for share in self._usage.uses.get(class_, ()) if share.iri != _TYPE]
        return Chapter(term, tuple(self._make_property(share, class_) for share in shares))

    def _make_property(self, share: Share, class_: str) -> Term:
        at_home = self._homes.get(share.iri) == class_
        example = self._usage.find_example(class_, share.iri)
        return replace(
            self._make_term(share.iri),
            anchor=_find_anchor(share.iri) if at_home else "",
            used=share.number,
            value=make_cell(example.value, self._labels, self._links) if example else None,
            query=_ask_property(share.iri),
        )

    def _ask_class(self, class_: str) -> str:
        total = self._usage.classes.get(class_, 0)
        if not total:
            return ""
        asked = [
            share.iri
            for share in self._usage.uses.get(class_, ())
            if share.iri != _TYPE
            and share.iri.startswith(_SPACE)
            # Who has several values of one would be counted for those that have none.
            and _NEARLY_ALL * total <= share.number <= total
        ][:_ASKED]
        patterns = [f"?thing a {_write(class_)}"]
        patterns += [f"{_write(name)} ?{name.removeprefix(_SPACE)}" for name in asked]
        inner = " ;\n    ".join(patterns)
        return f"SELECT * WHERE {{\n  {inner} .\n}}\nLIMIT {_ROWS}\n"

    def _make_lists(self) -> Iterator[CodeList]:
        codes: dict[str, list[str]] = {}
        for iri in self._stated.subjects():
            for scheme in self._stated.iris(iri, "skos:inScheme"):
                codes.setdefault(scheme, []).append(iri)
        for scheme in sorted(codes):
            yield CodeList(
                self._make_term(scheme), tuple(map(self._make_term, sorted(codes[scheme])))
            )

    def _list_unused(self) -> Iterator[Term]:
        shown = {*self._list_classes(), *self._homes}
        for iri in self._stated.subjects():
            if iri.startswith(_SPACE) and iri not in shown:
                yield replace(self._make_term(iri), anchor=_find_anchor(iri))

    def _make_term(self, iri: str) -> Term:
        return Term(
            curie=shorten(iri),
            href=self._links.target(iri),
            label=self._labels.get(iri, ""),
            definition=self._stated.text(iri, "skos:definition"),
        )

    def _types(self, iri: str) -> list[str]:
        return self._stated.iris(iri, "rdf:type")

    def _cell(self, iri: str) -> Cell:
        return make_cell(ox.NamedNode(iri), self._labels, self._links)


def _find_anchor(iri: str) -> str:
    return iri.removeprefix(_SPACE) if iri.startswith(_SPACE) else ""


def _ask_property(name: str) -> str:
    return f"SELECT ?thing ?value WHERE {{\n  ?thing {_write(name)} ?value .\n}}\nLIMIT {_ROWS}\n"


def _write(iri: str) -> str:
    """Return an IRI as a query has it."""
    short = shorten(iri)
    return short if short != iri and short.partition(":")[2].isalnum() else f"<{iri}>"
