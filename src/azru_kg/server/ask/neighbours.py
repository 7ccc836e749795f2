"""Finds what somebody may have meant by an address at which there is nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from time import monotonic

from azru_kg.engine.protocol import Engine
from azru_kg.errors import LimitReached, Overloaded
from azru_kg.rdf.nearest import LONGEST, find_similar
from azru_kg.rdf.prefixes import GRAPH, IDENTITY, KINDS
from azru_kg.server.ask.ask import read_iri, select
from azru_kg.server.ask.door import Visit
from azru_kg.server.ask.inventory import Holdings

_MOST_SLUGS = 5_000
_SECONDS = 2.0
_PATIENCE = 60.0
_COMPARED = 60
_NEAR = 5
_SHORTEST = 3
_ALIKE = 0.55
_LIST_THINGS = f"""SELECT DISTINCT ?thing WHERE {{{{
  ?thing a ?class
  FILTER (STRSTARTS(STR(?thing), "{IDENTITY}{{kind}}/"))
}}}} ORDER BY ?thing LIMIT {_MOST_SLUGS}"""
_LIST_GRAPHS = (
    f"SELECT DISTINCT ?graph WHERE {{ GRAPH ?graph {{ }} }} ORDER BY ?graph LIMIT {_MOST_SLUGS}"
)


class Neighbours:
    """The slugs of one dataset by kind, each kind read once, at the first miss, for everybody.

    Misses are cheap to make, so one at a time is looked into, and a dataset that takes too long to
    list is left alone for a minute.
    """

    def __init__(self, engine: Engine, holdings: Holdings) -> None:
        self._engine = engine
        self._holdings = holdings
        self._lock = asyncio.Lock()
        self._slugs: dict[str, tuple[str, ...]] = {}
        self._rested = 0.0

    async def find_things(self, visit: Visit, kind: str, slug: str) -> list[str]:
        """Return the IRIs of things that are named much like a kind and a slug."""
        kinds = [kind] if kind in KINDS else find_similar(kind, KINDS, most=2)
        things = []
        for near in kinds:
            space = f"{IDENTITY}{near}/"
            listed = self._holdings.peek_things(near)
            if listed is not None and space not in self._slugs:
                self._slugs[space] = tuple(iri.removeprefix(space) for iri in listed[:_MOST_SLUGS])
            things += await self._pick(visit, space, _LIST_THINGS.format(kind=near), slug)
        return things[:_NEAR]

    async def find_graphs(self, visit: Visit, slug: str) -> list[str]:
        """Return the IRIs of graphs that are named much like a slug."""
        return await self._pick(visit, GRAPH, _LIST_GRAPHS, slug)

    async def _pick(self, visit: Visit, space: str, query: str, slug: str) -> list[str]:
        async with self._lock:
            slugs = await self._list(space, query)
            return [space + name for name in await visit.run(pick_similar, slug, slugs)]

    async def _list(self, space: str, query: str) -> tuple[str, ...]:
        """Return the slugs in a space; none, and none remembered, where the engine is too busy."""
        if space not in self._slugs:
            if monotonic() < self._rested:
                return ()
            try:
                rows = await select(self._engine, query, seconds=_SECONDS)
            except (LimitReached, Overloaded):
                self._rested = monotonic() + _PATIENCE
                return ()
            iris = {read_iri(thing) for (thing,) in rows}
            names = {iri.removeprefix(space) for iri in iris if iri.startswith(space)}
            self._slugs[space] = tuple(sorted(name for name in names if "#" not in name))
        return self._slugs[space]


def pick_similar(slug: str, slugs: Sequence[str]) -> list[str]:
    """Return the most similar of some slugs, the best first.

    >>> pick_similar("az", ["AZ", "RU"]), pick_similar("samur", ["bridge-samur", "oil"])
    (['AZ'], ['bridge-samur'])
    """
    wanted = slug.casefold()[:LONGEST]
    pieces = _cut(wanted)
    # Comparing letter by letter is slow, so only those that share most are compared.
    likely = sorted(slugs, key=lambda name: -_rate(pieces, name))[:_COMPARED]
    by_folded = {name.casefold(): name for name in reversed(likely)}
    close = find_similar(wanted, by_folded, most=_NEAR, like=_ALIKE)
    parts = [name for name in by_folded if len(wanted) >= _SHORTEST and wanted in name]
    return [by_folded[name] for name in dict.fromkeys([*close, *sorted(parts)])][:_NEAR]


def _rate(pieces: frozenset[str], name: str) -> float:
    other = _cut(name.casefold())
    return len(pieces & other) / len(pieces | other)


def _cut(text: str) -> frozenset[str]:
    padded = f"^{text}$"
    return frozenset(_windows(padded))


def _windows(text: str) -> Iterable[str]:
    return (text[at : at + 3] for at in range(max(len(text) - 2, 1)))
