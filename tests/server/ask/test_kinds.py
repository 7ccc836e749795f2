from __future__ import annotations

from collections.abc import Callable
from typing import Any

from azru_kg.engine.workers.pool import Pool
from azru_kg.rdf.prefixes import IDENTITY
from azru_kg.server.ask.kinds import count_kinds, list_things

DATA = """
country:AZ a azru:Country , schema:Place . country:RU a azru:Country . place:x a schema:Place .
<https://w3id.org/azru-kg/id/quote/a#text> a oa:TextPositionSelector . <urn:other> a schema:Place .
"""


def test_things_are_counted_and_listed_by_the_kind_in_their_iris(
    run_with_pool: Callable[..., Any],
) -> None:
    async def ask(pool: Pool) -> tuple[dict[str, int], list[str], list[str]]:
        first = await list_things(pool, "country", limit=1, offset=0)
        second = await list_things(pool, "country", limit=5, offset=1)
        return await count_kinds(pool), first, second

    counts, first, second = run_with_pool(DATA, ask)
    assert counts == {"country": 2, "place": 1}
    assert (first, second) == ([f"{IDENTITY}country/AZ"], [f"{IDENTITY}country/RU"])
