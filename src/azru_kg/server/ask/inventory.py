"""Takes the inventory of the dataset by query, once: it does not change while it is served."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence

import pyoxigraph as ox

from azru_kg.engine.protocol import Engine
from azru_kg.errors import LimitReached, Overloaded
from azru_kg.graph.coverage import Coverage, count_coverage, list_coverage_queries
from azru_kg.graph.layout import ENTITIES_GRAPH, METADATA_GRAPH
from azru_kg.graph.measures import SPACE as MEASURED
from azru_kg.graph.perspectives import FIND_SOURCES, Source, group_sources
from azru_kg.metadata.inventory import Inventory, Partitions, Share, Totals, sort_shares
from azru_kg.metadata.partitions import COUNT_PARTITIONS, FIND_PARTITIONS, gather_partitions
from azru_kg.metadata.partitions import SPACE as PARTS
from azru_kg.rdf.prefixes import BASE, IDENTITY
from azru_kg.server.ask.ask import read_number, select
from azru_kg.server.ask.counts import Counts, count_holdings
from azru_kg.server.ask.kinds import MOST, ThingRegister, count_kinds, list_things, read_register
from azru_kg.server.ask.labels import LabelMemory, Labels
from azru_kg.server.ask.once import Once
from azru_kg.server.ask.surroundings import Fate, find_fate

_TOTALS = """SELECT (COUNT(*) AS ?triples) (COUNT(DISTINCT ?s) AS ?subjects)
  (COUNT(DISTINCT ?o) AS ?objects) WHERE { ?s ?p ?o }"""
_ENTITIES = """SELECT (COUNT(DISTINCT ?s) AS ?entities) WHERE {{
  ?s ?p ?o FILTER (ISIRI(?s) && STRSTARTS(STR(?s), "{space}"))
}}"""
_PROPERTIES = "SELECT ?p (COUNT(*) AS ?number) WHERE { ?s ?p ?o } GROUP BY ?p"
_GRAPHS = "SELECT ?g (COUNT(*) AS ?number) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"
_NAMED = """SELECT (COUNT(*) AS ?number) WHERE {
  SELECT DISTINCT ?s ?p ?o WHERE { GRAPH ?g { ?s ?p ?o } }
}"""
# What is measured, which is most of that graph, has a page of its own; partitions are asked for.
_METADATA = f"""SELECT ?s ?p ?o WHERE {{
  GRAPH <{METADATA_GRAPH}> {{ ?s ?p ?o }}
  FILTER (!STRSTARTS(STR(?s), "{MEASURED}") && !STRSTARTS(STR(?o), "{MEASURED}"))
  FILTER (!STRSTARTS(STR(?s), "{PARTS}") && !STRSTARTS(STR(?o), "{PARTS}"))
}}"""
_RELATED = f"""SELECT DISTINCT ?s ?p ?o WHERE {{
  GRAPH <{METADATA_GRAPH}> {{
    <{BASE}dataset> dcterms:publisher|dcterms:spatial|dcterms:temporal ?s
  }}
  GRAPH <{ENTITIES_GRAPH}> {{ ?s ?p ?o }}
}}"""


class Holdings:
    """What one dataset holds, each part of it counted at the first request for it."""

    def __init__(self, engine: Engine, *, most: int = MOST) -> None:
        self._engine = engine
        self._labels = LabelMemory()
        self._register: Once[ThingRegister | None] = Once(lambda: read_register(engine, most=most))
        self._inventory = Once(self._take)
        self._counts = Once(lambda: count_holdings(engine))
        self._kinds = Once(lambda: count_kinds(engine))
        self._coverage = Once(self._cover)

    async def inventory(self) -> Inventory:
        """Return the inventory; raise LimitReached or Overloaded, and count again next time."""
        return await self._inventory.get()

    async def coverage(self) -> Coverage:
        """Return how much there is of each topic, year and perspective; raise as `inventory`."""
        return await self._coverage.get()

    async def kinds(self) -> dict[str, int]:
        """Return how many things there are of each kind; raise as `inventory` does."""
        register = await self._register.get()
        return register.count() if register else await self._kinds.get()

    async def list_things(
        self, client: Engine, kind: str, *, limit: int, offset: int
    ) -> Sequence[str]:
        """Return the IRIs of so many things of a kind; a client asks where there are very many."""
        register = await self._register.get()
        if register is None:
            return await list_things(client, kind, limit=limit, offset=offset)
        return register.by_kind.get(kind, ())[offset : offset + limit]

    def peek_things(self, kind: str) -> Sequence[str] | None:
        """Return the IRIs of all things of a kind, or None where they are not listed yet."""
        register = self._register.peek()
        return register.by_kind.get(kind, ()) if register else None

    async def find_fate(self, client: Engine, iri: str) -> Fate:
        """Return whether the graph knows an IRI, or has retired it; a client asks where need be."""
        register = self._register.peek()
        if register and register.is_current(iri):
            return Fate(known=True)
        return await find_fate(client, iri)

    async def find_labels(self, client: Engine, iris: Iterable[str]) -> Labels:
        """Return the labels of IRIs; a client asks for those that nobody has asked for before."""
        return await self._labels.find(client, iris)

    async def counts(self) -> Counts:
        """Return the counts; the reason where the engine is too busy, and count again next time."""
        try:
            return await self._counts.get()
        except (LimitReached, Overloaded) as error:
            return Counts(missing=str(error))

    async def _cover(self) -> Coverage:
        queries = list_coverage_queries().items()
        rows = {name: await select(self._engine, query) for name, query in queries}
        return await asyncio.to_thread(count_coverage, rows)

    async def _take(self) -> Inventory:
        metadata = await self._facts(_METADATA)
        totals = await self._count(_TOTALS)
        space = IDENTITY if metadata else ""
        entities = await self._count(_ENTITIES.format(space=space))
        graphs = await self._shares(_GRAPHS)
        named = await self._count(_NAMED)
        return Inventory(
            totals=Totals(*totals, *entities),
            partitions=await self._divide(),
            properties=await self._shares(_PROPERTIES),
            graphs=graphs,
            union=bool(graphs) and named[0] == totals[0],
            metadata=metadata,
            perspectives=await self._group_sources(),
            related=await self._facts(_RELATED) if metadata else (),
        )

    async def _group_sources(self) -> dict[str, tuple[Source, ...]]:
        rows = await select(self._engine, FIND_SOURCES)
        return group_sources(rows) if rows else {}

    async def _count(self, query: str) -> list[int]:
        (row,) = await select(self._engine, query)
        return [read_number(term) for term in row]

    async def _shares(self, query: str) -> tuple[Share, ...]:
        rows = await select(self._engine, query)
        shares = (
            Share(name.value, read_number(number))
            for name, number in rows
            if isinstance(name, ox.NamedNode)
        )
        return sort_shares(shares)

    async def _divide(self) -> Partitions:
        """Return the partitions that the graph states of itself, or else count them."""
        stated = await self._gather(FIND_PARTITIONS)
        return stated if stated.classes else await self._gather(COUNT_PARTITIONS)

    async def _gather(self, queries: Mapping[str, str]) -> Partitions:
        rows = {name: await select(self._engine, query) for name, query in queries.items()}
        return gather_partitions(rows)

    async def _facts(self, query: str) -> tuple[ox.Triple, ...]:
        rows = await select(self._engine, query)
        return tuple(
            ox.Triple(subject, name, value)
            for subject, name, value in rows
            if isinstance(subject, ox.NamedNode) and isinstance(name, ox.NamedNode)
            if isinstance(value, ox.NamedNode | ox.Literal)
        )
