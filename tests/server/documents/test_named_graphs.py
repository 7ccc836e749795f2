"""The ontology, the shapes and the named graphs, asked of a real server."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
import rdflib
from rdflib.compare import isomorphic
from rdflib.namespace import OWL, RDF, SH
from tests.support.process import Process
from tests.support.sampling import sample_daily

from azru_kg.graph.dataset import read_layout
from azru_kg.graph.layout import Layout
from azru_kg.rdf.prefixes import BASE, GRAPH, ONTOLOGY

FORMATS = {
    "ttl": ("turtle", "text/turtle; charset=utf-8"),
    "jsonld": ("json-ld", "application/ld+json"),
    "nt": ("nt", "application/n-triples"),
    "rdf": ("xml", "application/rdf+xml"),
}
DOCUMENTS = [
    "ontology",
    "ontology/0.2.0",
    "shapes",
    "graph/ontology",
    "graph/entities",
    "graph/shapes",
    "graph/metadata",
    "graph/newsaz-2024-01-22-roadmap",
]
SHORT = {"ontology/0.2.0", "graph/metadata", "graph/newsaz-2024-01-22-roadmap"}

# rdflib reads JSON-LD with a class that it has itself deprecated.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")


@pytest.fixture(scope="module")
def client(address: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=address, timeout=20, trust_env=False) as client:
        yield client


@pytest.mark.parametrize(
    "path",
    # rdflib reads long documents for seconds.
    [path if path in SHORT else pytest.param(path, marks=pytest.mark.long) for path in DOCUMENTS],
)
@pytest.mark.long
def test_a_document_has_the_triples_of_its_graph_in_every_format(
    client: httpx.Client, path: str, founding: Layout
) -> None:
    name = path.removesuffix("/0.2.0").removeprefix("graph/")
    quads = read_layout(founding).quads()
    expected = {q.triple for q in quads if str(q.graph_name) == f"<{GRAPH}{name}>"}
    graphs = []
    for suffix, (syntax, media_type) in FORMATS.items():
        response = client.get(f"{path}.{suffix}")
        assert response.status_code == 200
        assert response.headers["content-type"] == media_type
        assert response.links["describes"]["url"] == BASE + path
        graphs.append(rdflib.Graph().parse(data=response.content, format=syntax))
        negotiated = client.get(path, headers={"Accept": media_type})
        assert negotiated.content == response.content
        assert negotiated.headers["vary"] == "Accept, Accept-Encoding"
    assert len(graphs[0]) == len(expected)
    for other in graphs[1:]:
        assert isomorphic(graphs[0], other)


@pytest.mark.parametrize("path", sample_daily(DOCUMENTS, 4))
def test_a_document_has_a_page_with_an_anchor_for_each_of_its_terms(
    client: httpx.Client, path: str
) -> None:
    page = client.get(path, headers={"Accept": "text/html"})
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    anchors = re.findall(r' id="([^"]+)"', page.text)
    assert len(anchors) == len(set(anchors))
    if "ontology" in path:
        assert {"Figure", "inferred", "between"} <= set(anchors)
    assert '<h2 id="cite">' in page.text


def test_the_ontology_names_the_version_that_its_address_has(client: httpx.Client) -> None:
    graph = rdflib.Graph().parse(data=client.get("ontology/0.2.0.ttl").content, format="turtle")
    iri = rdflib.URIRef(ONTOLOGY)
    assert (iri, OWL.versionIRI, rdflib.URIRef(f"{ONTOLOGY}/0.2.0")) in graph


def test_the_shapes_are_there_though_they_are_not_in_the_default_graph(
    client: httpx.Client,
) -> None:
    graph = rdflib.Graph().parse(data=client.get("shapes.ttl").content, format="turtle")
    assert len(set(graph.subjects(RDF.type, SH.NodeShape))) > 10


@pytest.mark.parametrize(
    ("path", "near"),
    [
        ("ontology/0.9.0", f"{ONTOLOGY}/0.2.0"),
        ("ontology/latest.ttl", f"{ONTOLOGY}/0.2.0"),
        ("graph/entitis", f"{GRAPH}entities"),
        ("graph/newsaz", f"{GRAPH}newsaz-2024-01-22-roadmap"),
        ("graph/newsaz.ttl", f"{GRAPH}newsaz-2024-01-22-roadmap"),
    ],
)
def test_an_unknown_document_is_a_404_with_near_matches(
    client: httpx.Client, path: str, near: str
) -> None:
    response = client.get(path)
    assert response.status_code == 404
    assert near in response.json()["similar"]
    page = client.get(path, headers={"Accept": "text/html"})
    assert near.removeprefix(BASE) in page.text


def test_no_format_that_suits_is_a_406(client: httpx.Client) -> None:
    for path in ("ontology", "shapes", "graph/entities"):
        assert client.get(path, headers={"Accept": "image/png"}).status_code == 406
        assert client.get(f"{path}?format=csv").status_code == 406
        assert client.get(f"{path}?format=rdf").headers["content-type"] == "application/rdf+xml"


@pytest.mark.long
def test_a_graph_too_long_to_be_laid_out_is_streamed_by_the_endpoint(
    launch: Callable[..., Process], tmp_path: Path
) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "queries").mkdir()
    lines = (f'<urn:s:{n}> <urn:p> "{"x" * 100}" <{GRAPH}long> .\n' for n in range(40_000))
    (tmp_path / "data" / "long.nq").write_text("".join(lines), encoding="utf-8")
    process = launch(folder=tmp_path)
    found = re.search(r"http://\S+/", process.stdout.readline())
    assert found
    with httpx.Client(base_url=found[0], timeout=20, trust_env=False) as client:
        leading = client.get("graph/long.nt")
        assert leading.status_code == 303
        whole = client.get(leading.headers["location"])
        assert whole.headers["content-type"] == "application/n-triples"
        assert whole.text.count("\n") == 40_000
