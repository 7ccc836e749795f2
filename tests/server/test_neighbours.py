from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from azru_kg.engine.pool import Pool
from azru_kg.namespaces import IDENTITY
from azru_kg.server.neighbours import Neighbours, pick_similar

RunWithPool = Callable[..., Any]


@pytest.mark.parametrize(
    ("slug", "slugs", "expected"),
    [
        ("az", ["AZ", "RU"], ["AZ"]),
        ("samur", ["oil", "samur-bridge"], ["samur-bridge"]),
        ("mehriban-alieva", ["mehriban-aliyeva", "alexei-overchuk"], ["mehriban-aliyeva"]),
        ("xyz", ["oil", "gas"], []),
        ("anything", [], []),
    ],
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
    data = '<https://w3id.org/azru-kg/id/quote/a-b#text> rdf:value "x" . quote:a-bc rdf:value "y" .'

    async def find(pool: Pool) -> list[list[str]]:
        neighbours = Neighbours(pool)
        first = await neighbours.find_things("quote", "a-b")
        await pool.close()
        return [first, await neighbours.find_things("quote", "a-b")]

    first, second = run_with_pool(data, find)
    assert first == second == [f"{IDENTITY}quote/a-bc"]
