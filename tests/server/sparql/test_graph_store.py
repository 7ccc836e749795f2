"""Reading graphs by the SPARQL 1.1 Graph Store HTTP Protocol."""

from collections.abc import Callable

import httpx
import pyoxigraph as ox
import pytest

from azru_kg.graph.dataset import read_layout
from azru_kg.graph.layout import (
    ENTITIES_GRAPH,
    EXAMPLES_GRAPH,
    ONTOLOGY_GRAPH,
    SHAPES_GRAPH,
    Layout,
)
from azru_kg.rdf.formats import GRAPHS, Format
from azru_kg.rdf.prefixes import GRAPH

Stored = Callable[[str | None], set[ox.Triple]]


def read(response: httpx.Response) -> set[ox.Triple]:
    assert response.status_code == 200, response.text
    media_type = response.headers["content-type"].partition(";")[0]
    syntax = ox.RdfFormat.from_media_type(media_type)
    return {quad.triple for quad in ox.parse(response.content, format=syntax)}


@pytest.fixture(scope="module")
def stored(founding: Layout) -> Stored:
    """Return a function that gives the triples of a graph that is served, or of the default one."""
    store = read_layout(founding).store()

    def find(graph: str | None) -> set[ox.Triple]:
        node = ox.DefaultGraph() if graph is None else ox.NamedNode(graph)
        return {quad.triple for quad in store.quads_for_pattern(None, None, None, node)}

    return find


@pytest.mark.parametrize("graph", [ENTITIES_GRAPH, EXAMPLES_GRAPH, ONTOLOGY_GRAPH])
def test_a_named_graph_is_read_whole(own_client: httpx.Client, stored: Stored, graph: str) -> None:
    assert read(own_client.get("/graphs", params={"graph": graph})) == stored(graph)


def test_the_graph_apart_is_read_too(own_client: httpx.Client, stored: Stored) -> None:
    triples = read(own_client.get("/graphs", params={"graph": SHAPES_GRAPH, "format": "nt"}))
    assert len(triples) == len(stored(SHAPES_GRAPH)) > 1000


def test_the_default_graph_is_read_whole(own_client: httpx.Client, stored: Stored) -> None:
    assert read(own_client.get("/graphs?default&format=nt")) == stored(None)
    assert read(own_client.get("/graphs?default=&format=nt")) == stored(None)


@pytest.mark.parametrize("format_", GRAPHS, ids=lambda format_: format_.name)
def test_a_graph_comes_in_every_format_and_head_has_its_headers(
    own_client: httpx.Client, stored: Stored, format_: Format
) -> None:
    address, headers = f"/graphs?graph={ENTITIES_GRAPH}", {"Accept": format_.media_type}
    whole, head = (
        own_client.get(address, headers=headers),
        own_client.head(address, headers=headers),
    )
    assert whole.headers["content-type"].partition(";")[0] == format_.media_type
    assert read(whole) == stored(ENTITIES_GRAPH)
    assert head.content == b""
    for name in ("content-type", "content-length", "etag"):
        assert head.headers[name] == whole.headers[name]


def test_a_client_that_has_a_graph_gets_304(own_client: httpx.Client) -> None:
    address = f"/graphs?graph={ENTITIES_GRAPH}"
    tag = own_client.get(address).headers["etag"]
    response = own_client.get(address, headers={"If-None-Match": tag})
    assert (response.status_code, response.content) == (304, b"")
    assert own_client.get("/graphs?default", headers={"If-None-Match": tag}).status_code == 200
    nothing = own_client.get("/graphs?graph=urn:nothing", headers={"If-None-Match": "*"})
    assert nothing.status_code == 404


def test_a_graph_that_is_not_there_is_404_with_the_nearest_name(own_client: httpx.Client) -> None:
    response = own_client.get("/graphs", params={"graph": f"{GRAPH}entites"})
    assert response.status_code == 404
    assert ENTITIES_GRAPH in response.text
    assert "/void" in own_client.get("/graphs?graph=urn:x").text


@pytest.mark.parametrize(
    "query",
    ["", "?graph=entities", "?graph=", "?graph=urn:a&graph=urn:b", "?default&graph=urn:a", "?x=y"],
)
def test_a_request_that_names_no_one_graph_is_400(own_client: httpx.Client, query: str) -> None:
    response = own_client.get(f"/graphs{query}")
    assert response.status_code == 400
    assert response.json()["type"].endswith("/bad-address")


def test_the_iri_of_a_graph_cannot_smuggle_in_a_query(own_client: httpx.Client) -> None:
    for graph in ("urn:a> { ?s ?p ?o } } #", "urn:a\r\nX-Header: 1", "urn:a}"):
        response = own_client.get("/graphs", params={"graph": graph})
        assert response.status_code in (400, 404)
        assert "x-header" not in response.headers


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE", "PATCH"])
def test_a_graph_cannot_be_written(own_client: httpx.Client, method: str) -> None:
    response = own_client.request(method, f"/graphs?graph={ENTITIES_GRAPH}", content=b"")
    assert response.status_code == 405
    assert response.headers["allow"] == "GET, HEAD, OPTIONS"


def test_a_preflight_is_answered(own_client: httpx.Client) -> None:
    response = own_client.options("/graphs?default")
    assert response.status_code == 204
    assert response.headers["access-control-allow-methods"] == "GET, HEAD, OPTIONS"
    assert response.headers["access-control-allow-origin"] == "*"


def test_graphs_of_ones_own_files_are_read(client: httpx.Client) -> None:
    assert len(read(client.get("/graphs?graph=urn:g:1"))) == 2
    assert len(read(client.get("/graphs?graph=urn:g:2"))) == 1


def test_an_empty_format_is_none(client: httpx.Client) -> None:
    answer = client.get("/graphs?default&format=")
    assert answer.headers["content-type"].startswith("text/turtle")
