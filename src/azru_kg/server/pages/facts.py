"""Triples by subject and property, and what things are called in each language."""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox

from azru_kg.rdf.oxigraph_terms import AnyTerm
from azru_kg.rdf.prefixes import expand, shorten
from azru_kg.server.ask.ask import read_iri
from azru_kg.server.ask.labels import NAMES

LANGUAGES = {"en": "English", "az": "Azerbaijani", "ru": "Russian"}
"""The languages of the graph, by tag, the one that pages are in first."""

_RANKS = {language: rank for rank, language in enumerate(("en", "", "az", "ru"))}


class Facts:
    """A set of triples to read from; values come in a fixed order."""

    def __init__(self, triples: Iterable[ox.Triple]) -> None:
        self._about: dict[str, dict[str, list[AnyTerm]]] = {}
        self._labels: dict[str, str] = {}
        for triple in triples:
            about = self._about.setdefault(read_iri(triple.subject), {})
            about.setdefault(read_iri(triple.predicate), []).append(triple.object)
        for about in self._about.values():
            for values in about.values():
                if len(values) > 1:
                    values.sort(key=str)

    def subjects(self) -> list[str]:
        """Return the IRIs that something is said of."""
        return sorted(self._about)

    def properties(self, iri: str) -> list[str]:
        """Return the properties that a thing has."""
        return sorted(self._about.get(iri, ()))

    def values(self, iri: str, *names: str) -> list[AnyTerm]:
        """Return the values of some properties of a thing, by prefixed name or IRI."""
        about = self._about.get(iri)
        if about is None:
            return []
        keys = (name if "//" in name else expand(name) for name in names)
        return [value for key in keys for value in about.get(key, [])]

    def iris(self, iri: str, *names: str) -> list[str]:
        """Return those of the values that are IRIs."""
        return [
            value.value for value in self.values(iri, *names) if isinstance(value, ox.NamedNode)
        ]

    def text(self, iri: str, *names: str) -> str:
        """Return the first literal among the values, English before other languages."""
        texts = [value for value in self.values(iri, *names) if isinstance(value, ox.Literal)]
        return min(texts, key=_rank).value if texts else ""

    def label(self, iri: str) -> str:
        """Return what a thing is called: its best name, or else its prefixed name."""
        if iri not in self._labels:
            names = filter(None, (self.text(iri, name) for name in NAMES))
            self._labels[iri] = next(names, "") or shorten(iri)
        return self._labels[iri]

    def labels(self) -> dict[str, str]:
        """Return what everything is called that has a name."""
        named = {iri: self.label(iri) for iri in self._about if iri}
        return {iri: label for iri, label in named.items() if label != shorten(iri)}


def _rank(literal: ox.Literal) -> tuple[int, str]:
    return _RANKS.get(literal.language or "", len(_RANKS)), literal.value
