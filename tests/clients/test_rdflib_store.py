"""rdflib with this endpoint for a store."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore

from azru_kg.rdf.prefixes import PREFIXES

AZ = rdflib.URIRef(PREFIXES["country"] + "AZ")
COUNTRY = rdflib.URIRef(PREFIXES["azru"] + "Country")

pytestmark = pytest.mark.filterwarnings("ignore:.*deprecated.*:DeprecationWarning:rdflib")


@pytest.fixture(params=["GET", "POST", "POST_FORM"])
def graph(request: pytest.FixtureRequest, address: str) -> Iterator[rdflib.Graph]:
    store = SPARQLStore(f"{address}sparql", method=request.param)
    graph = rdflib.Graph(store)
    yield graph
    graph.close()


def test_triples_are_matched(graph: rdflib.Graph) -> None:
    assert (AZ, rdflib.RDF.type, COUNTRY) in graph
    assert AZ in set(graph.subjects(rdflib.RDF.type, COUNTRY))
    labels = {(str(label), label.language) for label in graph.objects(AZ, rdflib.SKOS.prefLabel)}  # type: ignore[attr-defined]
    assert ("Azerbaijan", "en") in labels
    assert ("Azərbaycan", "az") in labels


def test_the_graph_has_a_length(graph: rdflib.Graph) -> None:
    (row,) = graph.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
    assert len(graph) == int(row[0]) > 1000  # type: ignore[index, arg-type]


def test_each_form_of_query_is_answered(graph: rdflib.Graph) -> None:
    solutions = graph.query("SELECT ?p { ?c a azru:Country ; ?p ?o }", initBindings={"c": AZ})
    assert rdflib.RDF.type in {row[0] for row in solutions}  # type: ignore[index]
    assert graph.query("ASK { country:AZ a azru:Country }").askAnswer is True
    described = graph.query("DESCRIBE country:AZ").graph
    assert described is not None
    assert (AZ, rdflib.RDF.type, COUNTRY) in described
    constructed = graph.query("CONSTRUCT { ?c a rdfs:Class } { ?c a azru:Country }").graph
    assert constructed is not None
    assert (AZ, rdflib.RDF.type, rdflib.RDFS.Class) in constructed


@pytest.mark.parametrize("format_", ["json", "xml", "csv", "tsv"])
def test_solutions_are_read_in_each_format(address: str, format_: str) -> None:
    graph = rdflib.Graph(SPARQLStore(f"{address}sparql", returnFormat=format_))
    rows = list(graph.query("SELECT ?x { VALUES ?x { country:AZ 1 'ə' } }"))
    assert [str(row[0]) for row in rows] == [str(AZ), "1", "ə"]  # type: ignore[index]
    graph.close()
