from __future__ import annotations

from collections.abc import Callable
from typing import Any

from azru_kg.engine.workers.pool import Pool
from azru_kg.rdf.prefixes import IDENTITY
from azru_kg.server.ask.kinds import ThingRegister, count_kinds, list_things, read_register

DATA = """
country:AZ a azru:Country , schema:Place . country:RU a azru:Country . place:x a schema:Place .
place:x owl:deprecated true .
<https://w3id.org/azru-kg/id/quote/a#text> a oa:TextPositionSelector .
<urn:other> a schema:Place .
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


def test_the_register_lists_all_things_and_those_that_were_retired(
    run_with_pool: Callable[..., Any],
) -> None:
    register = run_with_pool(DATA, read_register)
    azerbaijan, russia, place = (
        f"{IDENTITY}{name}" for name in ("country/AZ", "country/RU", "place/x")
    )
    assert register == ThingRegister(
        {"country": [azerbaijan, russia], "place": [place]}, frozenset({place})
    )
    assert register.count() == {"country": 2, "place": 1}
    assert [*map(register.is_current, (russia, place, f"{IDENTITY}country/RS", "urn:other"))] == [
        *(True, False, False, False)
    ]


def test_of_too_many_things_there_is_no_register(run_with_pool: Callable[..., Any]) -> None:
    async def ask(pool: Pool) -> list[bool]:
        return [await read_register(pool, most=most) is None for most in (2, 3)]

    assert run_with_pool(DATA, ask) == [True, False]
