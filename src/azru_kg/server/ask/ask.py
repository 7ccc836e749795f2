"""Fetches triples from the engine for a document: whole, bounded, and parsed.

The engine sends N-Triples, which keep every term. What does not fit is said to be too much; a part
is never taken for the whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

import pyoxigraph as ox

from azru_kg.engine.protocol import Engine, Request
from azru_kg.errors import LimitReached
from azru_kg.query.query import read_query
from azru_kg.rdf.formats import N_TRIPLES, TSV
from azru_kg.rdf.oxigraph_terms import AnyTerm
from azru_kg.server.ask.answers import read_excerpt

_T = TypeVar("_T")

_MOST_PARTS = 400
_MOST_BYTES = 60_000
_NAME = """CONSTRUCT {{ ?s ?p ?o }} WHERE {{
  VALUES ?s {{ {things} }}
  ?s ?p ?o
  FILTER (?p IN ({properties}))
}}"""


async def construct(engine: Engine, query: str) -> set[ox.Triple] | None:
    """Return the triples of a CONSTRUCT query of our own, or None where they are too many."""
    request = Request(read_query(query), results=None, graph=N_TRIPLES.media_type)
    async with engine.answer(request) as answer:
        excerpt = await read_excerpt(answer)
    if not excerpt.whole:
        return None
    return {quad.triple for quad in ox.parse(excerpt.data, format=ox.RdfFormat.N_TRIPLES)}


async def name_all(
    engine: Engine, iris: Iterable[str], properties: Iterable[str]
) -> set[ox.Triple]:
    """Return the values of some properties of the IRIs, as triples."""
    wanted = write_iris(properties, ", ")

    def write(batch: Sequence[str]) -> str:
        return _NAME.format(things=write_iris(batch), properties=wanted)

    return await construct_all(engine, list(dict.fromkeys(iris)), write)


async def construct_all(
    engine: Engine, parts: Sequence[_T], write: Callable[[Sequence[_T]], str]
) -> set[ox.Triple]:
    """Return what the queries about some parts construct: one, where it and its answer fit.

    Where they are too long, the parts are asked about in halves. Raises LimitReached where what is
    said of a single one is too long.
    """
    triples: set[ox.Triple] = set()
    waiting = [parts] if parts else []
    while waiting:
        batch = waiting.pop()
        query = write(batch)
        short = len(batch) <= _MOST_PARTS and len(query.encode()) <= _MOST_BYTES
        constructed = await construct(engine, query) if short or len(batch) == 1 else None
        if constructed is not None:
            triples |= constructed
        elif len(batch) > 1:
            waiting += [batch[len(batch) // 2 :], batch[: len(batch) // 2]]
        else:
            raise LimitReached(
                "What the graph says of one thing is too long for a document."
                " Ask the SPARQL endpoint for parts of it"
            )
    return triples


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
