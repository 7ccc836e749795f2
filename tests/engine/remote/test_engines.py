"""The server in front of engines of others: Oxigraph, Fuseki and Virtuoso, filled by publishing.

Each is asked all stored queries, the tests of the protocol, and for pages. Where an engine answers
otherwise, the difference is one that docs/operation.md names.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx
import pyoxigraph as ox
import pytest
from tests.support.engines import ENGINES, Served, require, run_virtuoso
from tests.support.program import Program
from tests.support.serving import serve

from azru_kg.graph import stored_queries
from azru_kg.graph.layout import built_in
from azru_kg.rdf.prefixes import PREFIXES

Rows = list[tuple[str, ...]]

QUERIES = {query.slug: query.text for query in stored_queries.load(built_in().queries)}
JSON = "application/sparql-results+json"
NUMBERS = {f"{PREFIXES['xsd']}{name}" for name in ("integer", "decimal", "double")}
WITHIN = {  # they ask what is stated of geo:sfWithin
    "agreements-by-place",
    "meetings-by-year-and-place",
    "places-on-a-map",
    "visits-by-direction",
    "visits-counted",
}
OTHERS: dict[str, set[str]] = {
    "oxigraph": set(),
    "fuseki": WITHIN,
    "virtuoso": {
        "agreements-open-slots",  # is not compiled
        "places-on-a-map",  # points are another type
        # compute booleans
        "deadlines-against-reports",
        "project-status",
        "promises-postponed",
        "trade-growth-against-levels",
        "who-met-whom",
        "who-said-what",
    },
}
"""The queries that may be answered otherwise, by engine."""

pytestmark = pytest.mark.long


@dataclass(frozen=True, slots=True)
class Front:
    """An engine, and the server in front of it."""

    engine: Served
    client: httpx.Client


def publish(program: Program, engine: Served) -> None:
    credentials: dict[str, Any] = {**engine.credentials}
    done = program.run("publish", "--engine", engine.query, **credentials)
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module", params=ENGINES)
def front(
    request: pytest.FixtureRequest, program: Program, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Front]:
    require(request.param)
    with ENGINES[request.param](tmp_path_factory.mktemp(request.param)) as engine:
        publish(program, engine)
        limits = ("--timeout", "60", "--budget", "0")
        with (
            serve(program, "--engine", engine.query, *limits) as address,
            httpx.Client(
                base_url=address, timeout=60, trust_env=False, follow_redirects=True
            ) as client,
        ):
            yield Front(engine, client)


@pytest.fixture(scope="module")
def own(address: str) -> Iterator[httpx.Client]:
    with httpx.Client(
        base_url=address, timeout=60, trust_env=False, follow_redirects=True
    ) as client:
        yield client


def select(client: httpx.Client, query: str, **parameters: str) -> Rows:
    reply = client.post("/sparql", data={"query": query, **parameters}, headers={"Accept": JSON})
    assert reply.status_code == 200, reply.text
    rows = ox.parse_query_results(reply.content, format=ox.QueryResultsFormat.JSON)
    assert isinstance(rows, ox.QuerySolutions)
    names = tuple(name.value for name in rows.variables)
    return [names, *sorted(tuple(map(spell, row)) for row in rows)]


def spell(term: object) -> str:
    """Return a term; numbers as values, for engines write them in ways of their own."""
    if isinstance(term, ox.Literal) and term.datatype.value in NUMBERS:
        return f"{Decimal(term.value).normalize():f}"
    return "" if term is None else str(term)


def read_triples(client: httpx.Client, path: str) -> set[tuple[str, ...]]:
    reply = client.get(path, headers={"Accept": "application/n-triples"})
    assert reply.status_code == 200, reply.text
    quads = ox.parse(reply.content, format=ox.RdfFormat.N_TRIPLES)
    return {tuple(map(spell, quad.triple)) for quad in quads}


@pytest.mark.parametrize("slug", QUERIES)
def test_stored_queries_have_their_answers(front: Front, own: httpx.Client, slug: str) -> None:
    if slug in OTHERS[front.engine.name]:
        reply = front.client.post("/sparql", data={"query": QUERIES[slug]})
        assert reply.status_code in (200, 400), reply.text
        return
    assert select(front.client, QUERIES[slug]) == select(own, QUERIES[slug])


@pytest.mark.parametrize(
    "query",
    [
        "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
        "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }",
        "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g",
        "SELECT (COUNT(*) AS ?n) FROM <https://w3id.org/azru-kg/graph/ontology> { ?s ?p ?o }",
        "SELECT (COUNT(*) AS ?n) FROM graph:ontology { GRAPH ?g { ?s ?p ?o } }",
        "SELECT (COUNT(*) AS ?n) FROM NAMED graph:ontology { GRAPH ?g { ?s ?p ?o } }",
        "SELECT (COUNT(*) AS ?n) FROM NAMED graph:ontology { ?s ?p ?o }",
        "SELECT (COUNT(*) AS ?n) { GRAPH graph:shapes { ?s ?p ?o } }",
        "SELECT (COUNT(*) AS ?n) { GRAPH <urn:azru-kg:union> { ?s ?p ?o } }",
        "SELECT (COUNT(*) AS ?n) { GRAPH graph:ontology { ?s a ?c } ?s ?p ?o }",
        "SELECT (COUNT(*) AS ?n) { GRAPH graph:ontology { ?s a ?c } GRAPH ?g { ?s ?p ?o } }",
    ],
)
def test_the_dataset_is_that_of_the_release(front: Front, own: httpx.Client, query: str) -> None:
    assert select(front.client, query) == select(own, query)


def test_a_perspective_is_answered_rightly_or_refused(front: Front, own: httpx.Client) -> None:
    for pattern in ("?s ?p ?o", "GRAPH ?g { ?s ?p ?o }"):
        query = f"SELECT (COUNT(*) AS ?n) {{ {pattern} }}"
        if front.engine.name == "fuseki":
            answers = [
                select(client, query, perspective="russian") for client in (front.client, own)
            ]
            assert answers[0] == answers[1]
        else:
            data = {"query": query, "perspective": "russian"}
            reply = front.client.post("/sparql", data=data)
            assert reply.status_code == 400
            assert "cannot be asked alone" in reply.text


@pytest.mark.parametrize("path", ["id/country/AZ", "id/claim/allied-signatory-az", "ontology"])
def test_documents_say_what_they_say_without_an_engine(
    front: Front, own: httpx.Client, path: str
) -> None:
    assert read_triples(front.client, path) == read_triples(own, path)


@pytest.mark.parametrize(
    "path", ["", "sparql", "void", "catalogue", "quality", "id/country/AZ", "perspective/russian"]
)
def test_pages_are_shown(front: Front, path: str) -> None:
    reply = front.client.get(path, headers={"Accept": "text/html"})
    assert reply.status_code == 200, reply.text


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", 400),
        ("SELECT * { ?s ?p", 400),
        ("SELECT (SUM(?o) AS ?n) ?s { ?s ?p ?o } GROUP BY ?p", 400),
    ],
)
def test_what_is_refused_is_refused(front: Front, query: str, status: int) -> None:
    assert front.client.post("/sparql", data={"query": query}).status_code == status


def test_it_is_ready_and_says_so(front: Front) -> None:
    assert front.client.get("/ready").status_code == 200
    assert "azru_engine_left_alone 0.0" in front.client.get("/metrics").text


def test_rows_that_virtuoso_cuts_are_no_answer(program: Program, tmp_path: Path) -> None:
    require("virtuoso")
    with run_virtuoso(tmp_path) as engine:
        publish(program, engine)
    with (
        run_virtuoso(tmp_path, rows=1000) as engine,
        serve(program, "--engine", engine.query) as address,
        httpx.Client(base_url=address, timeout=60, trust_env=False) as client,
    ):
        reply = client.get("sparql", params={"query": "SELECT * { ?s ?p ?o }"})
        assert (reply.status_code, "ResultSetMaxRows" in reply.text) == (503, True)
        assert client.get("sparql", params={"query": "SELECT * { ?s ?p ?o } LIMIT 500"}).is_success
