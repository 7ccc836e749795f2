"""The page of quality, and the same as data.

The whole graph holds measurements, which are told; of the founding documents they are taken.
"""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pyoxigraph as ox
import pytest
import rdflib

from azru_kg.graph.dataset import read_layout
from azru_kg.graph.layout import Layout, built_in
from azru_kg.graph.measures import FINDINGS, SPACE
from azru_kg.graph.readings import count_readings
from azru_kg.rdf.prefixes import BASE, GRAPH, ONTOLOGY, PREFIXES

pytestmark = pytest.mark.long

DQV = rdflib.Namespace("http://www.w3.org/ns/dqv#")
VOID = rdflib.Namespace(PREFIXES["void"])
SOURCE = "newsaz-2024-01-22-roadmap"


@pytest.fixture(scope="module")
def measured(own_client: httpx.Client) -> rdflib.Graph:
    return rdflib.Graph().parse(data=own_client.get("quality.ttl").text, format="turtle")


def read_counts(graph: rdflib.Graph, thing: rdflib.term.Node) -> dict[str, int]:
    found = {}
    for measurement in graph.objects(thing, DQV.hasQualityMeasurement):
        metric = graph.value(measurement, DQV.isMeasurementOf)
        assert graph.value(metric, rdflib.SKOS.definition)
        assert graph.value(measurement, DQV.computedOn) == thing
        found[str(metric).rpartition("#")[2]] = int(str(graph.value(measurement, DQV.value)))
    return found


def test_the_measures_of_a_source_are_what_its_graph_says(
    measured: rdflib.Graph, founding: Layout
) -> None:
    counts = read_counts(measured, rdflib.URIRef(GRAPH + SOURCE))
    store = read_layout(founding).store()
    rows = store.query(
        "SELECT (COUNT(DISTINCT ?claim) AS ?claims) (COUNT(DISTINCT ?open) AS ?slots) {"
        f" GRAPH <{GRAPH}{SOURCE}> {{ ?claim prov:wasDerivedFrom ?evidence"
        " OPTIONAL { ?claim azru:notStated ?slot BIND (CONCAT(STR(?claim), STR(?slot)) AS ?open) }"
        "} }",
        prefixes=PREFIXES,
    )
    assert isinstance(rows, ox.QuerySolutions)
    claims, slots = (int(str(getattr(term, "value", ""))) for term in next(rows))
    assert (counts["claims"], counts["open-slots"]) == (claims, slots)
    assert counts["span-evidence"] > 0


def test_the_measures_of_a_kind_hang_on_its_class_partition(measured: rdflib.Graph) -> None:
    (part,) = measured.subjects(VOID["class"], rdflib.URIRef(f"{ONTOLOGY}#Figure"))
    assert (rdflib.URIRef(f"{BASE}dataset"), VOID.classPartition, part) in measured
    assert read_counts(measured, part)["claims"] > 0


def test_nothing_is_stated_that_is_zero(measured: rdflib.Graph) -> None:
    assert all(int(str(value)) for value in measured.objects(None, DQV.value))


def test_the_page_has_both_tables_and_the_home_page_leads_to_it(own_client: httpx.Client) -> None:
    page = own_client.get("quality", headers={"Accept": "text/html"}).text
    assert "By kind of claim" in page
    assert f"/id/source/{SOURCE}" in page
    assert 'href="/quality"' in own_client.get("").text


def test_sources_stand_in_the_order_that_is_asked_for(own_client: httpx.Client) -> None:
    page = own_client.get("quality.html", params={"order": "open-slots"}).text
    table = page.partition('id="sources"')[2]
    assert table.count('aria-sort="descending"') == 1
    assert 'aria-sort="descending" title="How many properties of claims are marked as not' in table


@pytest.mark.parametrize("parameters", [{"order": "beauty"}, {"page": "99"}, {"page": "x"}])
def test_an_unknown_order_or_page_is_refused(
    own_client: httpx.Client, parameters: dict[str, str]
) -> None:
    assert own_client.get("quality.html", params=parameters).status_code == 400


def test_what_was_not_judged_is_not_told_to_conform(own_client: httpx.Client) -> None:
    assert 'id="findings"' not in own_client.get("quality.html").text
    assert own_client.get("quality.html", params={"order": "warnings"}).status_code == 400


def test_void_leads_to_the_measures(own_client: httpx.Client) -> None:
    void = own_client.get("void", headers={"Accept": "text/turtle"}).text
    graph = rdflib.Graph().parse(data=void, format="turtle")
    (document,) = graph.objects(rdflib.URIRef(f"{BASE}dataset"), DQV.hasQualityMetadata)
    assert own_client.get(str(document), headers={"Accept": "text/turtle"}).status_code == 200


@pytest.fixture(scope="module")
def whole(whole_address: str) -> Iterator[httpx.Client]:
    """Return a client of a server of the whole built-in graph."""
    with httpx.Client(base_url=whole_address, timeout=20, trust_env=False) as client:
        yield client


def test_the_document_tells_what_the_graph_states(whole: httpx.Client) -> None:
    # Tens of thousands of triples, which rdflib reads for seconds.
    document = read_triples(whole.get("quality.ttl").content)
    graph = read_triples(built_in().quality.read_bytes())
    assert len(graph) > 10_000
    assert graph - document == set()
    assert list_values(document) == list_values(graph)


def read_triples(text: bytes) -> set[ox.Triple]:
    return {quad.triple for quad in ox.parse(text, format=ox.RdfFormat.TURTLE)}


def list_values(triples: set[ox.Triple]) -> set[ox.Triple]:
    return {triple for triple in triples if triple.predicate.value == str(DQV.value)}


def test_the_page_tells_the_findings_and_sorts_sources_by_them(whole: httpx.Client) -> None:
    values = {
        triple.subject.value: int(triple.object.value)
        for triple in list_values(read_triples(built_in().quality.read_bytes()))
        if isinstance(triple.subject, ox.NamedNode) and isinstance(triple.object, ox.Literal)
    }
    counts = {name: values.get(f"{SPACE}dataset.{name}", 0) for name in FINDINGS}
    text = " ".join(whole.get("quality.html", params={"order": "warnings"}).text.split())
    told = [f"{name}: {number}" for name, number in counts.items()]
    assert ", ".join(told) in text
    assert 'aria-sort="descending" title="How many findings of SHACL there are' in text


def test_the_page_tells_how_often_rows_were_read_and_how_blind_readings_agree(
    whole: httpx.Client,
) -> None:
    text = " ".join(whole.get("quality.html").text.split())
    total, parts = count_readings(built_in())
    assert f"{total['sources-not-found']:,} were not found again" in text
    for number in (total["rows"], parts["figures"]["rows-read-twice"]):
        assert f'<td class="number">{number:,}</td>' in text
    blind = parts["figures.speaker"]
    cells = [f"{blind['blind-compared']:,}", f"{blind['blind-agreeing']:,}"]
    share = f"{100 * blind['blind-agreeing'] / blind['blind-compared']:.0f} %"
    row = "".join(f'<td class="number">{cell}</td>' for cell in [*cells, share])
    assert f'<tr><th scope="row" lang="en">figures.speaker</th>{row}</tr>' in text


def test_where_nothing_is_known_of_readings_the_page_says_so(own_client: httpx.Client) -> None:
    text = own_client.get("quality.html").text
    assert "How often these data were compared with their documents is not known." in text
    assert "Blind readings" not in text


def test_void_leaves_the_measurements_to_the_page(whole: httpx.Client) -> None:
    void = whole.get("void", headers={"Accept": "text/turtle"}).text
    assert "quality#" not in void
    assert "dqv:QualityMeasurement" in void
