"""The OpenAPI document: each address is there, in each media type, with each problem named."""

from urllib.parse import quote

import httpx
import pytest

from azru_kg.layout import ENTITIES_GRAPH
from azru_kg.server.openapi import ADDRESSES, Address

FILLED = {"name": "ontology.ttl", "slug": "agreements"}
PLAIN = [row for row in ADDRESSES if row.media_types and not row.partial]


def locate(row: Address) -> str:
    query = f"?graph={quote(ENTITIES_GRAPH)}" if row.path == "/graphs" else ""
    return row.path.format(**FILLED) + query


def test_the_document_is_openapi_of_the_routes_that_are_there(own_client: httpx.Client) -> None:
    response = own_client.get("/openapi.json")
    assert response.headers["content-type"] == "application/json"
    document = response.json()
    assert document["openapi"] == "3.1.0"
    assert document["servers"] == [{"url": str(own_client.base_url).rstrip("/")}]
    assert list(document["paths"]) == [row.path for row in ADDRESSES]
    names = [path["get"]["operationId"] for path in document["paths"].values()]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize(
    ("row", "media_type"),
    [(row, media_type) for row in PLAIN for media_type in row.media_types],
    ids=lambda part: getattr(part, "name", part),
)
def test_an_address_answers_in_each_media_type_that_it_names(
    own_client: httpx.Client, row: Address, media_type: str
) -> None:
    response = own_client.get(locate(row), headers={"Accept": media_type})
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
        url = httpx.URL(locate(row)).copy_merge_params({"format": name})
        assert own_client.get(url).status_code in known, name


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


def test_problems_are_those_of_the_document(own_client: httpx.Client) -> None:
    schemas = own_client.get("/openapi.json").json()["components"]["schemas"]
    for path, status in (("/void?format=x", 406), ("/dump/x", 404), ("/graphs", 400)):
        response = own_client.get(path)
        assert response.status_code == status
        assert response.headers["content-type"] == "application/problem+json"
        assert set(schemas["problem"]["required"]) <= set(response.json())
