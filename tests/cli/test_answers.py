import io
import json
from pathlib import Path

import pyoxigraph as ox
import pytest

from azru_kg.cli.answers import Layout, write_answer
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
    [
        ("turtle", ox.RdfFormat.TURTLE),
        ("nt", ox.RdfFormat.N_TRIPLES),
        ("jsonld", ox.RdfFormat.JSON_LD),
        ("json", ox.RdfFormat.JSON_LD),
        ("rdf", ox.RdfFormat.RDF_XML),
        ("xml", ox.RdfFormat.RDF_XML),
    ],
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
