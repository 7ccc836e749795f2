"""Two releases of a few triples, and engines to publish them into."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from tests.support.engines import ENGINES, Served, require, run_oxigraph

from azru_kg.engine.credentials import read_credentials
from azru_kg.graph.dataset import DataFile, Dataset
from azru_kg.graph.layout import SHAPES_GRAPH
from azru_kg.publish.addresses import find_addresses
from azru_kg.publish.release import ReleaseGraphs, read_release
from azru_kg.publish.remote import RemoteStore, is_store, open_client
from azru_kg.rdf.prefixes import GRAPH

BOTH = f"{GRAPH}both"
OLD = f"{GRAPH}old"
NEW = f"{GRAPH}new"
TURTLE = """@prefix ex: <urn:ex:> .
@prefix geo: <http://www.opengis.net/ont/geosparql#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
ex:state ex:release "RELEASE" .
ex:a ex:name "Bakı"@az, "Баку"@ru, "a \\"b\\" \\\\ \\n c" ;
  ex:size 2.50, 7, true, "2024-01-31"^^xsd:date, "0012"^^xsd:string ;
  ex:place "POINT(72.84 18.95)"^^geo:wktLiteral .
"""
SHAPE = "<urn:ex:shape> <urn:ex:has> [ <urn:ex:is> [ <urn:ex:in> <urn:ex:shape> ] ] .\n"

Connect = Callable[[Served], RemoteStore]


def make_release(folder: Path, name: str, *graphs: str, turtle: str = TURTLE) -> ReleaseGraphs:
    """Return a release of that name: shapes apart, and graphs that all name it, and share it."""
    path, shapes = folder / "data.ttl", folder / "shapes.ttl"
    path.write_text(turtle.replace("RELEASE", name), encoding="utf-8")
    shapes.write_text(SHAPE)
    files = [DataFile(path, graph) for graph in graphs]
    dataset = Dataset((*files, DataFile(shapes, SHAPES_GRAPH)), "2026.1", frozenset({SHAPES_GRAPH}))
    return read_release(dataset)


@pytest.fixture
def first(tmp_path: Path) -> ReleaseGraphs:
    return make_release(tmp_path, "first", BOTH, OLD)


@pytest.fixture
def second(tmp_path: Path) -> ReleaseGraphs:
    return make_release(tmp_path, "second", BOTH, NEW)


@pytest.fixture(scope="session")
def oxigraph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    require("oxigraph")
    with run_oxigraph(tmp_path_factory.mktemp("oxigraph")) as served:
        yield served


@pytest.fixture(
    scope="module",
    params=[
        "oxigraph",
        pytest.param("fuseki", marks=pytest.mark.long),
        pytest.param("virtuoso", marks=pytest.mark.long),
    ],
)
def engine(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Served]:
    """Return each engine, one after the other."""
    require(request.param)
    with ENGINES[request.param](tmp_path_factory.mktemp(request.param)) as served:
        yield served


@pytest.fixture
def connect() -> Iterator[Connect]:
    """Return a function that leads to an engine, out of which all graphs of a test are taken."""
    clients = []

    def open_remote(served: Served) -> RemoteStore:
        client = open_client(read_credentials({**os.environ, **served.credentials}))
        clients.append(client)
        addresses = find_addresses(served.query, None, None, lambda url: is_store(client, url))
        return RemoteStore(client, addresses)

    yield open_remote
    for client in clients:
        client.close()


def ask(served: Served, query: str) -> list[tuple[str, ...]]:
    """Return the rows of a query, sorted."""
    accept = {"Accept": "application/sparql-results+json"}
    answer = httpx.post(served.query, data={"query": query}, headers=accept, trust_env=False)
    assert answer.status_code == 200, answer.text
    found = answer.json()
    names = found["head"]["vars"]
    return sorted(
        tuple(row[name]["value"] for name in names if name in row)
        for row in found["results"]["bindings"]
    )
