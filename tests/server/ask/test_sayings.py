"""What each source has of a claim is kept apart, as in its graph."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from azru_kg.engine.protocol import Engine
from azru_kg.rdf.prefixes import PREFIXES, expand
from azru_kg.server.ask.answers import LONGEST
from azru_kg.server.ask.sayings import Sayings, find_sayings

HEAD = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
TRIG = f"""
graph:a {{
  claim:one a azru:Figure ; azru:asOf "2020-01-01"^^xsd:date ; sdmx-measure:obsValue 5.0 ;
    prov:wasAttributedTo person:x ; rdfs:comment "short"@en , "{"x" * (LONGEST + 1)}"@en .
  claim:doubt a azru:Emendation ; schema:about claim:one ; azru:proposedForm "5 thousand" .
}}
graph:b {{ claim:one azru:asOf "2021-01-01"^^xsd:date . claim:other azru:voice code:direct . }}
"""
Run = Callable[..., Any]


@pytest.fixture
def find(run_with_pool: Run, tmp_path: Path) -> Callable[..., Sayings]:
    (tmp_path / "graphs.trig").write_text(HEAD + TRIG, encoding="utf-8")

    def find_in(*names: str) -> Sayings:
        async def ask(engine: Engine) -> Sayings:
            return await find_sayings(engine, [expand(name) for name in names])

        data = "claim:lone azru:voice code:direct ."
        sayings = run_with_pool(data, ask)
        assert isinstance(sayings, Sayings)
        return sayings

    return find_in


def list_values(sayings: Sayings, name: str) -> list[set[str]]:
    return [
        {getattr(triple.object, "value", "") for triple in triples}
        for triples in sayings.by_claim[expand(name)]
    ]


def test_what_each_source_says_stands_together(find: Callable[..., Sayings]) -> None:
    sayings = find("claim:one", "claim:other", "claim:none")
    assert list_values(sayings, "claim:one") == [
        {"2020-01-01", expand("person:x"), "short"},
        {"2021-01-01"},
    ]
    assert list_values(sayings, "claim:other") == [{expand("code:direct")}]
    assert expand("claim:none") not in sayings.by_claim


def test_doubts_are_found_by_what_is_doubted(find: Callable[..., Sayings]) -> None:
    ((claim, triples),) = find("claim:one", "claim:other").doubts.items()
    assert claim == expand("claim:one")
    assert [getattr(triple.object, "value", "") for triple in triples] == ["5 thousand"]


def test_many_claims_are_asked_about_in_parts(find: Callable[..., Sayings]) -> None:
    sayings = find("claim:one", *(f"claim:{'y' * 900}-{n}" for n in range(100)), "claim:other")
    assert set(sayings.by_claim) == {expand("claim:one"), expand("claim:other")}


def test_without_claims_nothing_is_asked(find: Callable[..., Sayings]) -> None:
    assert find() == Sayings()
