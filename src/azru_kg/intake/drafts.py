"""Collects what rows state, for each Turtle file of `graph/` apart."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

import pyoxigraph as ox

from azru_kg.intake.dates import Period
from azru_kg.rdf.oxigraph_terms import english, named
from azru_kg.rdf.prefixes import BASE, PREFIXES, shorten

Value = str | ox.NamedNode | ox.Literal | Decimal | date
"""A `str` is a prefixed name; a number or date is a literal of its datatype."""

_FILES = {
    "agreement": "agreements",
    "corridor": "corridors",
    "country": "countries",
    "event": "events",
    "organisation": "organisations",
    "period": "periods",
    "person": "people",
    "place": "places",
    "post": "posts",
    "project": "projects",
    "segment": "corridors",
}
_DATASET = ox.NamedNode(f"{BASE}dataset")
_DECIMAL = ox.NamedNode(f"{PREFIXES['xsd']}decimal")
_NAME = ox.NamedNode(f"{PREFIXES['skos']}prefLabel")
_OTHER_NAME = ox.NamedNode(f"{PREFIXES['skos']}altLabel")
_DATE = ox.NamedNode(f"{PREFIXES['xsd']}date")


class Drafts:
    """Triples in the making; `files` holds them by file name relative to `graph/`, each once.

    >>> drafts = Drafts()
    >>> drafts.describe("country:AZ", "skos:notation", ox.Literal("AZ"))
    >>> list(drafts.files)
    ['entities/countries.ttl']
    """

    def __init__(self) -> None:
        self.files: dict[str, dict[ox.Triple, None]] = {}
        self._names: dict[tuple[object, ...], ox.Literal] = {}

    def describe(self, subject: str, name: str, *values: Value) -> None:
        """State what identifies a thing, in the file of its kind under `graph/entities/`.

        The first name in a language is the one that it bears, others are names beside it.
        """
        self._add(f"entities/{_FILES[subject.partition(':')[0]]}.ttl", subject, name, values)

    def state(self, sources: Iterable[str], subject: str, name: str, *values: Value) -> None:
        """State what documents say, in the file of each of the sources (given by their slugs)."""
        for source in sources:
            self._add(f"sources/{source}.ttl", subject, name, values)

    def register_graph(self, source: str, title: str) -> None:
        """State in `graph/metadata.ttl` that the graph of a source is part of the dataset."""
        graph = f"graph:{source}"
        self._add("metadata.ttl", _DATASET, "void:subset", [graph])
        self._add("metadata.ttl", graph, "a", ["prov:Bundle", "void:Dataset"])
        self._add("metadata.ttl", graph, "dcterms:title", [english(title)])
        self._add("metadata.ttl", graph, "prov:wasAttributedTo", ["organisation:azru-kg-editors"])
        self._add("metadata.ttl", graph, "prov:wasDerivedFrom", [f"source:{source}"])

    def take_period(self, period: Period) -> str:
        """Return the prefixed name of a period, which is described if it was not yet."""
        name = f"period:{period.slug}"
        self.describe(name, "a", "dcterms:PeriodOfTime")
        self.describe(name, "skos:prefLabel", english(period.label))
        if period.start:
            self.describe(name, "dcat:startDate", period.start)
        if period.end:
            self.describe(name, "dcat:endDate", period.end)
        return name

    def list_names(self) -> dict[str, str]:
        """Return the English names of the things described, by prefixed name."""
        triples = (
            triple
            for file, described in self.files.items()
            if file.startswith("entities/")
            for triple in described
            if triple.predicate == _NAME
        )
        return {
            shorten(one.subject.value): one.object.value
            for one in triples
            if isinstance(one.subject, ox.NamedNode)
            and isinstance(one.object, ox.Literal)
            and one.object.language == "en"
        }

    def _add(
        self, file: str, subject: str | ox.NamedNode, name: str, values: Iterable[Value]
    ) -> None:
        triples = self.files.setdefault(file, {})
        node = named(subject) if isinstance(subject, str) else subject
        for value in values:
            triple = ox.Triple(node, named(name), _make_term(value))
            triples[self._take_name(file, triple)] = None

    def _take_name(self, file: str, triple: ox.Triple) -> ox.Triple:
        """Return a triple; a name in a language in which a thing has one is a name beside it."""
        if triple.predicate != _NAME or not isinstance(triple.object, ox.Literal):
            return triple
        slot = (file, triple.subject, triple.object.language)
        if self._names.setdefault(slot, triple.object) == triple.object:
            return triple
        return ox.Triple(triple.subject, _OTHER_NAME, triple.object)


def _make_term(value: Value) -> ox.NamedNode | ox.Literal:
    if isinstance(value, str):
        return named(value)
    if isinstance(value, Decimal):
        return ox.Literal(spell_decimal(value), datatype=_DECIMAL)
    if isinstance(value, date):
        return ox.Literal(value.isoformat(), datatype=_DATE)
    return value


def spell_decimal(value: Decimal) -> str:
    """Return a number as the graph writes it: no exponent, always a decimal point.

    >>> spell_decimal(Decimal("2.60") * 1000000000)
    '2600000000.0'
    """
    text = f"{value:f}"
    whole, _, fraction = text.partition(".")
    return f"{whole}.{fraction.rstrip('0') or '0'}"
