"""Lists the things of the dataset by the kind that their IRIs name."""

from __future__ import annotations

from azru_kg.engine.protocol import Engine
from azru_kg.rdf.prefixes import IDENTITY
from azru_kg.server.ask.ask import read_iri, read_number, select

_COUNT = f"""SELECT ?kind (COUNT(DISTINCT ?thing) AS ?number) WHERE {{
  ?thing a ?class
  FILTER (STRSTARTS(STR(?thing), "{IDENTITY}") && !CONTAINS(STR(?thing), "#"))
  BIND (STRBEFORE(STRAFTER(STR(?thing), "{IDENTITY}"), "/") AS ?kind)
}} GROUP BY ?kind"""
_LIST = """SELECT DISTINCT ?thing WHERE {{
  ?thing a ?class
  FILTER (STRSTARTS(STR(?thing), "{space}") && !CONTAINS(STR(?thing), "#"))
}} ORDER BY ?thing LIMIT {limit} OFFSET {offset}"""


async def count_kinds(engine: Engine) -> dict[str, int]:
    """Return how many things there are of each kind, by the name of the kind."""
    rows = await select(engine, _COUNT)
    counts = {getattr(kind, "value", ""): read_number(number) for kind, number in rows}
    return {kind: counts[kind] for kind in sorted(counts) if kind}


async def list_things(engine: Engine, kind: str, *, limit: int, offset: int) -> list[str]:
    """Return the IRIs of so many things of a kind, in their order; `kind` is one there is."""
    query = _LIST.format(space=f"{IDENTITY}{kind}/", limit=limit, offset=offset)
    return [read_iri(thing) for (thing,) in await select(engine, query)]
