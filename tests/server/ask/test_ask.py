from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pyoxigraph as ox
import pytest

from azru_kg.engine.workers.pool import Pool
from azru_kg.errors import LimitReached
from azru_kg.server.ask.ask import construct, construct_all, name_all, write_iris

RunWithPool = Callable[..., Any]
LONG = "x" * 3_000_000


def write_query(iris: Sequence[str]) -> str:
    return f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ VALUES ?s {{ {write_iris(iris)} }} ?s ?p ?o }}"


def test_very_many_things_are_described_in_several_queries(run_with_pool: RunWithPool) -> None:
    iris = [f"urn:thing:{number}:{'long-' * 20}" for number in range(1500)]
    data = "".join(f"<{iri}> <urn:p> <urn:o> ; <urn:q> 1 .\n" for iri in iris)

    async def describe(pool: Pool) -> tuple[set[ox.Triple], set[ox.Triple]]:
        return await construct_all(pool, iris, write_query), await name_all(pool, iris, ["urn:q"])

    everything, names = run_with_pool(data, describe)
    assert (len(everything), len(names)) == (3000, 1500)


@pytest.mark.long
def test_long_descriptions_are_asked_for_one_by_one(run_with_pool: RunWithPool) -> None:
    iris = [f"urn:thing:{number}" for number in range(3)]
    data = "".join(f'<{iri}> <urn:p> "{LONG}" .\n' for iri in iris)
    assert len(run_with_pool(data, lambda pool: construct_all(pool, iris, write_query))) == 3


def test_about_nothing_nothing_is_asked(run_with_pool: RunWithPool) -> None:
    async def describe(pool: Pool) -> tuple[set[ox.Triple], dict[str, int]]:
        return await construct_all(pool, [], write_query), pool.count_outcomes()

    assert run_with_pool("", describe) == (set(), {})


@pytest.mark.long
def test_what_is_too_long_for_a_document_is_an_error_and_never_a_part(
    run_with_pool: RunWithPool,
) -> None:
    data = f'<urn:a> <urn:p> "{LONG}1" , "{LONG}2" .'
    with pytest.raises(LimitReached, match="too long for a document"):
        run_with_pool(data, lambda pool: construct_all(pool, ["urn:a"], write_query))
    query = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
    assert run_with_pool(data, lambda pool: construct(pool, query)) is None
