from __future__ import annotations

from typing import Any

import httpx
import pytest

Told = dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def told(client: httpx.Client) -> dict[str, Told]:
    answer = client.get("/sparql/terms.json").json()
    return {
        group: {term["name"]: term for term in answer[group]}
        for group in ("classes", "properties", "codes")
    }


def test_classes_and_properties_are_those_that_the_data_hold(told: dict[str, Told]) -> None:
    assert {"azru:Country", "azru:Figure"} <= set(told["classes"])
    assert {"rdf:type", "skos:prefLabel", "<urn:number>"} <= set(told["properties"])
    assert "foaf:Person" not in told["classes"]


def test_codes_are_told_and_other_things_are_not(told: dict[str, Told]) -> None:
    assert set(told["codes"]) == {"country:AZ", "country:RU"}


def test_a_term_has_its_names_in_all_languages_and_how_often_it_is_used(
    told: dict[str, Told],
) -> None:
    labels = {"az": "Azərbaycan", "en": "Azerbaijan", "ru": "Азербайджан"}
    assert told["codes"]["country:AZ"]["labels"] == labels
    assert told["classes"]["azru:Figure"]["labels"] == {"en": "reported figure"}
    assert told["classes"]["azru:Country"]["uses"] == 2
    assert told["properties"]["<urn:number>"]["uses"] == 600


def test_terms_most_used_come_first_and_all_prefixes_are_there(client: httpx.Client) -> None:
    answer = client.get("/sparql/terms.json").json()
    uses = [term["uses"] for term in answer["properties"]]
    assert uses == sorted(uses, reverse=True)
    assert answer["prefixes"]["azru"] == "https://w3id.org/azru-kg/ontology#"


def test_who_has_the_terms_does_not_get_them_again(client: httpx.Client) -> None:
    had = client.get("/sparql/terms.json")
    again = client.get("/sparql/terms.json", headers={"If-None-Match": had.headers["etag"]})
    assert again.status_code == 304
