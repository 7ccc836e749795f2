"""How answers and things are cited: as the site does, with the same digests."""

from __future__ import annotations

import httpx
import pytest

import azru_kg
from azru_kg.rdf.prefixes import BASE


@pytest.mark.parametrize("values", [{}, {"year": "2018"}])
def test_an_answer_is_cited_as_the_site_does(
    kg: azru_kg.KnowledgeGraph, address: str, values: dict[str, str]
) -> None:
    reference = kg.cite(kg.query("figures-of-trade", **values))
    asked = f"{address}query/figures-of-trade"
    response = httpx.get(f"{asked}.bib", params=values, trust_env=False)
    assert response.headers["X-Query-Digest"] == reference.query
    assert response.headers["X-Result-Digest"] == reference.result
    assert response.text == reference.bibtex
    ris = httpx.get(f"{asked}.ris", params=values, trust_env=False)
    assert ris.text == reference.ris
    csl = httpx.get(f"{asked}.csl.json", params=values, trust_env=False)
    assert csl.json() == reference.csl


def test_values_of_the_query_itself_are_cited_as_such(kg: azru_kg.KnowledgeGraph) -> None:
    usual = kg.cite(kg.query("figures-of-trade"))
    assert usual.text == kg.cite(kg.query("figures-of-trade", indicator="trade")).text
    assert f"{BASE}release/{kg.version}/query/figures-of-trade/citation" in usual.text
    assert "indicator: trade, year: any" in usual.text


def test_what_no_address_says_is_cited_by_its_digest(kg: azru_kg.KnowledgeGraph) -> None:
    several = kg.cite(kg.query("figures-of-trade", year=[2018, 2023]))
    assert f"{BASE}dataset" in several.text
    assert several.query in several.text
    assert several.result in several.text
    assert "year: 2018 2023" in several.text


def test_the_order_of_rows_makes_no_other_result(kg: azru_kg.KnowledgeGraph) -> None:
    query = "SELECT ?c ?name { ?c a azru:Country ; skos:prefLabel ?name } ORDER BY {}(?name)"
    up, down = (kg.cite(kg.query(query.replace("{}", order))) for order in ("ASC", "DESC"))
    assert up.result == down.result
    assert up.query != down.query


def test_a_claim_is_cited_with_who_makes_it_where(kg: azru_kg.KnowledgeGraph) -> None:
    reference = kg.cite("claim:turnover-2018")
    assert "Said by Mehriban Aliyeva, 25 November 2019" in reference.text
    assert kg.version in reference.text
    assert [document.iri for document in reference.documents] == [
        azru_kg.iri("source:caspianenergy-2019-11-25-mehriban-aliyeva")
    ]
    assert reference.csl[0]["type"] == "dataset"
    assert repr(reference) == str(reference) == reference.text


def test_a_document_is_cited_as_itself_and_other_things_by_their_names(
    kg: azru_kg.KnowledgeGraph,
) -> None:
    document = kg.cite("source:newsaz-2024-01-22-roadmap")
    assert len(document.documents) == 1
    assert "22 January 2024" in document.text
    country = kg.cite("country:AZ")
    assert country.documents == ()
    assert "“Azerbaijan”." in country.text


def test_the_same_is_cited_here_and_by_a_server(
    kg: azru_kg.KnowledgeGraph, served: azru_kg.KnowledgeGraph
) -> None:
    one, other = (each.cite(each.query("who-met-whom")) for each in (kg, served))
    assert (one.text, one.result, one.ris) == (other.text, other.result, other.ris)
