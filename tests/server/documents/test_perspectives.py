"""Perspectives on a real server: chosen in every way, known to its caches, and described."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import rdflib
from tests.support.program import Program
from tests.support.serving import serve

from azru_kg.graph.perspectives import PERSPECTIVES

DATA = Path(__file__).parents[2] / "graph" / "perspectives.trig"
COUNT = "SELECT (COUNT(*) AS ?n) { ?claim a azru:Claim }"
GRAPHS = "SELECT (COUNT(DISTINCT ?g) AS ?n) { GRAPH ?g { ?claim a azru:Claim } }"
AZ = PERSPECTIVES["azerbaijani"].iri
CSV = {"Accept": "text/csv"}
VOID = rdflib.Namespace("http://rdfs.org/ns/void#")
SD = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")


@pytest.fixture(scope="module")
def client(program: Program) -> Iterator[httpx.Client]:
    with (
        serve(program, "--data", DATA) as address,
        httpx.Client(base_url=address, timeout=30, trust_env=False) as client,
    ):
        yield client


def read_number(response: httpx.Response) -> int:
    assert response.status_code == 200, response.text
    return int(response.text.split()[1])


@pytest.mark.parametrize(
    ("query", "whole", "part"), [(COUNT, 9, 3), (GRAPHS, 8, 2)], ids=["union", "graphs"]
)
def test_every_way_to_choose_a_perspective_has_the_same_answer(
    client: httpx.Client, query: str, whole: int, part: int
) -> None:
    assert read_number(client.get("sparql", params={"query": query}, headers=CSV)) == whole
    from_clause = query.replace(" {", f" FROM <{AZ}> {{", 1)
    prefixed = f"PREFIX p: <{AZ[:-5]}> " + query.replace(" {", f" FROM p:{AZ[-5:]} {{", 1)
    chosen = {"query": query, "perspective": "azerbaijani"}
    for response in (
        client.get("sparql", params=chosen, headers=CSV),
        client.get("sparql", params={"query": query, "default-graph-uri": AZ}, headers=CSV),
        client.get("sparql", params={"query": from_clause}, headers=CSV),
        client.get("sparql", params={"query": prefixed}, headers=CSV),
        client.post("sparql", data=chosen, headers=CSV),
        client.post(
            "sparql",
            params={"perspective": "azerbaijani"},
            content=query,
            headers=CSV | {"Content-Type": "application/sparql-query"},
        ),
    ):
        assert read_number(response) == part


def test_perspectives_have_answers_and_tags_of_their_own(client: httpx.Client) -> None:
    numbers, tags = {}, set()
    for name in PERSPECTIVES:
        parameters = {"query": COUNT, "perspective": name}
        for _ in range(3):
            response = client.get("sparql", params=parameters, headers=CSV)
            numbers[name] = read_number(response)
        tags.add(response.headers["etag"])
    assert numbers == {"azerbaijani": 3, "russian": 2, "third-country": 2, "official": 4}
    assert len(tags) == len(PERSPECTIVES)


def test_named_graphs_narrow_a_perspective_and_never_widen_it(client: httpx.Client) -> None:
    one = f"{AZ.partition('perspective')[0]}graph/az-1"
    other = f"{AZ.partition('perspective')[0]}graph/ru"
    parameters = {"query": GRAPHS, "perspective": "azerbaijani", "named-graph-uri": [one, other]}
    assert read_number(client.get("sparql", params=parameters, headers=CSV)) == 1


@pytest.mark.parametrize(
    "parameters",
    [
        {"perspective": "turkish"},
        {"default-graph-uri": f"{AZ[:-11]}turkish"},
        {"query": f"ASK FROM <{AZ[:-11]}turkish> {{}}"},
    ],
    ids=["parameter", "graph", "FROM"],
)
def test_an_unknown_perspective_is_refused_with_those_that_are_known(
    client: httpx.Client, parameters: dict[str, str]
) -> None:
    response = client.get("sparql", params={"query": COUNT} | parameters, headers=CSV)
    assert response.status_code == 400
    assert "azerbaijani, russian, third-country, official" in response.text


@pytest.mark.parametrize(
    "parameters",
    [
        {"perspective": "russian", "default-graph-uri": "urn:g"},
        {"perspective": ["russian", "official"]},
        {"default-graph-uri": [AZ, "urn:g"]},
        {"named-graph-uri": AZ},
    ],
    ids=["and a graph", "twice", "among graphs", "as named graph"],
)
def test_a_perspective_stands_alone(
    client: httpx.Client, parameters: dict[str, str | list[str]]
) -> None:
    response = client.get("sparql", params={"query": COUNT, **parameters}, headers=CSV)
    assert response.status_code == 400
    assert "perspective" in response.text


def test_the_form_keeps_the_perspective(client: httpx.Client) -> None:
    parameters = {"query": COUNT, "perspective": "russian"}
    page = client.get("sparql", params=parameters, headers={"Accept": "text/html"}).text
    assert '<option value="russian" selected>' in page
    assert 'name="default-graph-uri"' not in page
    empty = client.get("sparql", params={"query": COUNT, "perspective": ""}, headers=CSV)
    assert read_number(empty) == 9


@pytest.mark.parametrize("name", PERSPECTIVES)
def test_each_iri_of_a_perspective_answers_as_data_and_as_a_page(
    client: httpx.Client, name: str
) -> None:
    turtle = client.get(f"perspective/{name}", headers={"Accept": "text/turtle"})
    graph = rdflib.Graph().parse(data=turtle.text, format="turtle")
    node = rdflib.URIRef(PERSPECTIVES[name].iri)
    (documents,) = graph.objects(node, VOID.documents)
    assert int(str(documents)) == len(set(graph.objects(node, rdflib.DCTERMS.hasPart))) > 0
    page = client.get(f"perspective/{name}.html").text
    assert f"<h1>{PERSPECTIVES[name].title}</h1>" in page
    assert f"{documents} source" in page


def test_an_unknown_name_is_not_found_and_those_known_are_listed(client: httpx.Client) -> None:
    response = client.get("perspective/turkish")
    assert response.status_code == 404
    assert "third-country" in response.text


def test_void_and_the_service_description_list_the_perspectives(client: httpx.Client) -> None:
    nodes = {rdflib.URIRef(perspective.iri) for perspective in PERSPECTIVES.values()}
    turtle = {"Accept": "text/turtle"}
    void = rdflib.Graph().parse(data=client.get("void", headers=turtle).text, format="turtle")
    service = rdflib.Graph().parse(data=client.get("sparql", headers=turtle).text, format="turtle")
    assert nodes <= set(void.objects(None, VOID.subset))
    assert nodes == set(service.objects(None, SD.availableGraphs))
    for graph in (void, service):
        assert all(graph.value(node, rdflib.DCTERMS.description) for node in nodes)


@pytest.mark.long
def test_the_graph_store_reads_the_default_graph_of_a_perspective(client: httpx.Client) -> None:
    response = client.get("graphs", params={"graph": AZ}, headers={"Accept": "text/turtle"})
    assert response.status_code == 200
    assert "claim/az-1" in response.text or "claim:az-1" in response.text
    assert "claim/ru" not in response.text
    assert "claim:ru" not in response.text
