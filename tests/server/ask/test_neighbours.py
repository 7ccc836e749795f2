from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Any

import pytest
from starlette.requests import Request
from tests.support.sampling import sample_daily

from azru_kg.engine import protocol
from azru_kg.engine.protocol import Answer
from azru_kg.engine.workers.pool import Pool
from azru_kg.errors import DeadlinePassed
from azru_kg.rdf.prefixes import IDENTITY
from azru_kg.server.ask.door import Door, Visit
from azru_kg.server.ask.inventory import Holdings
from azru_kg.server.ask.neighbours import Neighbours, pick_similar
from azru_kg.server.http.budget import Budget

RunWithPool = Callable[..., Any]
Context = AbstractAsyncContextManager[Answer]


def visit(pool: Pool) -> Visit:
    """Return what works for a client."""
    return Door(pool, Budget()).admit(Request({"type": "http", "headers": []}))


@pytest.mark.parametrize(
    ("slug", "slugs", "expected"),
    sample_daily(
        [
            ("az", ["AZ", "RU"], ["AZ"]),
            ("samur", ["oil", "samur-bridge"], ["samur-bridge"]),
            ("mehriban-alieva", ["mehriban-aliyeva", "alexei-overchuk"], ["mehriban-aliyeva"]),
            ("xyz", ["oil", "gas"], []),
            ("anything", [], []),
        ],
        3,
    ),
)
def test_the_similar_are_picked_and_no_others(
    slug: str, slugs: list[str], expected: list[str]
) -> None:
    assert pick_similar(slug, slugs) == expected


def test_at_most_five_are_picked_out_of_very_many() -> None:
    slugs = [f"trade-{year}" for year in range(1000, 9000)]
    assert len(pick_similar("trade-2023", slugs)) == 5
    assert pick_similar("trade-2023", slugs)[0] == "trade-2023"


def test_a_kind_is_read_once_and_its_fragments_are_no_things(run_with_pool: RunWithPool) -> None:
    data = "<https://w3id.org/azru-kg/id/quote/a-b#text> a oa:Selector . quote:a-bc a oa:Quote ."

    async def find(pool: Pool) -> list[list[str]]:
        neighbours = Neighbours(pool, Holdings(pool))
        first = await neighbours.find_things(visit(pool), "quote", "a-b")
        await pool.close()
        return [first, await neighbours.find_things(visit(pool), "quote", "a-b")]

    first, second = run_with_pool(data, find)
    assert first == second == [f"{IDENTITY}quote/a-bc"]


def test_an_engine_that_is_too_busy_is_left_alone_for_a_while(run_with_pool: RunWithPool) -> None:
    asked = []

    async def find(pool: Pool) -> list[list[str]]:
        class Busy:
            def answer(
                self,
                request: protocol.Request,
                *,
                seconds: float | None = None,
                meter: protocol.Meter = protocol.FREE,
            ) -> Context:
                asked.append(request.query)
                if len(asked) == 1:
                    raise DeadlinePassed("It takes too long")
                return pool.answer(request, seconds=seconds)

        neighbours = Neighbours(Busy(), Holdings(pool))
        return [await neighbours.find_things(visit(pool), "country", "az") for _ in range(3)]

    assert run_with_pool("country:AZ a azru:Country .", find) == [[], [], []]
    assert len(asked) == 1


def test_of_kinds_that_are_listed_already_nothing_is_asked(run_with_pool: RunWithPool) -> None:
    async def find(pool: Pool) -> list[str]:
        holdings = Holdings(pool)
        await holdings.kinds()
        neighbours = Neighbours(pool, holdings)
        await pool.close()
        return await neighbours.find_things(visit(pool), "country", "azz")

    assert run_with_pool("country:AZ a azru:Country .", find) == [f"{IDENTITY}country/AZ"]
