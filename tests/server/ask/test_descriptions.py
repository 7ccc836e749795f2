"""What is gathered about a thing, and how often the engine is asked for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from azru_kg.engine.workers.pool import Pool
from azru_kg.rdf.prefixes import IDENTITY
from azru_kg.server.ask.descriptions import Description, describe_thing
from azru_kg.server.ask.surroundings import CLAIMS

RunWithPool = Callable[..., Any]
DATA = """
country:AZ a azru:Country ; skos:prefLabel "Azerbaijan"@en .
azru:Country rdfs:label "country"@en . azru:indicator rdfs:label "indicator"@en .
claim:one a azru:Figure ; azru:partner country:AZ ; azru:indicator indicator:trade ;
  prov:wasDerivedFrom quote:one , source:paper .
indicator:trade skos:prefLabel "trade"@en , "ticarət"@az ; skos:note "not told" .
quote:one oa:hasSelector <https://w3id.org/azru-kg/id/quote/one#text> ; oa:hasSource source:book .
<https://w3id.org/azru-kg/id/quote/one#text> oa:exact "the words" .
source:book schema:headline "A book"@en ; schema:mentions country:AZ , place:other .
source:paper schema:headline "A paper"@en ; schema:mentions place:other .
quote:two schema:mentions country:AZ ; oa:hasSource source:letter .
source:letter schema:headline "A letter"@en .
place:other skos:prefLabel "Elsewhere"@en .
"""


async def describe_country(pool: Pool) -> tuple[Description, int]:
    description = await describe_thing(pool, f"{IDENTITY}country/AZ")
    return description, pool.count_outcomes()["answered"]


def test_the_engine_is_asked_twice(run_with_pool: RunWithPool) -> None:
    _, asked = run_with_pool(DATA, describe_country)
    assert asked == 2


def test_claims_quotes_sources_and_names_are_told(run_with_pool: RunWithPool) -> None:
    description, _ = run_with_pool(DATA, describe_country)
    told = {getattr(triple.object, "value", "") for triple in description.triples}
    assert {"Azerbaijan", "country", "indicator", "ticarət", "the words"} <= told
    assert {"A book", "A paper", "A letter"} <= told


def test_what_sources_mention_is_not_told_but_that_they_mention_the_thing(
    run_with_pool: RunWithPool,
) -> None:
    description, _ = run_with_pool(DATA, describe_country)
    mentions = [str(triple) for triple in description.triples if "mentions" in str(triple)]
    assert len(mentions) == 2
    assert all("country/AZ" in triple for triple in mentions)
    assert not [t for t in description.triples if "not told" in str(t) or "Elsewhere" in str(t)]


def test_claims_that_are_left_out_are_counted_with_the_same_two_queries(
    run_with_pool: RunWithPool,
) -> None:
    data = "".join(f"claim:c{n} azru:partner country:AZ .\n" for n in range(CLAIMS + 5))
    description, asked = run_with_pool(data + "country:AZ a azru:Country .", describe_country)
    assert (len(description.claims), description.more_claims, asked) == (CLAIMS, 5, 2)
    assert not description.whole
