"""Lists the things of the dataset by the kind that their IRIs name.

Of a dataset that is not too large all are listed once. In a larger one the engine counts them, and
lists those of a page.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from azru_kg.engine.protocol import Engine
from azru_kg.rdf.prefixes import IDENTITY, PREFIXES
from azru_kg.server.ask.ask import read_iri, read_number, select

MOST: Final = 100_000
"""How many things are listed at once: their names take some ten megabytes."""

_THINGS = f"""?thing a ?class
  FILTER (STRSTARTS(STR(?thing), "{IDENTITY}") && !CONTAINS(STR(?thing), "#"))"""
_LIST_ALL = f"SELECT DISTINCT ?thing WHERE {{{{\n  {_THINGS}\n}}}} LIMIT {{most}}"
_LIST_RETIRED = f"""SELECT DISTINCT ?thing WHERE {{{{
  ?thing <{PREFIXES["owl"]}deprecated> ?mark FILTER (STRSTARTS(STR(?thing), "{IDENTITY}"))
}}}} LIMIT {{most}}"""
_COUNT = f"""SELECT ?kind (COUNT(DISTINCT ?thing) AS ?number) WHERE {{
  {_THINGS}
  BIND (STRBEFORE(STRAFTER(STR(?thing), "{IDENTITY}"), "/") AS ?kind)
}} GROUP BY ?kind"""
_LIST = """SELECT DISTINCT ?thing WHERE {{
  ?thing a ?class
  FILTER (STRSTARTS(STR(?thing), "{space}") && !CONTAINS(STR(?thing), "#"))
}} ORDER BY ?thing LIMIT {limit} OFFSET {offset}"""


@dataclass(frozen=True, slots=True)
class ThingRegister:
    """The IRIs of all things by kind, in their order, and of those that may have been retired."""

    by_kind: Mapping[str, Sequence[str]]
    retired: frozenset[str] = frozenset()

    def count(self) -> dict[str, int]:
        """Return how many things there are of each kind, by the name of the kind."""
        return {kind: len(self.by_kind[kind]) for kind in sorted(self.by_kind) if kind}

    def is_current(self, iri: str) -> bool:
        """Return whether a thing is listed and was never retired."""
        things = self.by_kind.get(_read_kind(iri), ())
        place = bisect_left(things, iri)
        return things[place : place + 1] == [iri] and iri not in self.retired


async def read_register(engine: Engine, *, most: int = MOST) -> ThingRegister | None:
    """Return the register of a dataset, or None where it has more things than that."""
    things = await select(engine, _LIST_ALL.format(most=most + 1))
    retired = await select(engine, _LIST_RETIRED.format(most=most + 1))
    if max(len(things), len(retired)) > most:
        return None
    by_kind = defaultdict(list)
    for iri in sorted(read_iri(thing) for (thing,) in things):
        by_kind[_read_kind(iri)].append(iri)
    return ThingRegister(dict(by_kind), frozenset(read_iri(thing) for (thing,) in retired))


def _read_kind(iri: str) -> str:
    kind, slash, _ = iri.removeprefix(IDENTITY).partition("/")
    return kind if slash else ""


async def count_kinds(engine: Engine) -> dict[str, int]:
    """Return how many things there are of each kind, by the name of the kind."""
    rows = await select(engine, _COUNT)
    counts = {getattr(kind, "value", ""): read_number(number) for kind, number in rows}
    return {kind: counts[kind] for kind in sorted(counts) if kind}


async def list_things(engine: Engine, kind: str, *, limit: int, offset: int) -> list[str]:
    """Return the IRIs of so many things of a kind, in their order; `kind` is one there is."""
    query = _LIST.format(space=f"{IDENTITY}{kind}/", limit=limit, offset=offset)
    return [read_iri(thing) for (thing,) in await select(engine, query)]
