import io
import json
from pathlib import Path

import pyoxigraph as ox
import pytest
from tests.support.sampling import sample_daily

from azru_kg.cli.answers import write_answer, write_remarks
from azru_kg.cli.output import Layout
from azru_kg.errors import AzruError, QueryRefused, SyntaxFault

SELECT = "SELECT ?s ?o { ?s ?p ?o }"
CONSTRUCT = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"


@pytest.fixture
def store(tmp_path: Path) -> ox.Store:
    store = ox.Store()
    path = tmp_path / "a.nq"
    path.write_text('<https://w3id.org/azru-kg/id/country/AZ> <urn:p> "Azerbaijan"@en .\n')
    store.bulk_load(path=path, format=ox.RdfFormat.N_QUADS)
    return store


def answer(store: ox.Store, query: str, layout: Layout) -> str:
    output = io.BytesIO()
    write_answer(store, query, layout, output)
    return output.getvalue().decode()


def test_solutions_are_a_table(store: ox.Store) -> None:
    lines = ["s           o", "----------  ----------", "country:AZ  Azerbaijan"]
    assert answer(store, SELECT, "table").splitlines() == lines


@pytest.mark.parametrize(("pattern", "word"), [("?s ?p ?o", "true"), ("?s a ?o", "false")])
def test_a_boolean_is_a_word(store: ox.Store, pattern: str, word: str) -> None:
    assert answer(store, f"ASK {{ {pattern} }}", "table") == f"{word}\n"


def test_a_graph_has_no_table_and_is_turtle(store: ox.Store) -> None:
    text = answer(store, CONSTRUCT, "table")
    assert text == answer(store, CONSTRUCT, "turtle")
    assert "country:AZ" in text
    assert len(list(ox.parse(text, format=ox.RdfFormat.TURTLE))) == 1


@pytest.mark.parametrize(
    ("layout", "start"),
    [("json", '{"head"'), ("xml", "<?xml"), ("csv", "s,o\r\n"), ("tsv", "?s\t")],
)
def test_solutions_come_in_the_formats_of_sparql(
    store: ox.Store, layout: Layout, start: str
) -> None:
    assert answer(store, SELECT, layout).startswith(start)


@pytest.mark.parametrize(
    ("layout", "syntax"),
    sample_daily(
        [
            ("turtle", ox.RdfFormat.TURTLE),
            ("nt", ox.RdfFormat.N_TRIPLES),
            ("jsonld", ox.RdfFormat.JSON_LD),
            ("json", ox.RdfFormat.JSON_LD),
            ("rdf", ox.RdfFormat.RDF_XML),
            ("xml", ox.RdfFormat.RDF_XML),
        ],
        3,
    ),
)
def test_a_graph_comes_in_the_syntaxes_of_rdf(
    store: ox.Store, layout: Layout, syntax: ox.RdfFormat
) -> None:
    query = "CONSTRUCT { ?s <urn:p:name> ?o } WHERE { ?s ?p ?o }"
    (quad,) = ox.parse(answer(store, query, layout), format=syntax)
    assert quad.object == ox.Literal("Azerbaijan", language="en")


@pytest.mark.parametrize(
    ("query", "layout"), [(SELECT, "turtle"), ("ASK {}", "nt"), (CONSTRUCT, "csv")]
)
def test_a_layout_that_does_not_suit_the_query_is_refused(
    store: ox.Store, query: str, layout: Layout
) -> None:
    with pytest.raises(AzruError, match=f"--format {layout} does not suit this query"):
        answer(store, query, layout)


def test_queries_know_the_prefixes_of_the_graph(store: ox.Store) -> None:
    found = json.loads(answer(store, "SELECT ?o { country:AZ ?p ?o }", "json"))
    assert [row["o"]["value"] for row in found["results"]["bindings"]] == ["Azerbaijan"]


def test_what_the_endpoint_refuses_is_refused_here_too(store: ox.Store) -> None:
    with pytest.raises(QueryRefused):
        answer(store, "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "table")
    with pytest.raises(QueryRefused, match="deep"):
        answer(store, f"SELECT * {'{' * 10_000}{'}' * 10_000}", "table")


def test_a_broken_query_is_a_fault_with_its_place(store: ox.Store) -> None:
    with pytest.raises(SyntaxFault) as caught:
        answer(store, "SELECT *\n{ ?s ?p }", "table")
    assert (caught.value.line, caught.value.column) == (2, 9)


def test_what_the_data_do_not_have_is_noted_beside_the_answer(
    capsys: pytest.CaptureFixture[str],
) -> None:
    output = io.BytesIO()
    write_answer(ox.Store(), "ASK { ?s a azru:Figures }", "table", output)
    assert output.getvalue() == b"false\n"
    assert capsys.readouterr().err == "note: The data do not name azru:Figures.\n"


def test_remarks_are_lines_with_their_places(
    store: ox.Store, capsys: pytest.CaptureFixture[str]
) -> None:
    query = "SELECT ?name {\n  country:AR skos:prefLabel ?name\n}"
    assert write_remarks(store, "a.rq", query) == 3
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "a.rq:2:3: The data do not name country:AR."
    assert lines[1] == "a.rq:2:14: The data do not name skos:prefLabel."
    assert lines[2].startswith("a.rq:2:29: ?name comes in every language")


def test_a_query_that_is_as_it_should_be_has_no_remarks(store: ox.Store) -> None:
    assert write_remarks(store, "a.rq", "SELECT ?o { country:AZ <urn:p> ?o }") == 0


def test_a_fault_comes_before_remarks(store: ox.Store) -> None:
    with pytest.raises(SyntaxFault, match="has no place here"):
        write_remarks(store, "a.rq", "SELECT ?o { ?s ?p }")


def test_rows_are_told_with_the_documents_that_they_rest_on(store: ox.Store) -> None:
    graphs = ("https://w3id.org/azru-kg/graph/one", "https://w3id.org/azru-kg/graph/two")
    for graph in graphs:
        quad = next(store.quads_for_pattern(None, None, None, ox.DefaultGraph()))
        store.add(ox.Quad(quad.subject, quad.predicate, quad.object, ox.NamedNode(graph)))
    output = io.BytesIO()
    write_answer(store, SELECT, "table", output, provenance=True)
    assert output.getvalue().decode().splitlines() == [
        "s           o           rests on",
        "----------  ----------  ----------",
        "country:AZ  Azerbaijan  [1] or [2]",
        "",
        "[1] graph:one",
        "[2] graph:two",
    ]


def test_an_answer_with_sources_is_json_as_well(store: ox.Store) -> None:
    output = io.BytesIO()
    write_answer(store, SELECT, "json", output, provenance=True)
    answer = json.loads(output.getvalue())
    assert [row["kind"] for row in answer["provenance"]["rows"]] == ["support"]
    assert answer["provenance"]["documents"] == [{"graph": None, "source": None, "title": None}]


@pytest.mark.parametrize(
    ("query", "layout", "word"),
    [
        (SELECT, "csv", "table or json"),
        ("ASK {}", "table", "SELECT"),
        (CONSTRUCT, "json", "SELECT"),
    ],
)
def test_what_cannot_carry_sources_is_refused(
    store: ox.Store, query: str, layout: Layout, word: str
) -> None:
    with pytest.raises(AzruError, match=word):
        write_answer(store, query, layout, io.BytesIO(), provenance=True)
