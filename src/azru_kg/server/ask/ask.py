"""Fetches triples from the engine for a document: whole, bounded, and parsed.

The engine sends N-Triples, which keep every term. What does not fit is said to be too much; a part
is never taken for the whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from azru_kg.engine.protocol import Engine, Request
from azru_kg.errors import LimitReached
from azru_kg.query.query import read_query
from azru_kg.rdf.formats import N_TRIPLES, TSV
from azru_kg.rdf.oxigraph_terms import AnyTerm
from azru_kg.server.ask.answers import read_excerpt

_MOST_IRIS = 400
_MOST_CHARACTERS = 40_000
_DESCRIBE = "CONSTRUCT {{ ?s ?p ?o }} WHERE {{ VALUES ?s {{ {things} }} ?s ?p ?o }}"
_FILTER = """CONSTRUCT {{ ?s ?p ?o }} WHERE {{
  VALUES ?s {{ {things} }}
  ?s ?p ?o
  FILTER (?p {choice} ({properties}))
}}"""


async def construct(engine: Engine, query: str) -> set[ox.Triple] | None:
    """Return the triples of a CONSTRUCT query of our own, or None where they are too many."""
    request = Request(read_query(query), results=None, graph=N_TRIPLES.media_type)
    async with engine.answer(request) as answer:
        excerpt = await read_excerpt(answer)
    if not excerpt.whole:
        return None
    return {quad.triple for quad in ox.parse(excerpt.data, format=ox.RdfFormat.N_TRIPLES)}


async def describe_all(
    engine: Engine, iris: Iterable[str], *, without: Iterable[str] = ()
) -> set[ox.Triple]:
    """Return every triple that has one of the IRIs as its subject, but for some properties."""
    left_out = write_iris(without, ", ")
    if not left_out:
        return await _construct_all(engine, _DESCRIBE, iris)
    return await _construct_all(engine, _FILTER, iris, choice="NOT IN", properties=left_out)


async def name_all(
    engine: Engine, iris: Iterable[str], properties: Iterable[str]
) -> set[ox.Triple]:
    """Return the values of some properties of the IRIs, as triples."""
    wanted = write_iris(properties, ", ")
    return await _construct_all(engine, _FILTER, iris, choice="IN", properties=wanted)


def sort_triples(triples: Iterable[ox.Triple]) -> list[ox.Triple]:
    """Return triples in the order of their N-Triples."""
    return sorted(triples, key=str)


def write_iris(iris: Iterable[str], between: str = " ") -> str:
    """Return IRIs as SPARQL writes them."""
    return between.join(f"<{iri}>" for iri in iris)


def read_iri(term: AnyTerm | None) -> str:
    """Return the IRI of a term, or nothing where it is something else."""
    return term.value if isinstance(term, ox.NamedNode) else ""


def read_number(term: AnyTerm | None) -> int:
    """Return the whole number that a literal is, 0 for other terms."""
    return int(term.value) if isinstance(term, ox.Literal) else 0


async def _construct_all(
    engine: Engine, template: str, iris: Iterable[str], **parts: str
) -> set[ox.Triple]:
    found: set[ox.Triple] = set()
    waiting = list(_split(iris))[::-1]
    while waiting:
        batch = waiting.pop()
        triples = await construct(engine, template.format(things=write_iris(batch), **parts))
        if triples is not None:
            found |= triples
        elif len(batch) > 1:
            waiting += [batch[len(batch) // 2 :], batch[: len(batch) // 2]]
        else:
            raise LimitReached(
                f"What the graph says of <{batch[0]}> is too long for one document."
                " Ask the SPARQL endpoint for parts of it"
            )
    return found


def _split(iris: Iterable[str]) -> Iterator[list[str]]:
    """Yield the IRIs in their order, each once, in batches that fit into a query."""
    batch: list[str] = []
    characters = 0
    for iri in dict.fromkeys(iris):
        characters += len(iri) + len("<> ")
        if batch and (len(batch) == _MOST_IRIS or characters > _MOST_CHARACTERS):
            yield batch
            batch, characters = [], len(iri) + len("<> ")
        batch.append(iri)
    if batch:
        yield batch


async def select(
    engine: Engine, query: str, *, seconds: float | None = None
) -> list[tuple[AnyTerm | None, ...]]:
    """Return the solutions of a SELECT query of our own, which is known to be small."""
    request = Request(read_query(query), results=TSV.media_type, graph=None)
    async with engine.answer(request, seconds=seconds) as answer:
        data = b"".join([chunk async for chunk in answer.chunks])
    parsed = ox.parse_query_results(data, format=ox.QueryResultsFormat.TSV)
    if not isinstance(parsed, ox.QuerySolutions):
        raise TypeError("not the results of a SELECT query")
    return [tuple(solution) for solution in parsed]
