"""What the rows of a picture name: what things and sources are called, and days and texts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import pyoxigraph as ox

from azru_kg.engine.protocol import Engine
from azru_kg.languages.reading import get_language
from azru_kg.rdf.oxigraph_terms import AnyTerm
from azru_kg.rdf.prefixes import expand
from azru_kg.server.ask.ask import name_all
from azru_kg.server.ask.labels import NAMES
from azru_kg.server.pages.facts import Facts

_PUBLISHER = expand("dcterms:publisher")


class Names:
    """What things are called, and sources with their publishers, in whichever language is read.

    It is found once for all, and read by requests in several languages.
    """

    def __init__(self, triples: Iterable[ox.Triple]) -> None:
        self._triples = tuple(triples)
        self._read: dict[str, Facts] = {}

    def read(self) -> Facts:
        """Return it as facts, for the language that is read."""
        language = get_language()
        if language not in self._read:
            self._read[language] = Facts(self._triples)
        return self._read[language]

    def label(self, iri: str) -> str:
        """Return what a thing is called."""
        return self.read().label(iri)

    def iris(self, iri: str, name: str) -> list[str]:
        """Return the IRIs that are values of a property."""
        return self.read().iris(iri, name)


async def name_things(engine: Engine, things: Iterable[str], sources: Iterable[str]) -> Names:
    """Return what things are called, and sources with their publishers."""
    cited = sorted({*sources})
    triples = await name_all(engine, cited, (*NAMES, _PUBLISHER))
    publishers = {
        triple.object.value
        for triple in triples
        if triple.predicate.value == _PUBLISHER and isinstance(triple.object, ox.NamedNode)
    }
    return Names(triples | await name_all(engine, sorted({*things} | publishers), NAMES))


def read_date(term: AnyTerm | None) -> date | None:
    """Return the day that a literal is, or None.

    >>> read_date(ox.Literal("2024-01-22"))
    datetime.date(2024, 1, 22)
    """
    try:
        return date.fromisoformat(term.value) if isinstance(term, ox.Literal) else None
    except ValueError:
        return None


def read_text(term: AnyTerm | None) -> str:
    """Return the text of a literal, or nothing where it is something else."""
    return term.value if isinstance(term, ox.Literal) else ""
