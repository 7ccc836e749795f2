"""What rows of small datasets rest on, feature by feature."""

from collections.abc import Iterable

import pyoxigraph as ox
import pytest

from azru_kg.engine.sourced import ask_sources
from azru_kg.graph.dataset import unite
from azru_kg.provenance.told import Provenance, RowProvenance, Support
from azru_kg.rdf.oxigraph_terms import AnyTerm

DATA = """
<urn:a> <urn:p> <urn:b> <urn:g1> .
<urn:a> <urn:p> <urn:b> <urn:g2> .
<urn:b> <urn:q> <urn:c> <urn:g2> .
<urn:b> <urn:q> <urn:d> <urn:g3> .
<urn:c> <urn:q> <urn:d> <urn:g1> .
<urn:a> <urn:value> "1" <urn:g1> .
<urn:b> <urn:value> "2" <urn:g3> .
_:x <urn:p> _:y <urn:g4> .
"""


@pytest.fixture(scope="module")
def store() -> ox.Store:
    store = ox.Store()
    store.load(DATA, format=ox.RdfFormat.N_QUADS)
    unite(store, ())
    return store


def told(store: ox.Store, query: str) -> dict[tuple[str, ...], set[str]]:
    """Return rows as words, each with its sets as words: g1+g2, and `-` before what is absent."""
    answer = ask_sources(store, query)
    rows = zip(answer.rows, answer.provenance.rows, strict=True)
    return {tuple(map(name, row)): say(each, answer.provenance) for row, each in rows}


def name(term: AnyTerm | None) -> str:
    return "" if term is None or isinstance(term, ox.Triple) else term.value.removeprefix("urn:")


def say(row: RowProvenance, provenance: Provenance) -> set[str]:
    said = {say_set(each, provenance) for each in row.sets}
    if row.kind == "lineage":
        said = {f"group {each}" for each in said}
    return said | {provenance.reasons[reason] for reason in row.reasons}


def say_set(members: Support, provenance: Provenance) -> str:
    documents = (str(provenance.documents[number].graph)[4:] for number in members.documents)
    absences = (f"-{provenance.absences[number].pattern}" for number in members.absences)
    return "+".join([*sorted(documents), *absences])


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("SELECT ?s { ?s <urn:p> <urn:b> }", {("a",): {"g1", "g2"}}),
        (
            "SELECT ?o { <urn:a> <urn:p> ?b . ?b <urn:q> ?o }",
            {("c",): {"g2"}, ("d",): {"g1+g3", "g2+g3"}},
        ),
        ("SELECT ?o { <urn:a> <urn:p>/<urn:q> ?o }", {("c",): {"g2"}, ("d",): {"g1+g3", "g2+g3"}}),
        ("SELECT ?o { <urn:b> <urn:q>+ ?o }", {("c",): {"g2"}, ("d",): {"g3", "g1+g2"}}),
        (
            "SELECT ?o { <urn:b> <urn:q>? ?o }",
            {("b",): {"g1", "g2", "g3"}, ("c",): {"g2"}, ("d",): {"g3"}},
        ),
        ("SELECT ?s { ?s ^<urn:q> <urn:b> }", {("c",): {"g2"}, ("d",): {"g3"}}),
        ("SELECT ?o { <urn:b> !<urn:q> ?o }", {("2",): {"g3"}}),
        ("SELECT ?g { GRAPH ?g { ?s <urn:p> <urn:b> } }", {("g1",): {"g1"}, ("g2",): {"g2"}}),
        ("SELECT ?o { GRAPH <urn:g2> { <urn:a> <urn:p>/<urn:q> ?o } }", {("c",): {"g2"}}),
        (
            "SELECT DISTINCT ?x { { ?x <urn:p> ?y } UNION { ?x <urn:value> ?y }"
            " FILTER (ISIRI(?x)) }",
            {("a",): {"g1", "g2"}, ("b",): {"g3"}},
        ),
        (
            "SELECT * { VALUES ?x { <urn:a> <urn:b> } OPTIONAL { ?x <urn:p> ?y } }",
            {("a", "b"): {"g1", "g2"}, ("b", ""): {"-?x <urn:p> ?y"}},
        ),
        ("SELECT ?x { VALUES ?x { <urn:a> } OPTIONAL { ?x <urn:p> ?y } }", {("a",): {""}}),
        (
            "SELECT ?x { ?x <urn:value> ?v MINUS { ?x <urn:p> ?y } }",
            {("b",): {"g3+-?x <urn:p> ?y"}},
        ),
        (
            "SELECT ?x { ?x <urn:value> ?v FILTER NOT EXISTS { ?x <urn:p> ?y } }",
            {("b",): {"g3+-?x <urn:p> ?y"}},
        ),
        ("SELECT ?x { ?x <urn:value> ?v FILTER EXISTS { ?x <urn:p> ?y } }", {("a",): {"g1"}}),
        (
            "SELECT ?x { ?x <urn:value> ?v FILTER (?v = '2' || EXISTS { ?x <urn:p> ?y }) }",
            {("a",): {"g1"}, ("b",): {"g3"}},
        ),
        (
            "SELECT ?x ?e { ?x <urn:value> ?v BIND (EXISTS { ?x <urn:p> ?y } AS ?e) }",
            {("a", "true"): {"g1"}, ("b", "false"): {"g3+-?x <urn:p> ?y"}},
        ),
        ("SELECT (COUNT(*) AS ?n) { ?x <urn:q> ?y }", {("3",): {"group g1+g2+g3"}}),
        (
            "SELECT ?x (COUNT(*) AS ?n) { ?x <urn:q> ?y } GROUP BY ?x HAVING (COUNT(*) > 1)",
            {("b", "2"): {"group g2+g3"}},
        ),
        ("SELECT (COUNT(*) AS ?n) { ?x <urn:none> ?y }", {("0",): {"group -?x <urn:none> ?y"}}),
        (
            "SELECT ?x ?n { <urn:a> <urn:p> ?x"
            " { SELECT ?x (COUNT(*) AS ?n) { ?x <urn:q> ?y } GROUP BY ?x } }",
            {("b", "2"): {"group g2+g3"}},
        ),
        (
            "SELECT ?x { { SELECT DISTINCT ?x { ?x <urn:p> ?y } } ?x <urn:value> ?v }",
            {("a",): {"g1"}},
        ),
        ("SELECT (1 AS ?one) {}", {("1",): {""}}),
        ("SELECT ?g { GRAPH ?g {} } ORDER BY ?g", {(f"g{n}",): {f"g{n}"} for n in (1, 2, 3, 4)}),
    ],
)
def test_a_row_rests_on_these(
    query: str, expected: dict[tuple[str, ...], set[str]], store: ox.Store
) -> None:
    assert told(store, query) == expected


def test_blank_nodes_are_told_apart(store: ox.Store) -> None:
    answer = ask_sources(store, "SELECT ?x ?y { ?x <urn:p> ?y FILTER (ISBLANK(?x)) }")
    assert [say(row, answer.provenance) for row in answer.provenance.rows] == [{"g4"}]


def test_rows_are_those_of_the_plain_query_in_their_order(store: ox.Store) -> None:
    query = "SELECT ?o ?s { ?s ?p ?o } ORDER BY DESC(STR(?o)) ?s LIMIT 4 OFFSET 1"
    plain = store.query(query)
    assert isinstance(plain, ox.QuerySolutions)
    assert list(ask_sources(store, query).rows) == [tuple(row) for row in plain]


def test_rows_that_are_alike_each_have_their_sets(store: ox.Store) -> None:
    answer = ask_sources(store, "SELECT ?s { ?s <urn:q> ?o FILTER (?s = <urn:b>) }")
    assert len(answer.rows) == 2
    assert [say(row, answer.provenance) for row in answer.provenance.rows] == [{"g2", "g3"}] * 2


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("SELECT ?s { ?s <urn:p> ?o BIND (RAND() AS ?r) }", "chance"),
        ("SELECT (EXISTS { ?s <urn:p> ?o } AS ?e) {}", "EXISTS in an expression of SELECT"),
        ("SELECT ?s { ?s <urn:p> ?o { SELECT ?s { ?s ?p ?x } LIMIT 1000 } }", "LIMIT or OFFSET"),
        (
            "SELECT ?s { ?s <urn:value> ?o"
            " FILTER NOT EXISTS { ?s <urn:p> ?x MINUS { ?x <urn:q> ?y } } }",
            "itself rests on absence",
        ),
        (
            "SELECT ?s { ?s <urn:p> ?o FILTER EXISTS { { ?s ?q ?x } UNION { ?o ?q ?x } } }",
            "around triples",
        ),
        (
            "SELECT * { GRAPH ?g { ?s <urn:p> ?x"
            " { SELECT ?s (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?s } } }",
            "depends on the engine",
        ),
    ],
)
def test_what_is_not_told_is_said_with_the_reason(query: str, reason: str, store: ox.Store) -> None:
    answer = ask_sources(store, query)
    assert answer.rows
    for row in answer.provenance.rows:
        assert (row.kind, row.sets) == ("untold", ())
        assert reason in answer.provenance.reasons[row.reasons[0]]


def test_from_chooses_the_graphs_that_are_told(store: ox.Store) -> None:
    one = "SELECT ?s FROM <urn:g1> { ?s <urn:p> <urn:b> }"
    both = "SELECT ?s FROM <urn:g1> FROM <urn:g2> FROM NAMED <urn:g3> { ?s <urn:p> <urn:b> }"
    assert told(store, one) == {("a",): {"g1"}}
    assert told(store, both) == {("a",): {"g1", "g2"}}


def make_alternatives(patterns: int) -> ox.Store:
    store = ox.Store()
    for number in range(patterns):
        for graph in "ab":
            named = ox.NamedNode(f"urn:{graph}{number}")
            subject, predicate = ox.NamedNode("urn:s"), ox.NamedNode(f"urn:p{number}")
            store.add(ox.Quad(subject, predicate, ox.NamedNode("urn:o"), named))
    unite(store, ())
    return store


def join(patterns: Iterable[int]) -> str:
    return "SELECT ?s { " + " ".join(f"?s <urn:p{number}> ?o ." for number in patterns) + " }"


def test_sets_are_counted_beyond_those_that_are_listed() -> None:
    (row,) = ask_sources(make_alternatives(6), join(range(6))).provenance.rows
    assert (len(row.sets), row.more) == (16, 64 - 16)


def test_more_sets_than_are_counted_are_said_to_be_more() -> None:
    (row,) = ask_sources(make_alternatives(40), join(range(40))).provenance.rows
    assert (len(row.sets), row.more) == (16, None)
    assert all(len(each.documents) == 40 for each in row.sets)
