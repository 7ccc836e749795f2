"""The graph as a program asks it, in this process and behind a server: the answers are the same."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import rdflib
from tests.support.sampling import sample_daily

import azru_kg
from azru_kg.errors import (
    AlreadyClosed,
    BadBinding,
    NoColumn,
    OtherForm,
    QueryRefused,
    SyntaxFault,
)
from azru_kg.flat.all_tables import find_table
from azru_kg.flat.collection import ask_store, read_table
from azru_kg.flat.parquet import make_frame
from azru_kg.graph.dataset import read_layout
from azru_kg.graph.layout import Layout

Graph = azru_kg.KnowledgeGraph
HOSTILE = ['" } #', r"\u0022 } #", "} UNION { ?s ?p ?o }", "<urn:x>", "'''", "\n\\"]


@pytest.fixture(params=["kg", "served"])
def each(request: pytest.FixtureRequest) -> Graph:
    """Return each of the two: a graph in this process, and one behind a server."""
    found: Graph = request.getfixturevalue(request.param)
    return found


def test_rows_are_values_of_python(each: Graph) -> None:
    rows = each.query(
        """SELECT ?figure ?value ?said ?speaker WHERE {
          ?figure sdmx-measure:obsValue ?value ; azru:asOf ?said ; prov:wasAttributedTo ?who .
          ?who skos:prefLabel ?speaker FILTER (LANG(?speaker) = "en")
        } ORDER BY ?value LIMIT 1"""
    )
    (row,) = rows
    assert isinstance(row["value"], Decimal)
    assert isinstance(row["said"], date)
    assert isinstance(row["figure"], azru_kg.IRI)
    assert isinstance(row["speaker"], azru_kg.LangString)
    assert row["speaker"].language == "en"


def test_variables_are_given_values(each: Graph) -> None:
    query = "SELECT ?name { ?thing skos:prefLabel ?name FILTER (LANG(?name) = ?language) }"
    rows = each.query(query, thing=azru_kg.iri("country:AZ"), language="az")
    assert rows["name"] == ["Azərbaycan"]


@pytest.mark.parametrize("text", sample_daily(HOSTILE, 4))
def test_a_hostile_value_is_only_ever_looked_for(each: Graph, text: str) -> None:
    assert len(each.query("SELECT * { ?s rdfs:label ?label }", label=text)) == 0
    assert not each.ask("ASK { ?s rdfs:label ?label }", label=text)
    assert len(each.graph("CONSTRUCT { ?s a ?t } { ?s a ?t ; rdfs:label ?l }", l=text)) == 0


@pytest.mark.parametrize("text", sample_daily(HOSTILE, 4))
def test_a_hostile_value_is_no_parameter(each: Graph, text: str) -> None:
    with pytest.raises(BadBinding, match="cannot be"):
        each.query("figures-of-trade", year=text)


def test_a_stored_query_has_its_own_values_unless_others_are_given(each: Graph) -> None:
    usual = each.query("figures-of-trade")
    some = each.query("figures-of-trade", year=2018)
    assert some == each.query("figures-of-trade", year="2018")
    assert 0 < len(some) < len(usual)
    assert usual == each.query("figures-of-trade", indicator="trade", year=None)
    assert usual == each.query("figures-of-trade", indicator=azru_kg.iri("indicator:trade"))
    assert {row["period"] for row in some} == {"2018"}


def test_a_parameter_that_is_not_there_is_told(kg: Graph) -> None:
    with pytest.raises(BadBinding, match=r"It has indicator, year\. Did you mean year\?"):
        kg.query("figures-of-trade", yeer=2018)


def test_a_thing_that_is_none_to_choose_is_told(kg: Graph) -> None:
    with pytest.raises(BadBinding, match=r"Did you mean trade"):
        kg.query("figures-of-trade", indicator="trades")


def test_an_empty_list_is_no_value(kg: Graph) -> None:
    with pytest.raises(BadBinding, match="an empty list"):
        kg.query("ASK { ?s ?p ?o }", o=[])


def test_a_stored_query_that_is_not_there_is_told(kg: Graph) -> None:
    with pytest.raises(BadBinding, match=r"Did you mean .*figures-of-trade"):
        kg.query("figure-of-trade")


def test_a_query_of_another_form_says_how_to_ask_it(kg: Graph) -> None:
    for query, said in (
        ("ASK { ?s ?p ?o }", r"\.ask\("),
        ("DESCRIBE country:AZ", r"\.graph\("),
    ):
        with pytest.raises(OtherForm, match=said):
            kg.query(query)
    with pytest.raises(OtherForm, match=r"\.query\("):
        kg.ask("SELECT * { ?s ?p ?o }")


@pytest.mark.parametrize(
    ("query", "kind", "said"),
    [
        ("SELECT * { ?s ?p", SyntaxFault, "never closed"),
        ("SELECT * { ?s azro:x ?o }", SyntaxFault, "Did you mean azru"),
        ("SELECT * { SERVICE <http://x/> { ?s ?p ?o } }", QueryRefused, "SERVICE"),
        ("DROP ALL", QueryRefused, "read-only"),
        ("", SyntaxFault, "empty"),
    ],
)
def test_a_query_that_cannot_be_asked_is_explained(
    each: Graph, query: str, kind: type[Exception], said: str
) -> None:
    with pytest.raises(kind, match=said):
        each.query(query)


def test_what_the_data_do_not_name_is_told_with_the_rows(each: Graph) -> None:
    rows = each.query("SELECT * { ?s a azru:Figgure }")
    assert not rows
    assert "azru:Figure" in rows.hints[0]
    assert "azru:Figure" in repr(rows)


def test_a_graph_is_one_of_rdflib(each: Graph) -> None:
    graph = each.graph("DESCRIBE country:AZ")
    assert isinstance(graph, rdflib.Graph)
    named = rdflib.URIRef(azru_kg.iri("country:AZ"))
    label = rdflib.URIRef(azru_kg.iri("skos:prefLabel"))
    assert rdflib.Literal("Azərbaycan", lang="az") in set(graph.objects(named, label))
    assert "country:AZ" in graph.serialize()


@pytest.mark.long
def test_the_whole_is_a_graph_too(kg: Graph) -> None:
    counted = kg.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
    assert len(kg.graph()) == counted[0]["n"]


def test_figures_have_a_row_for_each_statement(each: Graph) -> None:
    rows = each.figures()
    statements = each.query(
        """SELECT (COUNT(*) AS ?n) { GRAPH ?g {
          ?source a azru:Source . ?figure a azru:Figure ; sdmx-measure:obsValue ?value } }"""
    )
    assert len(rows) == statements[0]["n"]
    for row in rows:
        assert isinstance(row["value"], Decimal | int)
        assert row["unit_en"]
        assert row["source_title"]
    assert ("Mehriban Aliyeva",) in rows["speaker_en"]
    assert set(rows.names) == {*rows.meanings} == {*rows[0]}
    assert len(rows[:2]) == 2
    assert "and the columns" in repr(rows)
    with pytest.raises(NoColumn, match="Did you mean unit_en"):
        rows["unit_enn"]


def test_figures_are_the_flat_table(kg: Graph, founding: Layout) -> None:
    table = find_table("figures")
    rows = read_table(table, ask_store(read_layout(founding).store()))
    assert kg.figures().records() == [dict(zip(table.names, row, strict=True)) for row in rows]
    frame = kg.figures().frame()
    assert frame.equals(make_frame(table, rows))
    pandas = kg.figures().pandas()
    assert [*pandas.columns] == [*table.names]
    assert "country:AZ" not in pandas["sides"]
    assert any(" | " in cell for cell in pandas["sides"] if isinstance(cell, str))


def test_a_thing_is_described_with_its_claims_and_sources(each: Graph) -> None:
    described = each.describe("person:mehriban-aliyeva")
    assert described.label == "Mehriban Aliyeva"
    assert azru_kg.iri("foaf:Person") in described.types
    assert "Mehriban Əliyeva" in described.get("skos:prefLabel")
    assert {row["speaker"] for row in described.claims} >= {"Mehriban Aliyeva"}
    assert described.sources["source"] == [
        azru_kg.iri("source:caspianenergy-2019-11-25-mehriban-aliyeva")
    ]
    assert "Mehriban Aliyeva (person:mehriban-aliyeva)" in repr(described)
    assert "<table>" in described._repr_html_()


def test_a_claim_is_described_with_who_makes_it(each: Graph) -> None:
    described = each.describe("claim:turnover-2018")
    (row,) = described.claims
    assert (row["speaker"], row["said"]) == ("Mehriban Aliyeva", date(2019, 11, 25))


@pytest.mark.parametrize("name", ["person:nobody", "urn:nothing"])
def test_a_thing_of_which_nothing_is_said_is_told(kg: Graph, name: str) -> None:
    with pytest.raises(BadBinding, match="says nothing"):
        kg.describe(name)


def test_both_are_of_one_release_and_say_what_they_are(kg: Graph, served: Graph) -> None:
    assert kg.version == served.version
    assert kg.query("SELECT * { ?s ?p ?o } LIMIT 1").asked.release == kg.version
    assert served.place in repr(served)


def test_a_file_of_a_query_is_asked_by_its_path(kg: Graph, tmp_path: Path) -> None:
    stored = tmp_path / "mine.rq"
    stored.write_text(
        "#+ summary: Names\n#+ parameters:\n"
        "#+   country: {type: iri, kind: country, label: Country}\n"
        "SELECT ?name { VALUES ?country { country:AZ } ?country skos:prefLabel ?name }\n"
    )
    plain = tmp_path / "plain.rq"
    plain.write_text("SELECT ?name { ?country skos:prefLabel ?name }")
    russia = kg.query(stored, country="RU")
    assert russia["name"] == kg.query(plain, country=azru_kg.iri("country:RU"))["name"]
    assert kg.query(stored) != russia
    assert russia.asked.name == "mine"


def test_stored_queries_are_told_with_what_they_take(kg: Graph) -> None:
    stored = kg.queries["figures-of-trade"]
    assert stored.summary
    assert [parameter.name for parameter in stored.parameters] == ["indicator", "year"]


def test_a_graph_that_was_closed_is_asked_no_more(founding: Layout, address: str) -> None:
    for place in (founding.root, f"{address}sparql"):
        with azru_kg.open(place) as opened:
            assert opened.ask("ASK { ?s ?p ?o }")
        opened.close()
        with pytest.raises(AlreadyClosed, match="Open it again"):
            opened.ask("ASK { ?s ?p ?o }")
