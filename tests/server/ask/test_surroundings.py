from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from azru_kg.engine.workers.pool import Pool
from azru_kg.rdf.prefixes import IDENTITY, PREFIXES
from azru_kg.server.ask.surroundings import Fate, Surroundings, find_fate, find_surroundings

RunWithPool = Callable[..., Any]
DATA = """
place:new skos:note "new" .
place:old owl:deprecated true ; dcterms:isReplacedBy place:new , place:newer .
place:kept owl:deprecated false .
claim:b schema:about place:new . claim:a schema:location place:new .
event:e schema:location place:new . event:d schema:location place:new ; schema:about place:new .
"""
NEW, NEWER = (f"{IDENTITY}place/{name}" for name in ("new", "newer"))


@pytest.mark.parametrize(
    ("name", "fate"),
    [
        ("new", Fate(known=True)),
        ("kept", Fate(known=True)),
        ("old", Fate(known=True, retired=True, replacements=(NEW, NEWER))),
        ("none", Fate(known=False)),
    ],
)
def test_the_fate_of_a_thing_is_the_same_alone_and_with_its_surroundings(
    run_with_pool: RunWithPool, name: str, fate: Fate
) -> None:
    async def find(pool: Pool) -> tuple[Fate, Fate]:
        iri = f"{IDENTITY}place/{name}"
        return await find_fate(pool, iri), (await find_surroundings(pool, iri)).fate

    assert run_with_pool(DATA, find) == (fate, fate)


def test_claims_and_references_are_in_order(run_with_pool: RunWithPool) -> None:
    async def find(pool: Pool) -> Surroundings:
        return await find_surroundings(pool, NEW)

    about, location = (f"{PREFIXES['schema']}{name}" for name in ("about", "location"))
    found = run_with_pool(DATA, find)
    assert found.claims == (f"{IDENTITY}claim/a", f"{IDENTITY}claim/b")
    assert found.number == 2
    assert found.references == (
        (f"{IDENTITY}place/old", f"{PREFIXES['dcterms']}isReplacedBy"),
        (f"{IDENTITY}event/d", about),
        (f"{IDENTITY}event/d", location),
        (f"{IDENTITY}event/e", location),
    )
