"""Counts what the dataset holds, by query, once: the dataset does not change while it is served."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

import pyoxigraph as ox

from azru_kg.engine.protocol import Engine
from azru_kg.errors import LimitReached, Overloaded
from azru_kg.rdf.oxigraph_terms import AnyTerm
from azru_kg.rdf.prefixes import expand
from azru_kg.server.ask.ask import select

_CLASSES = (
    ("sources", "azru:Source"),
    ("claims", "azru:Claim"),
    ("figures", "azru:Figure"),
    ("people", "foaf:Person"),
    ("organisations", "org:Organization"),
    ("agreements", "azru:Agreement"),
    ("events", "schema:Event"),
)
_COUNT_THINGS = """SELECT ?class (COUNT(DISTINCT ?thing) AS ?number) WHERE {{
  VALUES ?class {{ {classes} }}
  ?type <{subclass}>* ?class .
  ?thing a ?type
}} GROUP BY ?class"""
_COUNT_TRIPLES = "SELECT (COUNT(*) AS ?number) WHERE { ?s ?p ?o }"
_COUNT_GRAPHS = "SELECT (COUNT(DISTINCT ?g) AS ?number) WHERE { GRAPH ?g { ?s ?p ?o } }"
_LIST_THINGS = """SELECT DISTINCT ?thing WHERE {{
  ?thing a/rdfs:subClassOf* {name}
}}
ORDER BY ?thing
"""
_LIST_GRAPHS = """SELECT ?graph (COUNT(*) AS ?triples) WHERE {
  GRAPH ?graph { ?s ?p ?o }
}
GROUP BY ?graph
ORDER BY ?graph
"""


@dataclass(frozen=True, slots=True)
class Count:
    """How many there are of something; `query` lists them, where that makes sense."""

    label: str
    number: int
    query: str = ""


@dataclass(frozen=True, slots=True)
class Counts:
    """What the dataset holds; `missing` says why there is nothing where counting failed."""

    counts: tuple[Count, ...] = ()
    missing: str = ""


class Inventory:
    """The counts of one dataset, taken at the first request for them."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._lock = asyncio.Lock()
        self._counts: Counts | None = None

    async def counts(self) -> Counts:
        """Return the counts; where the engine is too busy, the reason, and count again next time.

        Of kinds of things that the dataset does not have there is no count.
        """
        async with self._lock:
            if self._counts is None:
                try:
                    self._counts = Counts((*await self._count_things(), *await self._count_data()))
                except (LimitReached, Overloaded) as error:
                    return Counts(missing=str(error))
            return self._counts

    async def _count_things(self) -> list[Count]:
        iris = {expand(name): (label, name) for label, name in _CLASSES}
        classes = " ".join(f"<{iri}>" for iri in iris)
        query = _COUNT_THINGS.format(classes=classes, subclass=expand("rdfs:subClassOf"))
        rows = await select(self._engine, query)
        numbers = {str(class_)[1:-1]: _number(number) for class_, number in rows}
        return [
            Count(label, numbers[iri], _LIST_THINGS.format(name=name))
            for iri, (label, name) in iris.items()
            if numbers.get(iri)
        ]

    async def _count_data(self) -> list[Count]:
        ((triples,),) = await select(self._engine, _COUNT_TRIPLES)
        ((graphs,),) = await select(self._engine, _COUNT_GRAPHS)
        counts = [Count("triples", _number(triples))]
        if _number(graphs):
            counts.append(Count("named graphs", _number(graphs), _LIST_GRAPHS))
        return counts


def _number(term: AnyTerm | None) -> int:
    return int(term.value) if isinstance(term, ox.Literal) else 0
