"""Collects what rows state, for each Turtle file of `graph/` apart."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, MutableMapping
from datetime import date
from decimal import Decimal

import pyoxigraph as ox

from azru_kg.intake.sheets.dates import Period
from azru_kg.rdf.oxigraph_terms import english, named
from azru_kg.rdf.prefixes import PREFIXES

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

    def __init__(
        self,
        labels: MutableMapping[str, str] | None = None,
        given: Mapping[str, Collection[ox.Triple]] | None = None,
    ) -> None:
        """Begin with what files state already.

        `labels` gets the English names of things, by prefixed name, as they are described.
        """
        self.files: dict[str, dict[ox.Triple, None]] = {}
        self._labels = {} if labels is None else labels
        self._names: dict[tuple[object, ...], ox.Literal] = {}
        for file, triples in (given or {}).items():
            self.files[file] = dict.fromkeys(triples)
            for triple in triples:
                if triple.predicate == _NAME and isinstance(triple.object, ox.Literal):
                    self._names[file, triple.subject, triple.object.language] = triple.object

    def describe(self, subject: str, name: str, *values: Value) -> None:
        """State what identifies a thing, in the file of its kind under `graph/entities/`.

        The first name in a language is the one that it bears, others are names beside it.
        """
        self._add(f"entities/{_FILES[subject.partition(':')[0]]}.ttl", subject, name, values)

    def state(self, source: str, subject: str, name: str, *values: Value) -> None:
        """State what a document says, in the file of the source, given by its slug."""
        self._add(f"sources/{source}.ttl", subject, name, values)

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

    def _add(self, file: str, subject: str, name: str, values: Iterable[Value]) -> None:
        for value in values:
            triple = ox.Triple(named(subject), named(name), _make_term(value))
            if triple.predicate == _NAME and isinstance(triple.object, ox.Literal):
                triple = self._take_name(file, subject, triple, triple.object)
            self.files.setdefault(file, {})[triple] = None

    def _take_name(self, file: str, subject: str, triple: ox.Triple, name: ox.Literal) -> ox.Triple:
        """Return a triple; a name in a language in which a thing has one is a name beside it."""
        if self._names.setdefault((file, triple.subject, name.language), name) != name:
            return ox.Triple(triple.subject, _OTHER_NAME, name)
        if name.language == "en" and file.startswith("entities/"):
            self._labels[subject] = name.value
        return triple


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
