import random
from collections import Counter

import pyoxigraph as ox
import pytest
import rdflib

from azru_kg.query.query import read_query
from azru_kg.query.reorder import reorder
from azru_kg.query.tokens import tokenize

PROPERTIES = [f"urn:p{number}" for number in range(4)]
NODES = [f"urn:n{number}" for number in range(5)]
NAMES = "abcdef"


def moved(text: str) -> str:
    return reorder(text, [*tokenize(text)])


@pytest.mark.parametrize(
    ("query", "better"),
    [
        (
            "SELECT * { ?f :i ?i ; :p ?p . OPTIONAL { ?f :o ?o } ?p :l ?pl . ?i :l ?il }",
            "SELECT * { ?f :i ?i ; :p ?p . ?p :l ?pl . ?i :l ?il OPTIONAL { ?f :o ?o } }",
        ),
        (
            "ASK { ?a :p ?b MINUS { ?a :q ?c } ?b :r (1 ?d) }",
            "ASK { ?a :p ?b . ?b :r (1 ?d) MINUS { ?a :q ?c } }",
        ),
        (
            "ASK { ?a :p ?b BIND(STR(?b) AS ?c) FILTER(?d > 1) ?b :r ?d }",
            "ASK { ?a :p ?b . ?b :r ?d BIND(STR(?b) AS ?c) FILTER(?d > 1) }",
        ),
        (
            "ASK { ?a :p ?b OPTIONAL { ?a :q ?c } ?c :r ?d . ?b :r ?e }",
            "ASK { ?a :p ?b . ?b :r ?e OPTIONAL { ?a :q ?c } ?c :r ?d }",
        ),
        (
            "ASK { GRAPH ?g { ?a :p ?b OPTIONAL { ?b :q ?c } ?a :r ?d } }",
            "ASK { GRAPH ?g { ?a :p ?b . ?a :r ?d OPTIONAL { ?b :q ?c } } }",
        ),
        (
            "SELECT ?a { { SELECT ?a { ?a :p 1 OPTIONAL { ?a :q ?b } ?a :r 2 } LIMIT 3 } }",
            "SELECT ?a { { SELECT ?a { ?a :p 1 . ?a :r 2 OPTIONAL { ?a :q ?b } } LIMIT 3 } }",
        ),
        (
            "CONSTRUCT { ?a :p ?c } WHERE { ?a :p 1 OPTIONAL { ?a :q ?c } VALUES ?x { 1 } ?a :r 2"
            " OPTIONAL { ?a :s ?e } ?a :t 4 }",
            "CONSTRUCT { ?a :p ?c } WHERE { ?a :p 1 OPTIONAL { ?a :q ?c } VALUES ?x { 1 } ?a :r 2"
            " . ?a :t 4 OPTIONAL { ?a :s ?e } }",
        ),
    ],
)
def test_a_pattern_moves_in_front_of_what_it_shares_nothing_new_with(
    query: str, better: str
) -> None:
    assert " ".join(moved(query).split()) == better


@pytest.mark.parametrize(
    "query",
    [
        "ASK { ?a :p ?b . ?b :q ?c }",
        "ASK { ?a :p ?b OPTIONAL { ?a :q ?c } }",
        # What is bound in the clause alone.
        "ASK { ?a :p ?b OPTIONAL { ?a :q ?c } ?c :r ?d }",
        # What a FILTER or a group inside the clause looks at.
        "ASK { ?a :p ?b OPTIONAL { ?a :q ?c FILTER(?d > 1) } ?b :r ?d }",
        "ASK { ?a :p ?b OPTIONAL { ?a :q ?c FILTER EXISTS { ?d :q ?d } } ?b :r ?d }",
        "ASK { ?a :p ?b BIND(?d AS ?c) ?b :r ?d }",
        "ASK { ?a :p ?b MINUS { ?x :q ?d } ?b :r ?d }",
        # What is bound for certain by no pattern in front.
        "ASK { OPTIONAL { ?a :p ?b } ?a :q ?c }",
        "ASK { { ?a :p ?b } UNION { ?a :q ?d } OPTIONAL { ?b :r ?d } ?d :s ?e }",
        # What comes out different each time.
        "ASK { ?a :p ?b BIND(UUID() AS ?c) ?b :r ?d }",
        # A label of a blank node, and clauses that patterns do not pass.
        "ASK { ?a :p ?b OPTIONAL { ?a :q ?c } ?b :r _:d . _:d :r 1 }",
        "ASK { ?a :p ?b OPTIONAL { ?a :q ?c } GRAPH ?g { ?b :r ?d } ?b :s ?e }",
        "ASK { ?a :p ?b {| :q ?c |} . ?b :s ?e }",
        "ASK {",
    ],
)
def test_other_patterns_stay(query: str) -> None:
    assert moved(query) == ""


def make_pattern(chance: random.Random) -> str:
    terms = [*(f"?{name}" for name in NAMES), *(f"?{name}" for name in NAMES), "<urn:n1>"]
    return f"{chance.choice(terms)} <{chance.choice(PROPERTIES)}> {chance.choice(terms)}"


def make_clause(chance: random.Random, fresh: str) -> str:
    inner = " . ".join(make_pattern(chance) for _ in range(chance.randint(1, 2)))
    tested = chance.choice(NAMES)
    condition = chance.choice(["", f" FILTER(?{tested} != <urn:n2>)", f" FILTER(BOUND(?{tested}))"])
    kinds = [f"OPTIONAL {{ {inner}{condition} }}", f"MINUS {{ {inner}{condition} }}"]
    if fresh:
        kinds.append(f"BIND(STR(?{tested}) AS ?{fresh})")
    return chance.choice(kinds)


def make_query(chance: random.Random) -> str:
    parts: list[str] = [make_pattern(chance)]
    for number in range(chance.randint(1, 3)):
        parts += [make_clause(chance, f"x{number}")]
        parts += [" . ".join(make_pattern(chance) for _ in range(chance.randint(1, 2)))]
    if chance.random() < 0.3:
        parts.insert(chance.randrange(len(parts)), f"FILTER(?{chance.choice(NAMES)} != <urn:n0>)")
    return f"SELECT * {{ {' '.join(parts)} }}"


@pytest.mark.parametrize("cases", [50, pytest.param(400, marks=pytest.mark.long)])
def test_a_reordered_query_has_the_same_answers_on_random_graphs(cases: int) -> None:
    chance = random.Random(11)  # noqa: S311
    compared = 0
    for _ in range(cases):
        triples = {
            (chance.choice(NODES), chance.choice(PROPERTIES), chance.choice(NODES))
            for _ in range(chance.randint(4, 14))
        }
        query = make_query(chance)
        better = moved(query)
        if not better:
            continue
        compared += 1
        graph, store = rdflib.Graph(), ox.Store()
        for triple in triples:
            s, p, o = triple
            graph.add((rdflib.URIRef(s), rdflib.URIRef(p), rdflib.URIRef(o)))
            store.add(ox.Quad(ox.NamedNode(s), ox.NamedNode(p), ox.NamedNode(o)))
        assert count_rdflib(graph, query) == count_rdflib(graph, better), (query, better, triples)
        assert count_oxigraph(store, query) == count_oxigraph(store, better), (query, better)
    assert compared > cases / 4


def count_rdflib(graph: rdflib.Graph, query: str) -> Counter[frozenset[tuple[str, str]]]:
    return Counter(
        frozenset((str(name), str(value)) for name, value in row.asdict().items())
        for row in graph.query(query)
        if isinstance(row, rdflib.query.ResultRow)
    )


def count_oxigraph(store: ox.Store, query: str) -> Counter[tuple[str, ...]]:
    rows = store.query(query)
    assert isinstance(rows, ox.QuerySolutions)
    return Counter(tuple(map(str, row)) for row in rows)


def test_a_query_carries_its_better_text() -> None:
    text = "ASK { ?f a ?i OPTIONAL { ?f azru:origin ?o } ?i skos:prefLabel ?l }"
    assert read_query(text).rewritten == moved(text)
    assert read_query(text).text == text


def test_as_many_clauses_as_a_query_may_have_are_passed() -> None:
    clauses = " ".join(f"OPTIONAL {{ ?a ?d{n} ?e{n} }} ?a ?f{n} ?g{n} ." for n in range(990))
    text = f"SELECT * {{ ?a ?b ?c {clauses} }}"
    written = reorder(text, [*tokenize(text)])
    assert written.index("?g989") < written.index("OPTIONAL")
    assert written.count("OPTIONAL") == written.count("?f") == 990
