"""SPARQLWrapper, the client that most scripts in Python use."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
import rdflib
import SPARQLWrapper
from SPARQLWrapper import SPARQLExceptions

from azru_kg.rdf.prefixes import PREFIXES

AZ = PREFIXES["country"] + "AZ"
RU = PREFIXES["country"] + "RU"
COUNTRIES = "SELECT ?country { VALUES ?country { country:AZ country:RU } ?country a azru:Country }"
DESCRIBE = "DESCRIBE country:AZ"


def prepare(address: str, query: str, format_: str, method: str) -> Any:
    """Return a client with its query; what it converts an answer to depends on the format."""
    client = SPARQLWrapper.SPARQLWrapper(f"{address}sparql", returnFormat=format_)
    client.setQuery(query)
    client.setMethod(method)
    client.setTimeout(20)
    return client


@pytest.mark.parametrize("method", [SPARQLWrapper.GET, SPARQLWrapper.POST])
@pytest.mark.parametrize("how", [SPARQLWrapper.URLENCODED, SPARQLWrapper.POSTDIRECTLY])
def test_solutions_come_as_json(address: str, method: str, how: str) -> None:
    client = prepare(address, f"{COUNTRIES} ORDER BY ?country", SPARQLWrapper.JSON, method)
    if method == SPARQLWrapper.POST:
        client.setRequestMethod(how)
    rows = client.queryAndConvert()["results"]["bindings"]
    assert rows == [{"country": {"type": "uri", "value": iri}} for iri in (AZ, RU)]


@pytest.mark.parametrize("method", [SPARQLWrapper.GET, SPARQLWrapper.POST])
def test_solutions_come_as_xml_csv_and_tsv(address: str, method: str) -> None:
    query = f"{COUNTRIES} ORDER BY ?country"
    xml = prepare(address, query, SPARQLWrapper.XML, method).queryAndConvert()
    assert [node.firstChild.data for node in xml.getElementsByTagName("uri")] == [AZ, RU]
    table = prepare(address, query, SPARQLWrapper.CSV, method).queryAndConvert().decode()
    assert list(csv.reader(io.StringIO(table))) == [["country"], [AZ], [RU]]
    table = prepare(address, query, SPARQLWrapper.TSV, method).queryAndConvert().decode()
    assert table.split() == ["?country", f"<{AZ}>", f"<{RU}>"]


@pytest.mark.parametrize("method", [SPARQLWrapper.GET, SPARQLWrapper.POST])
def test_a_boolean_comes_as_json(address: str, method: str) -> None:
    client = prepare(address, "ASK { country:AZ ?p ?o }", SPARQLWrapper.JSON, method)
    assert client.queryAndConvert()["boolean"] is True


@pytest.mark.parametrize(
    ("format_", "syntax"),
    [
        (SPARQLWrapper.TURTLE, "turtle"),
        (SPARQLWrapper.N3, "n3"),
        (SPARQLWrapper.RDFXML, "xml"),
        (SPARQLWrapper.JSONLD, "json-ld"),
    ],
)
@pytest.mark.parametrize("method", [SPARQLWrapper.GET, SPARQLWrapper.POST])
@pytest.mark.filterwarnings("ignore:.* is deprecated:DeprecationWarning")
def test_a_graph_comes_in_the_syntax_asked_for(
    address: str, format_: str, syntax: str, method: str
) -> None:
    got = prepare(address, DESCRIBE, format_, method).queryAndConvert()
    graph = got if isinstance(got, rdflib.Graph) else rdflib.Graph().parse(data=got, format=syntax)
    assert (
        rdflib.URIRef(AZ),
        rdflib.RDF.type,
        rdflib.URIRef(PREFIXES["azru"] + "Country"),
    ) in graph


def test_text_that_needs_encoding_arrives_as_it_is(address: str) -> None:
    text = "Bakı – Баку 🚆 %20+%2B;&="
    for method in (SPARQLWrapper.GET, SPARQLWrapper.POST):
        client = prepare(address, f"SELECT ('{text}' AS ?x) {{}}", SPARQLWrapper.JSON, method)
        (row,) = client.queryAndConvert()["results"]["bindings"]
        assert row["x"]["value"] == text


def test_the_graphs_of_the_request_are_the_dataset(address: str) -> None:
    client = prepare(address, "SELECT * { ?s ?p ?o } LIMIT 1", SPARQLWrapper.JSON, "GET")
    client.addParameter("default-graph-uri", "urn:none")
    assert client.queryAndConvert()["results"]["bindings"] == []


def test_a_malformed_query_is_known_as_one_with_its_reason(address: str) -> None:
    client = prepare(address, "SELECT * { ?s }", SPARQLWrapper.JSON, "GET")
    with pytest.raises(SPARQLExceptions.QueryBadFormed, match="line 1"):
        client.query()
