"""Reads from the graph what tells things apart: names, dates, people, figures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import pyoxigraph as ox

from azru_kg.identity.words import Bag, fold
from azru_kg.rdf.prefixes import IDENTITY, KINDS
from azru_kg.rdf.statements import Statements

_NAMES = ("skos:prefLabel", "skos:altLabel", "skos:hiddenLabel")
_OPEN = ("0000", "9999")


@dataclass(frozen=True, slots=True)
class DayRange:
    """The first and the last day on which something may have been; unknown is all of time."""

    first: str = _OPEN[0]
    last: str = _OPEN[1]

    @property
    def exact(self) -> bool:
        """Whether it is one day."""
        return self.first == self.last

    def meets(self, other: DayRange) -> bool:
        """Whether both may be the same day."""
        return self.first <= other.last and other.first <= self.last


class Features:
    """What an index of statements says of things; things are known by kind and slug."""

    def __init__(self, index: Statements) -> None:
        self.index = index

    @cached_property
    def things(self) -> dict[str, list[str]]:
        """The slugs of the things of each kind that have a name."""
        slugs_of: defaultdict[str, set[str]] = defaultdict(set)
        for name in self.index.read("skos:prefLabel"):
            kind, slug = split(name.subject.value)
            if kind in KINDS:
                slugs_of[kind].add(slug)
        return {kind: sorted(slugs) for kind, slugs in slugs_of.items()}

    def fold_names(self, kind: str) -> dict[str, set[Bag]]:
        """Return the names of each thing of a kind as bags of words."""
        return {slug: self._fold_names(kind, slug) for slug in self.things.get(kind, ())}

    def list_values(self, kind: str, slug: str, *paths: str) -> frozenset[str]:
        """Return the values of properties of a thing, whoever states them."""
        subject = f"{IDENTITY}{kind}/{slug}"
        terms = (term for path in paths for term in self.index.values(subject, path))
        return frozenset(term.value for term in terms)

    def find_span(self, kind: str, slug: str, path: str) -> DayRange:
        """Return the days that sources give for a date of a thing, all of them together."""
        days = self.list_values(kind, slug, path)
        if days:
            return DayRange(min(days), max(days))
        periods = self.list_values(kind, slug, "azru:dateWithin")
        starts = self._list_bounds(periods, "dcat:startDate")
        ends = self._list_bounds(periods, "dcat:endDate")
        return DayRange(min(starts, default=_OPEN[0]), max(ends, default=_OPEN[1]))

    @cached_property
    def participants(self) -> dict[str, frozenset[str]]:
        """The people who took part in each event, by its IRI."""
        events = {
            event.subject.value: event.object.value for event in self.index.read("azru:event")
        }
        people_at: defaultdict[str, set[str]] = defaultdict(set)
        for participant in self.index.read("azru:participant"):
            if participant.subject.value in events:
                people_at[events[participant.subject.value]].add(participant.object.value)
        return {event: frozenset(people) for event, people in people_at.items()}

    def _fold_names(self, kind: str, slug: str) -> set[Bag]:
        subject = f"{IDENTITY}{kind}/{slug}"
        texts = (text for path in _NAMES for text in self.index.values(subject, path))
        return {
            bag
            for text in texts
            if isinstance(text, ox.Literal) and (bag := fold(text.value, text.language))
        }

    def _list_bounds(self, periods: Iterable[str], path: str) -> list[str]:
        return [term.value for period in periods for term in self.index.values(period, path)]


def split(iri: str) -> tuple[str, str]:
    """Return the kind and the slug of a thing, both empty for what is no thing of this graph.

    >>> split("https://w3id.org/azru-kg/id/person/ilham-aliyev")
    ('person', 'ilham-aliyev')
    >>> split("http://xmlns.com/foaf/0.1/Person")
    ('', '')
    """
    kind, slash, slug = iri.removeprefix(IDENTITY).partition("/")
    return (kind, slug) if iri.startswith(IDENTITY) and slash else ("", "")
