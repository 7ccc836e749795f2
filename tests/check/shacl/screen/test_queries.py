"""On which nodes the query of a constraint finds something: on them, not, or nobody knows yet."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from rdflib import Graph, URIRef

from azru_kg.check.shacl.screen.paths import Unknown
from azru_kg.check.shacl.screen.queries import NodeQuery, compile_query
from azru_kg.check.shacl.screen.triples import Triples
from azru_kg.graph.dataset import DataFile

Write = Callable[[str, str], Path]

EX = "http://example.org/"
DATA = """\
ex:a ex:p ex:b , ex:c ; ex:t "1" .
ex:b ex:p ex:d ; ex:q ex:b ; ex:t "2" .
ex:c ex:q ex:c ; ex:t "3" .
ex:d ex:p ex:a ; ex:q ex:a , ex:d ."""
NODES = ("a", "b", "c", "d")
KNOWN = [
    "$this ex:p ?x",
    "$this ex:p ?x . ?x ex:q ?y",
    "$this ex:p ?x FILTER EXISTS { ?x ex:q ?x }",
    "$this ex:p ?x FILTER NOT EXISTS { ?x ex:q ?x }",
    "FILTER NOT EXISTS { $this ex:p ?x . ?x ex:q ?y FILTER EXISTS { ?y ex:p ex:d } }",
    "FILTER NOT EXISTS { $this ex:p ?x FILTER NOT EXISTS { ?x ex:q ?y } }",
    "FILTER EXISTS { $this ex:p ?x } FILTER NOT EXISTS { $this ex:q $this }",
    "FILTER (EXISTS { $this ex:p ?x } && NOT EXISTS { $this ex:q $this })",
    "$this ex:p ?x FILTER (EXISTS { ?x ex:q ?y } && (EXISTS { ?x ex:p ?y } && EXISTS { ?x ex:t"
    " ?y }))",
    "$this ex:p ?x , ?y FILTER (STR(?x) < STR(?y))",
    "FILTER NOT EXISTS { $this ex:p ?x . $this ex:q ?y FILTER (STR(?x) != STR(?y)) }",
    "$this ex:p ?x FILTER (?x IN (ex:a, ex:c))",
    "$this ex:p ?x FILTER (?x NOT IN (ex:a, ex:c))",
    "FILTER NOT EXISTS { $this ex:q ?x FILTER (?x NOT IN (ex:a, ex:c)) }",
]
"""Queries of which all is known: what they find is found, and nothing else."""

UNSURE = [
    "$this ex:t ?x FILTER (?x > '1')",
    "$this ex:t ?x FILTER (?x > '1' && EXISTS { $this ex:p ?y })",
    "FILTER NOT EXISTS { $this ex:t ?x FILTER (?x > '1') }",
    "FILTER NOT EXISTS { $this ex:t ?x FILTER (?x > '1' && EXISTS { $this ex:p ?y }) }",
    "FILTER EXISTS { $this ex:t ?x FILTER NOT EXISTS { $this ex:p ?y FILTER (?y != ?x) } }",
    "$this ex:p ?x FILTER (?x IN (ex:a, 'a'))",
    "$this ex:p ?x FILTER (EXISTS { ?x ex:q ?x } || EXISTS { ?x ex:t ?y })",
]
"""Queries with a FILTER that is not known: what they find is found, and perhaps more."""


@pytest.fixture
def path(turtle: Write) -> Path:
    return turtle("data.ttl", DATA)


def compile_text(path: Path, pattern: str) -> tuple[NodeQuery, Triples]:
    triples = Triples()
    triples.read([DataFile(path)])
    text = f"SELECT $this WHERE {{ {pattern} }}"
    return compile_query(text, {"ex": EX}, triples), triples


def find(path: Path, pattern: str) -> set[str]:
    """Return the nodes on which the screen says that a query may find something."""
    query, triples = compile_text(path, pattern)
    numbers = {triples.number(URIRef(f"{EX}{name}")): name for name in NODES}
    return {numbers[node] for node in query.find_failing(set(numbers), {})}


def ask_rdflib(path: Path, pattern: str) -> set[str]:
    """Return the nodes on which rdflib finds something."""
    graph = Graph().parse(path)
    text = f"SELECT ?this WHERE {{ {pattern} }}"
    return {
        name
        for name in NODES
        if list(graph.query(text, initNs={"ex": EX}, initBindings={"this": URIRef(f"{EX}{name}")}))
    }


@pytest.mark.parametrize("pattern", KNOWN)
def test_what_a_known_query_finds_is_found_and_nothing_else(path: Path, pattern: str) -> None:
    assert find(path, pattern) == ask_rdflib(path, pattern)


def test_known_queries_tell_nodes_apart(path: Path) -> None:
    answers = [find(path, pattern) for pattern in KNOWN]
    assert all(answers)
    assert sum(answer != set(NODES) for answer in answers) == len(KNOWN)


@pytest.mark.parametrize("pattern", UNSURE)
def test_what_is_not_known_is_suspected(path: Path, pattern: str) -> None:
    assert find(path, pattern) >= ask_rdflib(path, pattern)


@pytest.mark.parametrize(
    ("pattern", "suspected"),
    [
        # What is known to be false is false, whatever stands beside it.
        ("$this ex:t ?x FILTER (?x > '1' && EXISTS { $this ex:p ex:d })", {"b"}),
        ("$this ex:t ?x FILTER (EXISTS { $this ex:p ex:d } && ?x > '1')", {"b"}),
        ("$this ex:t ?x FILTER (?x > '1') FILTER NOT EXISTS { $this ex:q ?y }", {"a"}),
        # Not to know is neither to find nor not to find, also within NOT EXISTS.
        ("FILTER EXISTS { $this ex:t ?x FILTER (?x > '1') }", {"a", "b", "c"}),
        ("FILTER NOT EXISTS { $this ex:t ?x FILTER (?x > '1') }", set(NODES)),
        ("FILTER NOT EXISTS { $this ex:q ?x FILTER (?x > '1' && EXISTS { ?x ex:t '9' }) }", None),
        # One solution that is sure settles it, though others are not.
        ("FILTER NOT EXISTS { $this ex:p ?x FILTER NOT EXISTS { ?x ex:t ?y } }", {"a", "c", "d"}),
    ],
)
def test_a_filter_is_true_false_or_not_known(
    path: Path, pattern: str, suspected: set[str] | None
) -> None:
    if suspected is None:
        with pytest.raises(Unknown):
            find(path, pattern)
    else:
        assert find(path, pattern) == suspected
        assert suspected >= ask_rdflib(path, pattern)


@pytest.mark.parametrize(
    "pattern",
    [
        "?x ex:p ?y",
        "?x a ex:b . $this ex:p ?y",
        "$this ex:p/ex:q ?x",
        "$this ex:p 'a literal'",
        "$this ?x ?y",
        "OPTIONAL { $this ex:p ?x }",
        "{ $this ex:p ?x } UNION { $this ex:q ?x }",
    ],
)
def test_another_query_is_not_known(path: Path, pattern: str) -> None:
    with pytest.raises(Unknown):
        compile_text(path, pattern)
