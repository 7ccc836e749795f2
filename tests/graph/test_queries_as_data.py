"""Stored queries as data: true to their files, found as editors look for them, and runnable."""

import re
from pathlib import Path

import pyoxigraph as ox
import pytest

from azru_kg.engine.embedded import evaluate
from azru_kg.engine.protocol import Request
from azru_kg.errors import DataError
from azru_kg.graph import stored_queries
from azru_kg.graph.dataset import DataFile, Dataset, canonical
from azru_kg.graph.layout import EXAMPLES_GRAPH, built_in
from azru_kg.query.query import read_query
from azru_kg.rdf.oxigraph_terms import AnyTerm
from azru_kg.rdf.prefixes import ENDPOINT, PREFIXES

STORED = {
    stored_queries.name_example(each.slug): each for each in stored_queries.load(built_in().queries)
}
# What the sparql-editor of the Swiss Institute of Bioinformatics asks an endpoint when it starts.
FIND_EXAMPLES = """SELECT DISTINCT ?sq ?comment ?query WHERE {
  ?sq a sh:SPARQLExecutable ; rdfs:comment ?comment ; sh:select|sh:ask|sh:construct ?query .
} ORDER BY ?sq"""
FIND_PREFIXES = (
    "SELECT DISTINCT ?prefix ?namespace { [] sh:prefix ?prefix ; sh:namespace ?namespace }"
)


@pytest.fixture(scope="module")
def store(whole_store: ox.Store) -> ox.Store:
    return whole_store


def ask(store: ox.Store, query: str) -> list[tuple[AnyTerm | None, ...]]:
    found = store.query(query, prefixes=PREFIXES)
    assert isinstance(found, ox.QuerySolutions)
    return [tuple(row) for row in found]


def values(row: tuple[AnyTerm | None, ...]) -> tuple[str, ...]:
    return tuple(str(getattr(term, "value", "")) for term in row)


def test_an_editor_finds_every_stored_query_in_the_default_graph(store: ox.Store) -> None:
    found = {
        name: (comment, query) for name, comment, query in map(values, ask(store, FIND_EXAMPLES))
    }
    assert found.keys() == STORED.keys()
    for name, (comment, query) in found.items():
        assert query == STORED[name].text
        assert comment.startswith(STORED[name].summary.rstrip("."))
        assert comment.endswith(STORED[name].description)


def test_an_editor_finds_every_prefix_in_the_default_graph(store: ox.Store) -> None:
    assert set(map(values, ask(store, FIND_PREFIXES))) == set(PREFIXES.items())


@pytest.mark.long
def test_every_example_found_is_answered_with_rows(store: ox.Store, tmp_path: Path) -> None:
    for _, _, query in map(values, ask(store, FIND_EXAMPLES)):
        with (tmp_path / "answer.csv").open("wb") as file:
            evaluate(store, Request(read_query(query), results="text/csv", graph=None)).write(file)
        assert (tmp_path / "answer.csv").read_bytes().count(b"\n") > 1


def test_examples_carry_their_keywords_and_the_endpoint(store: ox.Store) -> None:
    rows = ask(
        store,
        "SELECT ?example ?target ?word { ?example schema:target ?target ; schema:keywords ?word }",
    )
    assert {(name, word) for name, _, word in map(values, rows)} == {
        (name, tag) for name, stored in STORED.items() for tag in stored.tags
    }
    assert {target for _, target, _ in map(values, rows)} == {ENDPOINT}


@pytest.mark.parametrize(
    ("query", "kind", "text"),
    [
        ("SELECT * { ?s ?p ?o }", "sh:SPARQLSelectExecutable", "sh:select"),
        ("# select\nPREFIX a: <urn:select> ASK {}", "sh:SPARQLAskExecutable", "sh:ask"),
        (
            "construct { ?s ?p 'select' } { select * { ?s ?p ?o } }",
            "sh:SPARQLConstructExecutable",
            "sh:construct",
        ),
    ],
)
def test_the_form_of_a_query_decides_what_it_is(
    tmp_path: Path, query: str, kind: str, text: str
) -> None:
    (tmp_path / "a.rq").write_text(f"#+ summary: A\n{query}\n")
    store = ox.Store()
    DataFile(tmp_path / "a.rq", EXAMPLES_GRAPH).load(store)
    found = ask(store, f"SELECT ?text {{ GRAPH ?g {{ ?q a {kind} ; {text} ?text }} }}")
    assert [values(row) for row in found] == [(f"{query}\n",)]


def test_a_describe_query_is_one_of_its_own_kind(tmp_path: Path) -> None:
    (tmp_path / "a.rq").write_text("#+ summary: A\nDESCRIBE <urn:a>\n")
    kinds = {str(triple.object) for triple in stored_queries.read_example(tmp_path / "a.rq")}
    assert any(re.search("SPARQLDescribeExecutable>", kind) for kind in kinds)


def test_a_file_without_a_query_form_is_an_error_with_its_name(tmp_path: Path) -> None:
    (tmp_path / "a.rq").write_text("#+ summary: A\nPREFIX a: <urn:a>\n")
    with pytest.raises(DataError, match=r"a\.rq: a query starts with SELECT"):
        stored_queries.read_example(tmp_path / "a.rq")


@pytest.mark.long
def test_the_store_and_the_quads_hold_the_same_examples(
    store: ox.Store, whole_dataset: Dataset
) -> None:
    name = ox.NamedNode(EXAMPLES_GRAPH)
    written = [quad for quad in whole_dataset.quads() if quad.graph_name == name]
    assert canonical(written) == canonical(store.quads_for_pattern(None, None, None, name))
