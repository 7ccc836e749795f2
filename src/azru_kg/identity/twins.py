"""Finds pairs of things that may be one: alike in name, in date and people, or in their figures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from azru_kg.graph.dimensions import UNIT, VALUE, list_dimensions
from azru_kg.identity.features import Features, split
from azru_kg.identity.happenings import find_alike_agreements, find_alike_events
from azru_kg.identity.similar import find_similar
from azru_kg.rdf.prefixes import expand
from azru_kg.rdf.statements import Statement, Statements

_SHARES = {
    "corridor": 0.75,
    "country": 1.0,
    "organisation": 0.75,
    "person": 1.0,
    "place": 1.0,
    "post": 1.0,
    "project": 0.75,
    "segment": 0.75,
}
"""What share of the words of two names makes them alike, by kind of thing."""

_ADDRESSES = {"skos:exactMatch": "the same match elsewhere", "foaf:page": "the same address"}
_BASELINE = expand("azru:baseline")


@dataclass(frozen=True, slots=True, order=True)
class Twins:
    """Two things of a kind, by their slugs in order, and why they may be one."""

    kind: str
    first: str
    second: str
    why: str


def find_twins(index: Statements) -> list[Twins]:
    """Return the pairs that may be one thing, sorted; of several reasons for a pair the first."""
    facts = Features(index)
    pairs: dict[tuple[str, str, str], Twins] = {}
    for twins in (
        *_find_shared_addresses(index),
        *_find_namesakes(facts),
        *_name("agreement", find_alike_agreements(facts)),
        *_name("event", find_alike_events(facts)),
        *_find_equal_figures(index),
    ):
        pairs.setdefault((twins.kind, twins.first, twins.second), twins)
    return sorted(pairs.values())


def _find_namesakes(facts: Features) -> Iterator[Twins]:
    for kind, share in _SHARES.items():
        for first, second in find_similar(facts.fold_names(kind), share):
            yield Twins(kind, first, second, "names alike")


def _name(kind: str, pairs: Iterable[tuple[str, str, str]]) -> Iterator[Twins]:
    for first, second, why in pairs:
        yield Twins(kind, first, second, why)


def _find_shared_addresses(index: Statements) -> Iterator[Twins]:
    for path, why in _ADDRESSES.items():
        pairs = (
            (statement.object.value, statement.subject.value) for statement in index.read(path)
        )
        yield from _pair(pairs, why)


def _find_equal_figures(index: Statements) -> Iterator[Twins]:
    """Yield figures that one document gives twice: the same in dimensions, unit and value.

    What a change is measured against is often left out: it tells no figure from another here.
    """
    figure = expand("azru:Figure")
    telling = list_dimensions() - {_BASELINE} | {UNIT, VALUE}
    figures: defaultdict[tuple[str, str], list[Statement]] = defaultdict(list)
    for statement in index.statements:
        iri = statement.subject.value
        if figure in index.types.get(iri, ()) and statement.predicate in telling:
            figures[iri, statement.graph].append(statement)
    keys = (
        ((graph, _gather(said)), iri)
        for (iri, graph), said in figures.items()
        if any(statement.predicate == VALUE for statement in said)
    )
    yield from _pair(keys, "the same figure from the same source")


def _gather(statements: Iterable[Statement]) -> frozenset[tuple[str, str]]:
    return frozenset((statement.predicate, str(statement.object)) for statement in statements)


def _pair(keyed: Iterable[tuple[Hashable, str]], why: str) -> Iterator[Twins]:
    groups: defaultdict[Hashable, set[tuple[str, str]]] = defaultdict(set)
    for key, iri in keyed:
        groups[key].add(split(iri))
    for things in groups.values():
        for (kind, first), (other, second) in combinations(sorted(things), 2):
            if kind == other != "":
                yield Twins(kind, first, second, why)
