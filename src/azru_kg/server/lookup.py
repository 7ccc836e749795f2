"""Asks the engine what a page needs to know, beside the answer that it shows."""

from __future__ import annotations

import pyoxigraph as ox

from azru_kg.engine.protocol import Engine, Request
from azru_kg.media import TSV
from azru_kg.server.results import Term


async def select(
    engine: Engine, query: str, *, seconds: float | None = None
) -> list[tuple[Term | None, ...]]:
    """Return the solutions of a SELECT query of our own, which is known to be small."""
    request = Request(query, results=TSV.media_type, graph=None)
    async with engine.answer(request, seconds=seconds) as answer:
        data = b"".join([chunk async for chunk in answer.chunks])
    parsed = ox.parse_query_results(data, format=ox.QueryResultsFormat.TSV)
    if not isinstance(parsed, ox.QuerySolutions):
        raise TypeError("not the results of a SELECT query")
    return [tuple(solution) for solution in parsed]
