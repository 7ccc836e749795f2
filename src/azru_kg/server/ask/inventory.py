"""Takes the inventory of the dataset by query, once: it does not change while it is served."""

from __future__ import annotations

from collections import defaultdict

import pyoxigraph as ox

from azru_kg.engine.protocol import Engine
from azru_kg.errors import LimitReached, Overloaded
from azru_kg.graph.layout import ENTITIES_GRAPH, METADATA_GRAPH
from azru_kg.graph.measures import SPACE
from azru_kg.graph.perspectives import FIND_SOURCES, Source, group_sources
from azru_kg.metadata.inventory import Inventory, Share, Totals, sort_shares
from azru_kg.rdf.prefixes import BASE, IDENTITY
from azru_kg.server.ask.ask import read_number, select
from azru_kg.server.ask.counts import Counts, count_holdings
from azru_kg.server.ask.kinds import count_kinds
from azru_kg.server.ask.once import Once

_TOTALS = """SELECT (COUNT(*) AS ?triples) (COUNT(DISTINCT ?s) AS ?subjects)
  (COUNT(DISTINCT ?o) AS ?objects) WHERE { ?s ?p ?o }"""
_ENTITIES = """SELECT (COUNT(DISTINCT ?s) AS ?entities) WHERE {{
  ?s ?p ?o FILTER (ISIRI(?s) && STRSTARTS(STR(?s), "{space}"))
}}"""
_CLASSES = """SELECT ?class (COUNT(DISTINCT ?s) AS ?number) WHERE { ?s a ?class }
GROUP BY ?class"""
_USES = """SELECT ?class ?p (COUNT(*) AS ?number) WHERE { ?s a ?class ; ?p ?o }
GROUP BY ?class ?p"""
_PROPERTIES = "SELECT ?p (COUNT(*) AS ?number) WHERE { ?s ?p ?o } GROUP BY ?p"
_GRAPHS = "SELECT ?g (COUNT(*) AS ?number) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"
_NAMED = """SELECT (COUNT(*) AS ?number) WHERE {
  SELECT DISTINCT ?s ?p ?o WHERE { GRAPH ?g { ?s ?p ?o } }
}"""
# What is measured, which is most of that graph, has a page of its own.
_METADATA = f"""SELECT ?s ?p ?o WHERE {{
  GRAPH <{METADATA_GRAPH}> {{ ?s ?p ?o }}
  FILTER (!STRSTARTS(STR(?s), "{SPACE}") && !STRSTARTS(STR(?o), "{SPACE}"))
}}"""
_RELATED = f"""SELECT DISTINCT ?s ?p ?o WHERE {{
  GRAPH <{METADATA_GRAPH}> {{
    <{BASE}dataset> dcterms:publisher|dcterms:spatial|dcterms:temporal ?s
  }}
  GRAPH <{ENTITIES_GRAPH}> {{ ?s ?p ?o }}
}}"""


class Holdings:
    """What one dataset holds, each part of it counted at the first request for it."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._inventory = Once(self._take)
        self._counts = Once(lambda: count_holdings(engine))
        self._kinds = Once(lambda: count_kinds(engine))

    async def inventory(self) -> Inventory:
        """Return the inventory; raise LimitReached or Overloaded, and count again next time."""
        return await self._inventory.get()

    async def kinds(self) -> dict[str, int]:
        """Return how many things there are of each kind; raise as `inventory` does."""
        return await self._kinds.get()

    async def counts(self) -> Counts:
        """Return the counts; the reason where the engine is too busy, and count again next time."""
        try:
            return await self._counts.get()
        except (LimitReached, Overloaded) as error:
            return Counts(missing=str(error))

    async def _take(self) -> Inventory:
        metadata = await self._facts(_METADATA)
        totals = await self._count(_TOTALS)
        space = IDENTITY if metadata else ""
        entities = await self._count(_ENTITIES.format(space=space))
        graphs = await self._shares(_GRAPHS)
        named = await self._count(_NAMED)
        return Inventory(
            totals=Totals(*totals, *entities),
            classes=await self._shares(_CLASSES),
            uses=await self._uses(),
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

    async def _uses(self) -> dict[str, tuple[Share, ...]]:
        uses: defaultdict[str, list[Share]] = defaultdict(list)
        for class_, name, number in await select(self._engine, _USES):
            if isinstance(class_, ox.NamedNode) and isinstance(name, ox.NamedNode):
                uses[class_.value].append(Share(name.value, read_number(number)))
        return {class_: sort_shares(shares) for class_, shares in uses.items()}

    async def _facts(self, query: str) -> tuple[ox.Triple, ...]:
        rows = await select(self._engine, query)
        return tuple(
            ox.Triple(subject, name, value)
            for subject, name, value in rows
            if isinstance(subject, ox.NamedNode) and isinstance(name, ox.NamedNode)
            if isinstance(value, ox.NamedNode | ox.Literal)
        )
