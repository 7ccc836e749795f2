"""Counts of a dataset, taken by the engine."""

from collections.abc import Callable
from pathlib import Path

import pytest

from azru_kg.engine.workers.pool import Pool
from azru_kg.metadata.inventory import Inventory, Share, Totals
from azru_kg.server.ask.inventory import Holdings

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
        classes=(Share("urn:C", 2), Share("urn:D", 1)),
        uses={
            "urn:C": (Share(TYPE, 3), Share("urn:p", 2)),
            "urn:D": (Share(TYPE, 2),),
        },
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
