"""The OpenAPI document: each address is there, in each media type, with each problem named."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

import httpx
import pytest
from fastapi.routing import APIRoute
from jsonschema import Draft202012Validator
from tests.support.sampling import sample_daily

from azru_kg.engine.workers.pool import Pool
from azru_kg.graph import stored_queries
from azru_kg.graph.dataset import Dataset
from azru_kg.graph.layout import built_in
from azru_kg.rdf import formats
from azru_kg.rdf.formats import DOCUMENTS
from azru_kg.server.app import create_app
from azru_kg.server.documents import watching
from azru_kg.server.documents.openapi import describe_api
from azru_kg.server.lists import routes
from azru_kg.server.lists.cite.citing import FILES

NOTHING = Dataset((), "unversioned")
STORED = stored_queries.load(built_in().queries)
ROUTES = [*create_app(Pool(NOTHING), NOTHING, queries=STORED).routes, *watching.make_routes()]
API = describe_api(ROUTES, "http://127.0.0.1")
GRAPHS = {format_.media_type for format_ in formats.GRAPHS}
SUFFIXES = {format_.media_type: format_.extension for format_ in (*DOCUMENTS, *routes.FORMATS)}
SUFFIXES |= {offer.format.media_type: suffix for suffix, offer in FILES.items()}
SELECT = "SELECT ?country { ?country a azru:Country }"
DESCRIBE = "DESCRIBE country:AZ"
UNTAGGED = ("/health", "/ready", "/metrics")


@dataclass(frozen=True)
class Row:
    """An address with what the document says of GET there."""

    path: str
    told: dict[str, Any]

    @property
    def media_types(self) -> list[str]:
        return list(self.told["responses"].get("200", {}).get("content", {}))

    @property
    def redirect(self) -> int | None:
        """The status with which it leads elsewhere, where it always does or for browsers."""
        statuses = (int(status) for status in self.told["responses"])
        where = self.told["responses"]
        return next((s for s in statuses if 300 < s < 304 and "headers" in where[str(s)]), None)

    def locate(self, media_type: str = "text/turtle") -> str:
        """Return the address, filled with the examples that the document gives."""
        examples = {
            taken["name"]: taken["schema"]["examples"][0]
            for taken in self.told.get("parameters", [])
            if "examples" in taken["schema"]
        }
        examples["suffix"] = SUFFIXES.get(media_type, "ttl")
        if self.path == "/sparql":
            return f"/sparql?query={quote(DESCRIBE if media_type in GRAPHS else SELECT)}"
        asked = {
            taken["name"]: examples[taken["name"]]
            for taken in self.told.get("parameters", [])
            if taken["in"] == "query" and taken.get("required")
        }
        return self.path.format(**examples) + (f"?{urlencode(asked)}" if asked else "")


ROWS = [Row(path, operations["get"]) for path, operations in API["paths"].items()]
NAMED = ("/dump/{name}", "/tables/{name}")
"""Where the format is that of the file that is named."""
PLAIN = [row for row in ROWS if row.media_types and row.path not in NAMED]


def name(part: object) -> str:
    return part.path if isinstance(part, Row) else str(part)


def test_the_document_is_openapi_of_the_routes_that_are_there(own_client: httpx.Client) -> None:
    response = own_client.get("/openapi.json")
    assert response.headers["content-type"] == "application/json"
    document = response.json()
    assert document["openapi"] == "3.1.0"
    assert document["servers"] == [{"url": str(own_client.base_url).rstrip("/")}]
    assert document == API | {"servers": document["servers"]}
    listed = {
        route.path_format
        for route in ROUTES
        if isinstance(route, APIRoute) and route.include_in_schema
    }
    assert set(document["paths"]) == {*listed, "/sparql", "/graphs"}


def test_every_operation_has_a_name_of_its_own() -> None:
    names = [
        operation["operationId"]
        for operations in API["paths"].values()
        for operation in operations.values()
    ]
    assert len(names) == len(set(names)) == len(ROWS) + 1


def test_no_answer_is_promised_that_fastapi_would_give() -> None:
    assert not [row.path for row in ROWS if "422" in row.told["responses"]]
    assert not [schema for schema in API["components"]["schemas"] if "Validation" in schema]


@pytest.mark.parametrize(
    ("row", "media_type"),
    sample_daily([(row, media_type) for row in PLAIN for media_type in row.media_types], 24),
    ids=name,
)
def test_an_address_answers_in_each_media_type_that_it_names(
    own_client: httpx.Client, row: Row, media_type: str
) -> None:
    response = own_client.get(row.locate(media_type), headers={"Accept": media_type})
    assert response.status_code == 200
    assert response.headers["content-type"].partition(";")[0] == media_type
    # The page of an answer says how long it took.
    untagged = row.path in UNTAGGED or (
        row.path in ("/sparql", "/graphs") and media_type == "text/html"
    )
    assert ("etag" in response.headers) != untagged
    assert ("304" in row.told["responses"]) == (row.path not in UNTAGGED)


def test_the_endpoint_takes_each_body_that_it_names(own_client: httpx.Client) -> None:
    posted = API["paths"]["/sparql"]["post"]
    for content_type in posted["requestBody"]["content"]:
        body = f"query={quote(SELECT)}" if "form" in content_type else SELECT
        for media_type in set(posted["responses"]["200"]["content"]) - GRAPHS:
            headers = {"Content-Type": content_type, "Accept": media_type}
            response = own_client.post("/sparql", content=body, headers=headers)
            assert response.status_code == 200
            assert response.headers["content-type"].partition(";")[0] == media_type


@pytest.mark.parametrize("row", sample_daily(ROWS, 12), ids=name)
def test_every_format_that_an_address_names_is_known_there(
    own_client: httpx.Client, row: Row
) -> None:
    names = [
        name
        for taken in row.told.get("parameters", [])
        if taken["name"] == "format"
        for name in taken["schema"]["enum"]
    ]
    for format_name in names:
        graph = formats.find(format_name, formats.RESULTS) is None
        url = httpx.URL(row.locate("text/turtle" if graph else "text/csv"))
        answer = own_client.get(url.copy_merge_params({"format": format_name}))
        assert answer.status_code in {200, row.redirect}, format_name


@pytest.mark.long
@pytest.mark.parametrize("row", ROWS, ids=name)
def test_a_redirect_leads_to_what_is_there(own_client: httpx.Client, row: Row) -> None:
    # Browsers are led elsewhere where there is no page, programs where there is nothing else.
    led = row.media_types and "text/html" not in row.media_types
    accept = {"Accept": "text/html" if led else "text/turtle"}
    response = own_client.get(row.locate(), headers=accept)
    if row.redirect is None:
        assert not response.is_redirect
    else:
        assert response.status_code == row.redirect
        there = own_client.get(response.headers["location"], headers=accept)
        assert there.status_code == 200


@pytest.mark.parametrize("row", sample_daily(ROWS, 6), ids=name)
def test_the_examples_are_of_the_schemas(row: Row) -> None:
    for taken in row.told.get("parameters", []):
        for example in taken["schema"].get("examples", []):
            Draft202012Validator(taken["schema"]).validate(example)


@pytest.mark.parametrize("path", ["/problem/", "/problem/gone", "/lint/", "/lint/stray-space"])
def test_json_is_of_the_model_that_the_document_names(own_client: httpx.Client, path: str) -> None:
    told = f"{path.rpartition('/')[0]}/{{name}}" if path[-1] != "/" else path
    row = next(row for row in ROWS if row.path == told)
    schema = row.told["responses"]["200"]["content"]["application/json"]["schema"]
    value = own_client.get(path, headers={"Accept": "application/json"}).json()
    Draft202012Validator(schema | {"components": API["components"]}).validate(value)


def test_problems_are_those_of_the_document(own_client: httpx.Client) -> None:
    schemas = own_client.get("/openapi.json").json()["components"]["schemas"]
    for path, status in (("/void?format=x", 406), ("/dump/x", 404), ("/graphs", 400)):
        response = own_client.get(path)
        assert response.status_code == status
        assert response.headers["content-type"] == "application/problem+json"
        assert set(schemas["ProblemDetails"]["required"]) <= set(response.json())


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/quality?page=x", "The parameter page cannot be 'x'"),
        ("/quality.html?page=99", "There are pages 1 to"),
        ("/quality.html?order=x", "Write order= and one of"),
    ],
)
def test_a_parameter_that_does_not_fit_is_a_problem_with_advice(
    own_client: httpx.Client, path: str, reason: str
) -> None:
    response = own_client.get(path)
    assert response.status_code == 400
    problem = response.json()
    assert problem["type"] == "https://w3id.org/azru-kg/problem/bad-address"
    assert reason in problem["detail"]
