from collections.abc import Callable

from azru_kg.engine.workers.pool import Pool
from azru_kg.server.ask.inventory import Holdings

DATA = """
azru:Tenure rdfs:subClassOf azru:Claim . azru:Figure rdfs:subClassOf azru:Claim .
claim:one a azru:Figure . claim:two a azru:Figure , azru:Tenure . claim:three a azru:Claim .
person:one a foaf:Person .
"""
Run = Callable[..., object]


def test_things_are_counted_once_with_those_of_narrower_classes(run_with_pool: Run) -> None:
    async def count(pool: Pool) -> object:
        return [(count.label, count.number) for count in (await Holdings(pool).counts()).counts]

    assert run_with_pool(DATA, count) == [
        ("claims", 3),
        ("figures", 2),
        ("people", 1),
        ("triples", 7),
    ]


def test_foreign_data_are_counted_by_what_they_have(run_with_pool: Run) -> None:
    async def count(pool: Pool) -> object:
        return [(count.label, count.number) for count in (await Holdings(pool).counts()).counts]

    assert run_with_pool("<urn:a> <urn:b> <urn:c> .", count) == [("triples", 1)]


def test_the_dataset_is_counted_once(run_with_pool: Run) -> None:
    async def count(pool: Pool) -> object:
        holdings = Holdings(pool)
        await holdings.counts()
        asked = pool.count_outcomes()
        await holdings.counts()
        return pool.count_outcomes() == asked

    assert run_with_pool(DATA, count) is True
