"""Triples by subject and property, and what things are called in each language."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

import pyoxigraph as ox

from azru_kg.languages.reading import ENGLISH, get_language
from azru_kg.languages.translations import mark
from azru_kg.rdf.oxigraph_terms import AnyTerm
from azru_kg.rdf.prefixes import PREFIXES, expand, shorten
from azru_kg.server.ask.ask import read_iri
from azru_kg.server.ask.labels import NAMES, Label, localize

LANGUAGES = {"en": mark("English"), "az": mark("Azerbaijani"), "ru": mark("Russian")}
"""The languages of the graph, by tag, the one that the program is in first."""

_NAMES_KNOWN = 1024
_ORDER = ("en", "", "az", "ru")


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
        return [value for name in names for value in about.get(_spell_out(name), [])]

    def iris(self, iri: str, *names: str) -> list[str]:
        """Return those of the values that are IRIs."""
        return [
            value.value for value in self.values(iri, *names) if isinstance(value, ox.NamedNode)
        ]

    def text(self, iri: str, *names: str) -> str:
        """Return the first literal among the values; those in the language that is read come first.

        After them come those in English, and then others.
        """
        return _choose(self.values(iri, *names), get_language())

    def label(self, iri: str) -> str:
        """Return what a thing is called: its best name, or else its prefixed name."""
        if iri not in self._labels:
            language = get_language()
            self._labels[iri] = localize(self._call(iri, language), iri, language)
        return self._labels[iri]

    def english(self, iri: str) -> str:
        """Return what a thing is called in English, as far as it has a name there."""
        return self._call(iri, ENGLISH)

    def labels(self) -> dict[str, str]:
        """Return what everything is called that has a name."""
        named = {iri: self.label(iri) for iri in self._about if iri}
        return {iri: label for iri, label in named.items() if label != shorten(iri)}

    def _call(self, iri: str, language: str) -> Label:
        about = self._about.get(iri, {})
        names = (_choose(about[name], language) for name in NAMES if name in about)
        return next(filter(None, names), None) or Label(shorten(iri))


# A page asks for some dozens of names, thousands of times.
@lru_cache(_NAMES_KNOWN)
def _spell_out(name: str) -> str:
    """Return the IRI of a prefixed name; data may have properties such as `urn:mine`, too."""
    is_iri = "//" in name or name.partition(":")[0] not in PREFIXES
    return name if is_iri else expand(name)


def _choose(values: Iterable[AnyTerm], language: str) -> Label:
    """Return the best text among some values: by its language, then alphabet."""
    texts = [value for value in values if isinstance(value, ox.Literal)]
    if not texts:
        return Label("")
    order = (language, *_ORDER)
    best = min(texts, key=lambda text: (_rank(text, order), text.value))
    return Label(best.value, best.language or "")


def _rank(literal: ox.Literal, order: tuple[str, ...]) -> int:
    language = literal.language or ""
    return order.index(language) if language in order else len(order)
