"""Finds agreements and events that may be one: by their dates and by who was there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from azru_kg.identity.features import DayRange, Features
from azru_kg.identity.similar import find_similar
from azru_kg.rdf.prefixes import IDENTITY, expand

Pairs = Iterator[tuple[str, str, str]]
"""Two slugs in order, and why they may stand for one thing."""

_ALIKE = 0.75
_HALF = 0.5


@dataclass(frozen=True, slots=True)
class _Event:
    slug: str
    span: DayRange
    types: frozenset[str]
    places: frozenset[str]
    people: frozenset[str]
    signed: frozenset[str]


def find_alike_agreements(facts: Features) -> Pairs:
    """Yield agreements alike in name, or half alike with one date, if any, and the same parties.

    Many documents are signed on one day: the day and the parties alone say little.
    """
    names = facts.fold_names("agreement")
    alike = set(find_similar(names, _ALIKE))
    for first, second in find_similar(names, _HALF):
        if (first, second) in alike:
            yield first, second, "names alike"
        elif _describe_agreement(facts, first) == _describe_agreement(facts, second):
            yield first, second, "the same date and parties, names half alike"


def _describe_agreement(facts: Features, slug: str) -> tuple[DayRange, frozenset[str]]:
    date = facts.find_span("agreement", slug, "dcterms:issued")
    return date, facts.list_values("agreement", slug, "azru:party")


def find_alike_events(facts: Features) -> Pairs:
    """Yield events of the same people that may have been at one time, and those alike in name."""
    events = {slug: _read_event(facts, slug) for slug in facts.things.get("event", ())}
    groups: defaultdict[frozenset[str], list[_Event]] = defaultdict(list)
    for event in events.values():
        if event.people:
            groups[event.people].append(event)
    for group in groups.values():
        for event, other in combinations(group, 2):
            if _may_be_one(event, other):
                yield event.slug, other.slug, "the same people, dates that agree"
    for first, second in find_similar(facts.fold_names("event"), _ALIKE):
        event, other = events[first], events[second]
        if event.span.meets(other.span) and _share_place(event, other):
            yield first, second, "names alike, dates that agree"


def _may_be_one(event: _Event, other: _Event) -> bool:
    # A signing stands beside the visit or meeting at which it was, and beside other signings.
    if event.signed != other.signed:
        return False
    if event.span.exact and other.span.exact:
        return event.span == other.span
    return (
        event.span.meets(other.span) and event.types == other.types and _share_place(event, other)
    )


def _share_place(event: _Event, other: _Event) -> bool:
    """Whether both may have been at one place: what is not stated agrees with any."""
    return not event.places or not other.places or bool(event.places & other.places)


def _read_event(facts: Features, slug: str) -> _Event:
    iri = f"{IDENTITY}event/{slug}"
    classes = facts.index.types.get(iri, set()) - {expand("azru:Event")}
    return _Event(
        slug,
        facts.find_span("event", slug, "schema:startDate"),
        frozenset(classes) or facts.list_values("event", slug, "dcterms:type"),
        facts.list_values("event", slug, "schema:location"),
        facts.participants.get(iri, frozenset()),
        facts.list_values("event", slug, "azru:signed"),
    )
