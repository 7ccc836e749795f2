"""Counts what the dataset holds, by query, for its first page."""

from __future__ import annotations

from dataclasses import dataclass

from azru_kg.engine.protocol import Engine
from azru_kg.rdf.prefixes import expand
from azru_kg.server.ask.ask import read_iri, read_number, select, write_iris

_CLASSES = (
    ("sources", "azru:Source"),
    ("claims", "azru:Claim"),
    ("figures", "azru:Figure"),
    ("people", "foaf:Person"),
    ("organisations", "org:Organization"),
    ("agreements", "azru:Agreement"),
    ("events", "schema:Event"),
)
_TRIPLES, _NAMED_GRAPHS = "triples", "named graphs"
LABELS = (*(label for label, _ in _CLASSES), _TRIPLES, _NAMED_GRAPHS)
"""What is counted, in English."""

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


async def count_holdings(engine: Engine) -> Counts:
    """Return the counts of the dataset of an engine; raise as the engine does.

    Of kinds of things that the dataset does not have there is no count.
    """
    return Counts((*await _count_things(engine), *await _count_data(engine)))


async def _count_things(engine: Engine) -> list[Count]:
    iris = {expand(name): (label, name) for label, name in _CLASSES}
    classes = write_iris(iris)
    query = _COUNT_THINGS.format(classes=classes, subclass=expand("rdfs:subClassOf"))
    numbers = {
        read_iri(class_): read_number(number) for class_, number in await select(engine, query)
    }
    return [
        Count(label, numbers[iri], _LIST_THINGS.format(name=name))
        for iri, (label, name) in iris.items()
        if numbers.get(iri)
    ]


async def _count_data(engine: Engine) -> list[Count]:
    ((triples,),) = await select(engine, _COUNT_TRIPLES)
    ((graphs,),) = await select(engine, _COUNT_GRAPHS)
    counts = [Count(_TRIPLES, read_number(triples))]
    if read_number(graphs):
        counts.append(Count(_NAMED_GRAPHS, read_number(graphs), _LIST_GRAPHS))
    return counts
