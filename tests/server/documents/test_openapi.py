"""The OpenAPI document: each address is there, in each media type, with each problem named."""

from typing import cast
from urllib.parse import quote

import httpx
import pytest

from azru_kg.rdf import formats
from azru_kg.rdf.formats import DOCUMENTS
from azru_kg.server.documents.addresses import ADDRESSES, Address

PLAIN = [row for row in ADDRESSES if row.media_types and not row.partial]
POSTED = [row for row in ADDRESSES if row.body]
SUFFIXES = {format_.media_type: format_.extension for format_ in DOCUMENTS}
GRAPHS = {format_.media_type for format_ in formats.GRAPHS}
SELECT = "SELECT ?country { ?country a azru:Country }"
DESCRIBE = "DESCRIBE country:AZ"


def locate(row: Address, media_type: str = "text/turtle") -> str:
    """Return an address of a row, filled with the examples that the row gives."""
    examples = {str(taken["name"]): taken.get("example") for taken in row.parameters}
    examples["suffix"] = SUFFIXES.get(media_type, "ttl")
    if row.name == "query":
        return f"/sparql?query={quote(DESCRIBE if media_type in GRAPHS else SELECT)}"
    query = f"?graph={quote(str(examples['graph']))}" if row.path == "/graphs" else ""
    return row.path.format(**examples) + query


def test_the_document_is_openapi_of_the_routes_that_are_there(own_client: httpx.Client) -> None:
    response = own_client.get("/openapi.json")
    assert response.headers["content-type"] == "application/json"
    document = response.json()
    assert document["openapi"] == "3.1.0"
    assert document["servers"] == [{"url": str(own_client.base_url).rstrip("/")}]
    assert list(document["paths"]) == [row.path for row in ADDRESSES]
    names = [
        operation["operationId"]
        for path in document["paths"].values()
        for operation in path.values()
    ]
    assert len(names) == len(ADDRESSES) + len(POSTED)
    assert len(set(names)) == len(names)


@pytest.mark.parametrize(
    ("row", "media_type"),
    [(row, media_type) for row in PLAIN for media_type in row.media_types],
    ids=lambda part: getattr(part, "name", part),
)
def test_an_address_answers_in_each_media_type_that_it_names(
    own_client: httpx.Client, row: Address, media_type: str
) -> None:
    response = own_client.get(locate(row, media_type), headers={"Accept": media_type})
    assert response.status_code == 200
    assert response.headers["content-type"].partition(";")[0] == media_type
    assert ("etag" in response.headers) == (row.tagged and media_type not in untagged(row))


def untagged(row: Address) -> tuple[str, ...]:
    """Return the media types that have no tag: the page of an answer says how long it took."""
    return ("text/html",) if row.name in ("query", "readGraph") else ()


@pytest.mark.parametrize("row", POSTED, ids=lambda row: row.name)
def test_an_address_takes_each_body_that_it_names(own_client: httpx.Client, row: Address) -> None:
    for content_type in row.body:
        body = f"query={quote(SELECT)}" if "form" in content_type else SELECT
        for media_type in set(row.media_types) - GRAPHS:
            headers = {"Content-Type": content_type, "Accept": media_type}
            response = own_client.post(row.path, content=body, headers=headers)
            assert response.status_code == 200
            assert response.headers["content-type"].partition(";")[0] == media_type


@pytest.mark.parametrize("row", ADDRESSES, ids=lambda row: row.name)
def test_every_format_that_an_address_names_is_known_there(
    own_client: httpx.Client, row: Address
) -> None:
    document = own_client.get("/openapi.json").json()
    parameters = document["paths"][row.path]["get"]["parameters"]
    names = [
        name
        for parameter in parameters
        if parameter["name"] == "format"
        for name in parameter["schema"]["enum"]
    ]
    known = {200, row.redirect}
    for name in names:
        graph = formats.find(name, formats.RESULTS) is None
        url = httpx.URL(locate(row, "text/turtle" if graph else "text/csv"))
        assert own_client.get(url.copy_merge_params({"format": name})).status_code in known, name


@pytest.mark.parametrize("row", ADDRESSES, ids=lambda row: row.name)
def test_a_redirect_leads_to_what_is_there(own_client: httpx.Client, row: Address) -> None:
    accept = {"Accept": "text/html" if row.media_types else "text/turtle"}
    response = own_client.get(locate(row), headers=accept)
    if row.redirect is None:
        assert not response.is_redirect
    else:
        assert response.status_code == row.redirect
        there = own_client.get(response.headers["location"], headers=accept)
        assert there.status_code == 200


@pytest.mark.parametrize("row", ADDRESSES, ids=lambda row: row.name)
def test_the_examples_are_of_the_schemas(own_client: httpx.Client, row: Address) -> None:
    for taken in row.parameters:
        names = cast("dict[str, list[str]]", taken["schema"]).get("enum")
        assert names is None or "example" not in taken or taken["example"] in names


def test_problems_are_those_of_the_document(own_client: httpx.Client) -> None:
    schemas = own_client.get("/openapi.json").json()["components"]["schemas"]
    for path, status in (("/void?format=x", 406), ("/dump/x", 404), ("/graphs", 400)):
        response = own_client.get(path)
        assert response.status_code == status
        assert response.headers["content-type"] == "application/problem+json"
        assert set(schemas["problem"]["required"]) <= set(response.json())
