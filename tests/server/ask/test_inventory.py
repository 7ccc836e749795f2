"""Counts of a dataset, taken by the engine."""

from collections.abc import Callable
from pathlib import Path

import pytest

from azru_kg.engine.workers.pool import Pool
from azru_kg.metadata.inventory import Inventory, Partitions, Share, Totals
from azru_kg.rdf.prefixes import IDENTITY, PREFIXES
from azru_kg.server.ask.inventory import Holdings
from azru_kg.server.ask.surroundings import Fate

TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


async def take(pool: Pool) -> Inventory:
    holdings = Holdings(pool)
    first = await holdings.inventory()
    assert await holdings.inventory() is first
    return first


def test_everything_is_counted_once(run_with_pool: Callable[..., object]) -> None:
    data = "<urn:a> a <urn:C> ; <urn:p> 1 , 2 . [] a <urn:C> , <urn:D> ."
    assert run_with_pool(data, take) == Inventory(
        totals=Totals(triples=5, subjects=2, objects=4, entities=1),
        partitions=Partitions(
            classes=(Share("urn:C", 2), Share("urn:D", 1)),
            uses={
                "urn:C": (Share(TYPE, 3), Share("urn:p", 2)),
                "urn:D": (Share(TYPE, 2),),
            },
            datatypes={("urn:C", "urn:p"): (Share(f"{PREFIXES['xsd']}integer", 2),)},
        ),
        properties=(
            Share(TYPE, 3),
            Share("urn:p", 2),
        ),
        graphs=(),
        union=False,
    )


@pytest.mark.parametrize(("default", "union"), [("", True), ("<urn:a> <urn:p> <urn:x> .", False)])
def test_the_default_graph_is_the_union_only_where_it_holds_nothing_else(
    run_with_pool: Callable[..., object], tmp_path: Path, default: str, union: bool
) -> None:
    (tmp_path / "graphs.nq").write_text(
        "<urn:a> <urn:p> <urn:b> <urn:g:1> .\n<urn:a> <urn:p> <urn:b> <urn:g:2> .\n"
        "<urn:c> <urn:p> <urn:b> <urn:g:2> .\n"
    )
    inventory = run_with_pool(default, take)
    assert isinstance(inventory, Inventory)
    assert inventory.union is union
    assert inventory.graphs == (Share("urn:g:2", 2), Share("urn:g:1", 1))
    assert inventory.totals.triples == 2 + bool(default)


@pytest.mark.parametrize("most", [0, 10])
def test_things_are_listed_and_found_alike_in_small_and_in_large_datasets(
    run_with_pool: Callable[..., object], most: int
) -> None:
    data = (
        "country:AZ a azru:Country . country:RU a azru:Country . place:x a schema:Place ;"
        " owl:deprecated true . place:y a schema:Place ; owl:deprecated false . place:z <urn:p> 1 ."
    )

    async def ask(pool: Pool) -> list[object]:
        holdings = Holdings(pool, most=most)
        kinds = await holdings.kinds()
        listed = [*await holdings.list_things(pool, "country", limit=1, offset=1)]
        names = ("country/AZ", "place/x", "place/y", "place/z", "place/none")
        fates = [await holdings.find_fate(pool, f"{IDENTITY}{name}") for name in names]
        return [kinds, listed, fates]

    assert run_with_pool(data, ask) == [
        {"country": 2, "place": 2},
        [f"{IDENTITY}country/RU"],
        [Fate(True), Fate(True, retired=True), Fate(True), Fate(True), Fate(False)],
    ]


def test_what_was_listed_and_named_once_is_not_asked_again(
    run_with_pool: Callable[..., object],
) -> None:
    azerbaijan = f"{IDENTITY}country/AZ"

    async def ask(pool: Pool) -> list[object]:
        holdings = Holdings(pool)
        await holdings.kinds()
        await holdings.find_labels(pool, [azerbaijan, "urn:none"])
        await pool.close()
        return [
            [*await holdings.list_things(pool, "country", limit=9, offset=0)],
            (await holdings.find_fate(pool, azerbaijan)).known,
            (await holdings.find_labels(pool, ["urn:none", azerbaijan])).by_iri,
        ]

    data = 'country:AZ a azru:Country ; skos:prefLabel "Azerbaijan"@en .'
    assert run_with_pool(data, ask) == [[azerbaijan], True, {azerbaijan: "Azerbaijan"}]
