import random
from collections import Counter

import pyoxigraph as ox
import pytest
import rdflib

from azru_kg.query.query import read_query
from azru_kg.query.split_paths import split_paths
from azru_kg.query.tokens import tokenize

PROPERTIES = [f"urn:p{number}" for number in range(3)]
NODES = [f"urn:n{number}" for number in range(5)]
GRAPHS = ["urn:g0", "urn:g1"]
STEPS = (
    *("<urn:p0>", "^<urn:p0>", "(<urn:p0>|<urn:p1>)", "(<urn:p0>|^<urn:p1>)", "!<urn:p0>"),
    *("(<urn:p0>/<urn:p1>)", "(<urn:p0>/<urn:p1>*)", "(<urn:p1>?)"),
)
# rdflib fails at it.
INVERSE = "!(<urn:p0>|^<urn:p1>)"
QUERIES = (
    *("SELECT * { %s }", "SELECT ?a { %s }", "SELECT DISTINCT ?b { %s }", "ASK { %s }"),
    "SELECT (COUNT(*) AS ?n) (COUNT(DISTINCT ?b) AS ?m) { %s }",
    "SELECT * { %s } ORDER BY ?a ?b",
    "SELECT * { ?c <urn:p2> ?d . %s . ?d <urn:p1> ?e }",
    "SELECT * { ?c <urn:p2> ?d OPTIONAL { %s } }",
    "SELECT * { %s OPTIONAL { ?b <urn:p2> ?c } }",
    "SELECT * { OPTIONAL { <urn:n1> <urn:p2> ?a } %s }",
    "SELECT * { ?a <urn:p2> ?c MINUS { %s } }",
    "SELECT * { %s MINUS { ?a <urn:p2> ?b } }",
    "SELECT * { ?c <urn:p2> ?d FILTER EXISTS { %s } }",
    "SELECT * { { %s } UNION { ?b <urn:p1> ?a } }",
    "SELECT * { ?a <urn:p1> ?c { SELECT ?a ?b { %s } } }",
    "SELECT * { ?a <urn:p1> ?c { SELECT ?b (COUNT(?a) AS ?n) { %s } GROUP BY ?b } }",
    "SELECT * { %s FILTER (?a != ?b) }",
    "SELECT * { %s FILTER (?b = <urn:n1>) }",
    "SELECT * { %s FILTER (<urn:nowhere> = ?a) }",
    "SELECT * { %s FILTER (?b IN (<urn:n1>, <urn:n2>, <urn:n1>)) OPTIONAL { ?a <urn:p0> ?c } }",
    "SELECT * { ?c <urn:p2> ?d OPTIONAL { %s FILTER (?a = <urn:n0>) } }",
    "SELECT * { %s BIND (STR(?b) AS ?c) }",
    "CONSTRUCT { ?b <urn:is> ?a } WHERE { %s }",
)
APART = ("SELECT * { GRAPH ?g { %s } }", "SELECT * { GRAPH <urn:g1> { %s } ?c <urn:p1> ?d }")

# What rdflib itself does with a dataset.
pytestmark = pytest.mark.filterwarnings("ignore:Dataset.:DeprecationWarning")

Row = frozenset[tuple[str, str]]


def split(text: str) -> str:
    return split_paths(text, [*tokenize(text)])


@pytest.mark.parametrize("step", ["skos:broader", "a", "^azru:of", "(a/azru:of|!a)", "!(a|^a)"])
def test_a_path_is_split_into_its_ends_and_what_it_leads_to(step: str) -> None:
    assert split(f"ASK {{ ?a {step}* ?b }}") == (
        f"ASK {{ {{ {{ ?a {step}? ?b FILTER (SAMETERM(?a, ?b)) }}"
        f" UNION {{ ?a {step}+ ?b FILTER (!SAMETERM(?a, ?b)) }} }} }}"
    )


@pytest.mark.parametrize("filtered", ["?b = azru:x", "azru:x = ?b", "?b IN (azru:x)"])
def test_a_path_begins_where_a_filter_wants_an_end(filtered: str) -> None:
    text = split(f"ASK {{ ?a azru:p*/azru:q? ?b FILTER ({filtered}) }}")
    assert text == (
        "ASK { { { SELECT DISTINCT ?b { VALUES ?b { azru:x } } } ?a azru:p*/azru:q? ?b }"
        f" FILTER ({filtered}) }}"
    )


def test_a_comment_ends_where_it_did() -> None:
    text = split("ASK { ?a skos:broader # or none\n * ?b # all\n }")
    assert text.count("# or none\n") == 2
    assert text.endswith(" # all\n }")
    assert not count_oxigraph(ox.Store(), text.replace("skos:broader", "<urn:p>"))


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?a skos:broader+ ?b }",
        "ASK { ?a skos:broader? ?b }",
        "ASK { ?a skos:broader*/skos:related* ?b }",
        "ASK { ?a skos:broader|skos:related* ?b }",
        "ASK { ?a skos:broader* ?b . ?b a skos:Concept }",
        "ASK { ?a skos:broader* ?b ; skos:inScheme ?c }",
        "ASK { ?a skos:broader* _:b }",
        "ASK { code:x skos:broader* ?b }",
        "ASK { ?a skos:broader* ?b . ?a a ?c FILTER (?b = azru:x) }",
        "SELECT (COUNT(*) AS ?n) { ?a a ?b }",
    ],
)
def test_other_paths_stay(query: str) -> None:
    assert split(query) == ""


def test_a_query_carries_the_text_that_is_found_sooner_and_its_own() -> None:
    text = "ASK { ?c a ?d OPTIONAL { ?c azru:of ?e } ?d a ?f . ?a skos:broader* ?b }"
    query = read_query(text)
    assert query.text == text
    assert query.rewritten.index("OPTIONAL") > query.rewritten.index("?d a ?f")
    assert "UNION" in query.rewritten


@pytest.mark.parametrize("seeds", [1, pytest.param(12, marks=pytest.mark.long)])
def test_a_split_path_has_the_same_answers_on_random_graphs(seeds: int) -> None:
    for seed in range(seeds):
        chance = random.Random(seed)  # noqa: S311
        for query in QUERIES + APART:
            store, dataset = make_data(chance)
            ends = chance.choice(("?a", "?a", "?a", "?b"))
            step = chance.choice([*STEPS, INVERSE])
            text = query % f"{ends} {step}* ?b"
            better = split(text)
            assert better, text
            assert count_oxigraph(store, better) == count_oxigraph(store, text), text
            if step != INVERSE:
                assert count_rdflib(dataset, better) == count_rdflib(dataset, text), text


@pytest.mark.parametrize("step", STEPS)
def test_oxigraph_finds_by_a_split_path_what_rdflib_finds_by_a_whole_one(step: str) -> None:
    chance = random.Random(step)  # noqa: S311
    for _ in range(4):
        store, dataset = make_data(chance)
        text = f"SELECT * {{ ?a {step}* ?b }}"
        assert count_oxigraph(store, split(text)) == count_rdflib(dataset, text)


def make_data(chance: random.Random) -> tuple[ox.Store, rdflib.Dataset]:
    """Return some triples in a default graph and in two named ones, for both engines."""
    store, dataset = ox.Store(), rdflib.Dataset()
    for graph in ("", *GRAPHS):
        for _ in range(chance.randint(2, 9)):
            s, p, o = chance.choice(NODES), chance.choice(PROPERTIES), chance.choice([*NODES, ""])
            node = ox.NamedNode(o) if o else ox.Literal("text", language="en")
            own = ox.NamedNode(graph) if graph else ox.DefaultGraph()
            store.add(ox.Quad(ox.NamedNode(s), ox.NamedNode(p), node, own))
    dataset.parse(data=ox.serialize(store, format=ox.RdfFormat.N_QUADS), format="nquads")
    return store, dataset


def count_oxigraph(store: ox.Store, query: str) -> Counter[Row] | bool:
    answer = store.query(query)
    if isinstance(answer, ox.QueryBoolean):
        return bool(answer)
    if isinstance(answer, ox.QueryTriples):
        return Counter(frozenset(zip("spo", map(str, triple), strict=True)) for triple in answer)
    names = [variable.value for variable in answer.variables]
    return Counter(
        frozenset((name, str(row[name])) for name in names if row[name] is not None)
        for row in answer
    )


def count_rdflib(dataset: rdflib.Dataset, query: str) -> Counter[Row] | bool:
    answer = dataset.query(query)
    if answer.type == "ASK":
        return bool(answer)
    if answer.graph is not None:
        rows = (tuple(term.n3() for term in triple) for triple in answer.graph)
        return Counter(frozenset(zip("spo", row, strict=True)) for row in rows)
    return Counter(
        frozenset((str(name), value.n3()) for name, value in row.asdict().items())
        for row in answer
        if isinstance(row, rdflib.query.ResultRow)
    )
