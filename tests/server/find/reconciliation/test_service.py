"""The service over HTTP, as OpenRefine uses it, held against the API in words of our own."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import httpx
import jsonschema
import pytest
from tests.server.conftest import await_server
from tests.server.monitoring.test_metrics import RUNAWAY
from tests.support.process import Process

from azru_kg.rdf.prefixes import IDENTITY
from azru_kg.server.find.reconciliation.batches import BATCH, MOST
from azru_kg.server.find.reconciliation.matching import TYPES
from azru_kg.server.find.reconciliation.preview import POLICY
from azru_kg.server.find.reconciliation.told_models import NAMES

TEXT = {"type": "string"}
TYPE = {"type": "object", "required": ["id", "name"], "properties": {"id": TEXT, "name": TEXT}}
SUGGESTED = {
    "type": "object",
    "required": ["result"],
    "properties": {"result": {"type": "array", "items": TYPE}},
}
TEMPLATE = {"type": "string", "pattern": r"\{\{id\}\}"}
PLACE = {"type": "object", "properties": {"service_url": TEXT, "service_path": TEXT}}
MANIFEST = {
    "type": "object",
    "required": ["versions", "name", "identifierSpace", "schemaSpace"],
    "properties": {
        "versions": {"type": "array", "items": TEXT, "contains": {"const": "0.2"}},
        "name": TEXT,
        "identifierSpace": TEXT,
        "schemaSpace": TEXT,
        "documentation": TEXT,
        "serviceVersion": TEXT,
        "batchSize": {"type": "integer"},
        "defaultTypes": {"type": "array", "items": TYPE, "uniqueItems": True},
        "view": {"type": "object", "required": ["url"], "properties": {"url": TEMPLATE}},
        "preview": {
            "type": "object",
            "required": ["url", "width", "height"],
            "properties": {
                "url": TEMPLATE,
                "width": {"type": "integer"},
                "height": {"type": "integer"},
            },
        },
        "suggest": {
            "type": "object",
            "properties": {"entity": PLACE, "type": PLACE, "property": PLACE},
        },
    },
}
FEATURE = {
    "type": "object",
    "properties": {"id": TEXT, "value": {"type": ["number", "boolean"]}},
}
CANDIDATE = {
    "type": "object",
    "required": ["id", "name", "score"],
    "properties": {
        "id": TEXT,
        "name": TEXT,
        "description": TEXT,
        "score": {"type": "number", "minimum": 0, "maximum": 100},
        "match": {"type": "boolean"},
        "type": {"type": "array", "items": TYPE},
        "features": {"type": "array", "items": FEATURE},
    },
}
RESULTS = {
    "type": "object",
    "additionalProperties": {
        "type": "object",
        "required": ["result"],
        "properties": {"result": {"type": "array", "items": CANDIDATE}},
    },
}


def ask(client: httpx.Client, queries: Any) -> Any:
    text = queries if isinstance(queries, str) else json.dumps(queries)
    response = client.post("/reconcile", data={"queries": text})
    assert response.status_code == 200, response.text
    answer = response.json()
    jsonschema.validate(answer, RESULTS)
    return answer


def refuse(client: httpx.Client, queries: Any) -> httpx.Response:
    text = queries if isinstance(queries, str) else json.dumps(queries)
    return client.post("/reconcile", data={"queries": text})


def test_the_manifest_says_what_there_is(own_client: httpx.Client) -> None:
    response = own_client.get("/reconcile")
    assert response.headers["access-control-allow-origin"] == "*"
    manifest = response.json()
    jsonschema.validate(manifest, MANIFEST)
    assert manifest["identifierSpace"] == IDENTITY
    assert manifest["batchSize"] == BATCH
    assert {each["id"] for each in manifest["defaultTypes"]} <= {*TYPES}
    assert {*NAMES} == {*TYPES}


def test_what_the_manifest_names_is_there(own_client: httpx.Client) -> None:
    manifest = own_client.get("/reconcile").json()
    person = "person%2Fmehriban-aliyeva"
    view = own_client.get(manifest["view"]["url"].replace("{{id}}", person), follow_redirects=True)
    assert view.status_code == 200
    preview = own_client.get(manifest["preview"]["url"].replace("{{id}}", person))
    assert "Mehriban Aliyeva" in preview.text
    for place in manifest["suggest"].values():
        address = f"{place['service_url']}{place['service_path']}"
        response = own_client.get(address, params={"prefix": ""})
        assert response.status_code == 200
        jsonschema.validate(response.json(), SUGGESTED)
    assert own_client.get(manifest["documentation"], follow_redirects=True).status_code == 200


@pytest.mark.parametrize("query", ["Mehriban Aliyeva", "Əliyeva Mehriban", "Мехрибан Алиева"])
def test_a_batch_is_answered_by_get_and_post(own_client: httpx.Client, query: str) -> None:
    queries = {"q0": {"query": query, "type": "person", "limit": 3}, "q1": {"query": "Nobody"}}
    answer = ask(own_client, queries)
    assert [*answer] == ["q0", "q1"]
    (first, *_) = answer["q0"]["result"]
    assert first["id"] == "person/mehriban-aliyeva"
    assert first["match"] is True
    assert first["type"] == [{"id": "person", "name": "Person"}]
    assert answer["q1"] == {"result": []}
    got = own_client.get("/reconcile", params={"queries": json.dumps(queries)})
    assert got.json() == answer


def test_properties_tell_candidates_apart(own_client: httpx.Client) -> None:
    def rate(value: Any) -> tuple[float, bool]:
        given = [{"pid": "azru:country", "v": value}]
        query = {"query": "Shahin Mustafayev", "type": "person", "properties": given}
        (first, *_) = ask(own_client, {"q": query})["q"]["result"]
        return first["score"], first["match"]

    assert rate("Azerbaijan") == rate("AZ") == rate({"id": "country/AZ"}) == (100.0, True)
    assert rate(["Россия", "Азербайджан"]) == (100.0, True)
    score, match = rate("Russia")
    assert score < 80
    assert match is False


def test_properties_alone_are_enough(own_client: httpx.Client) -> None:
    query = {"type": "person", "properties": [{"pid": "azru:country", "v": {"id": "country/RU"}}]}
    answer = ask(own_client, {"q": query})["q"]["result"]
    assert [each["name"] for each in answer] == ["Alexei Overchuk"]
    assert answer[0]["match"] is False


def test_an_identifier_is_its_thing(own_client: httpx.Client) -> None:
    for name in ("country/AZ", "country:AZ", f"{IDENTITY}country/AZ"):
        (first,) = ask(own_client, {"q": {"query": name}})["q"]["result"]
        assert (first["id"], first["score"], first["match"]) == ("country/AZ", 100.0, True)


def test_a_limit_is_heeded_up_to_a_bound(own_client: httpx.Client) -> None:
    for limit, most in ((1, 1), (10**6, MOST)):
        answer = ask(own_client, {"q": {"query": "Azerbaijan", "limit": limit}})
        assert 0 < len(answer["q"]["result"]) <= most


@pytest.mark.parametrize(
    ("queries", "told"),
    [
        ("{", "no JSON"),
        ("[" * 10_000, "no JSON"),
        ("[]", "dictionary"),
        ("null", "dictionary"),
        ({"q": []}, "q"),
        ({"q": {}}, "neither"),
        ({"q": {"query": ""}}, "neither"),
        ({"q": {"query": "x", "limit": 0}}, "limit"),
        ({"q": {"query": "x", "limit": "many"}}, "limit"),
        ({"q": {"query": "x", "kind": "person"}}, "kind"),
        ({"q": {"query": "x", "type": "persn"}}, "person?"),
        ({"q": {"query": "x", "type": {"id": "person"}}}, "type"),
        ({"q": {"query": "x", "type_strict": "maybe"}}, "type_strict"),
        ({"q": {"query": "x", "properties": [{"pid": "azru:contry", "v": 1}]}}, "azru:country?"),
        ({"q": {"query": "x", "properties": [{"v": 1}]}}, "pid"),
        ({"q": {"query": "x", "properties": [{"pid": "azru:country", "v": [1] * 21}]}}, "v"),
        ({"q": {"query": "x", "properties": [{"pid": "azru:country", "v": 1}] * 11}}, "properties"),
    ],
)
def test_what_is_no_batch_is_explained(own_client: httpx.Client, queries: Any, told: str) -> None:
    response = refuse(own_client, queries)
    assert response.status_code == 400
    assert told in response.json()["detail"]


def test_batches_and_forms_are_bounded(own_client: httpx.Client) -> None:
    many = {f"q{n}": {"query": "x"} for n in range(BATCH + 1)}
    response = refuse(own_client, many)
    assert response.status_code == 413
    assert str(BATCH) in response.json()["detail"]
    long = own_client.post("/reconcile", data={"queries": "x" * 200_000})
    assert long.status_code == 413


@pytest.mark.parametrize(
    ("fields", "status"), [({}, 400), ({"queries": ""}, 400), ({"query": "x"}, 400)]
)
def test_a_form_without_queries_is_explained(
    own_client: httpx.Client, fields: dict[str, str], status: int
) -> None:
    assert own_client.post("/reconcile", data=fields).status_code in (status, 415)


def test_other_bodies_and_parameters_are_refused(own_client: httpx.Client) -> None:
    assert own_client.post("/reconcile", json={"q": {"query": "x"}}).status_code == 415
    assert own_client.get("/reconcile", params={"query": "x"}).status_code == 400
    assert own_client.put("/reconcile").status_code == 405


@pytest.mark.parametrize(
    "query",
    ["\x00", "x" * 5000, "<script>alert(1)</script>", "'; DROP", "\udcff", "😀", "} UNION {"],
)
def test_odd_names_have_no_match_and_do_no_harm(own_client: httpx.Client, query: str) -> None:
    text = json.dumps({"q": {"query": f"{query} zzzz"}})
    response = own_client.post("/reconcile", data={"queries": text})
    assert response.status_code in (200, 400)
    if response.status_code == 200:
        assert not any(each["match"] for each in response.json()["q"]["result"])


@pytest.mark.parametrize(
    ("prefix", "first"),
    [("Ali", ""), ("Алиева", "person/mehriban-aliyeva"), ("country/AZ", "country/AZ")],
)
def test_entities_are_suggested(own_client: httpx.Client, prefix: str, first: str) -> None:
    response = own_client.get("/reconcile/suggest/entity", params={"prefix": prefix})
    result = response.json()["result"]
    jsonschema.validate(response.json(), SUGGESTED)
    assert result
    assert first in ("", result[0]["id"])
    assert result[0]["notable"][0]["id"] in TYPES
    rest = own_client.get("/reconcile/suggest/entity", params={"prefix": prefix, "cursor": 1})
    assert rest.json()["result"] == result[1:]


def test_types_and_properties_are_suggested(own_client: httpx.Client) -> None:
    types = own_client.get("/reconcile/suggest/type", params={"prefix": "Per"}).json()["result"]
    assert types == [{"id": "person", "name": "Person"}]
    found = own_client.get("/reconcile/suggest/property", params={"prefix": "azru:cou"})
    assert "azru:country" in [each["id"] for each in found.json()["result"]]


@pytest.mark.parametrize("path", ["entity", "type", "property"])
def test_a_prefix_that_is_too_long_is_refused(own_client: httpx.Client, path: str) -> None:
    asked = {"prefix": "x" * 201}
    assert own_client.get(f"/reconcile/suggest/{path}", params=asked).status_code == 400


def test_a_preview_may_be_framed_and_runs_nothing(own_client: httpx.Client) -> None:
    response = own_client.get("/reconcile/preview", params={"id": "person/mehriban-aliyeva"})
    assert response.headers["content-security-policy"] == POLICY
    assert "<script" not in response.text
    assert "Мехрибан Алиева" in response.text
    assert 'target="_blank" rel="noopener"' in response.text


@pytest.mark.parametrize("name", ["", "person/nobody", "x> <y", "../etc", "claim/x" * 40])
def test_a_preview_of_nothing_is_none(own_client: httpx.Client, name: str) -> None:
    response = own_client.get("/reconcile/preview", params={"id": name})
    assert response.status_code in (400, 404)


def test_texts_of_the_data_are_escaped_in_a_preview(client: httpx.Client) -> None:
    response = client.get("/reconcile/preview", params={"id": "claim/evil"})
    assert response.status_code == 200
    assert "<script>alert" not in response.text
    assert "&lt;script&gt;" in response.text


@pytest.mark.long
def test_who_matches_names_pays_for_it(launch: Callable[..., Process]) -> None:
    address = await_server(launch(budget=0.1)).url
    asked = {"queries": json.dumps({"q": {"query": "Azerbaijan"}})}
    with httpx.Client(base_url=address, timeout=20, trust_env=False) as client:
        assert client.post("/reconcile", data=asked).status_code == 200
        assert client.get("/sparql", params={"query": RUNAWAY}).status_code == 503
        assert client.post("/reconcile", data=asked).status_code == 429
