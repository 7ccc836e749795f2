import pyoxigraph as ox
import pytest

from azru_kg.engine.protocol import Request
from azru_kg.engine.remote.connection import RESULTS, TRIPLES
from azru_kg.engine.remote.wording import Holding, hide, word
from azru_kg.errors import QueryRefused
from azru_kg.graph.perspectives import SPACE
from azru_kg.query.query import read_query
from azru_kg.query.tokens import tokenize

ONE, TWO, SHAPES = "urn:graph:one", "urn:graph:two", "urn:graph:shapes"
GRAPHS = Holding(graphs=(ONE, TWO, SHAPES), apart=frozenset({SHAPES}), merges=True)
STAGED = "urn:azru-kg:staging:1f:urn:graph:one"


def request(text: str, *default_graphs: str, named: tuple[str, ...] = ()) -> Request:
    return Request(
        read_query(text),
        results=None,
        graph=None,
        default_graphs=default_graphs,
        named_graphs=named,
    )


def test_prefixes_are_declared_that_the_query_does_not_declare() -> None:
    own = "PREFIX skos: <urn:own:> ASK { ?s a azru:Claim ; skos:x schema:y }"
    wording = word(request(own), GRAPHS)
    assert wording.text.endswith(own)
    declared = wording.text.removesuffix(own)
    assert declared.count("PREFIX") == 2
    assert "PREFIX azru: <https://w3id.org/azru-kg/ontology#>" in declared
    assert "skos:" not in declared
    assert "\n" not in declared, "the lines of a fault would be others"


def test_the_base_goes_along_where_it_matters() -> None:
    assert word(request("ASK { <x> ?p ?o }"), GRAPHS).text.startswith("BASE <https://")
    assert "BASE" not in word(request("ASK { <urn:x> ?p ?o }"), GRAPHS).text


def test_the_format_is_one_that_all_engines_write() -> None:
    assert word(request("SELECT * {}"), GRAPHS).accept == RESULTS
    assert word(request("ASK {}"), GRAPHS).accept == RESULTS
    assert word(request("DESCRIBE <urn:x>"), GRAPHS).accept == TRIPLES


def test_where_the_default_graph_is_right_no_graph_is_named() -> None:
    wording = word(request("ASK {}"), GRAPHS)
    assert (wording.default_graphs, wording.named_graphs) == ((), ())


def test_a_graph_of_everything_is_named_and_where_needed_the_others_too() -> None:
    tight = Holding(everything=(ONE,), graphs=GRAPHS.graphs)
    wording = word(request("ASK { GRAPH ?g {} }"), tight)
    assert (wording.default_graphs, wording.named_graphs) == ((ONE,), GRAPHS.graphs)
    leaky = Holding(everything=(ONE,), graphs=GRAPHS.graphs, hidden=(ONE,), leaky=True)
    wording = word(request("ASK { GRAPH ?g {} }"), leaky)
    assert (wording.default_graphs, wording.named_graphs) == ((ONE,), ())
    assert f"?g NOT IN (<{ONE}>)" in wording.text


def test_graphs_of_the_request_replace_those_of_the_query() -> None:
    query = "PREFIX g: <urn:graph:> ASK FROM g:one FROM g:one FROM NAMED <urn:graph:two> {}"
    wording = word(request(query), GRAPHS)
    assert (wording.default_graphs, wording.named_graphs) == ((ONE,), (TWO,))
    wording = word(request(query, TWO, named=(ONE,)), GRAPHS)
    assert (wording.default_graphs, wording.named_graphs) == ((TWO,), (ONE,))


def test_where_graphs_leak_what_is_not_named_is_said_to_be_none() -> None:
    leaky = Holding(graphs=GRAPHS.graphs, leaky=True)
    assert word(request("ASK {}", ONE), leaky).named_graphs == ("urn:azru-kg:none",)
    assert word(request("ASK {}", named=(ONE,)), leaky).default_graphs == ("urn:azru-kg:none",)


def test_a_perspective_is_its_graphs() -> None:
    holding = Holding(
        graphs=GRAPHS.graphs,
        apart=GRAPHS.apart,
        merges=True,
        perspectives={"russian": (TWO, SHAPES)},
    )
    wording = word(request("ASK {}", f"{SPACE}russian"), holding)
    assert (wording.default_graphs, wording.named_graphs) == ((TWO,), (TWO, SHAPES))
    with pytest.raises(QueryRefused, match="Russian sources cannot be asked alone"):
        word(request("ASK {}", f"{SPACE}russian"), Holding(perspectives=holding.perspectives))


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?g WHERE { GRAPH ?g { ?s ?p ?o } }",
        "SELECT ?g WHERE { GRAPH $g { ?s ?p ?o { ?s ?q ?r } } ?s ?p ?o }",
        "SELECT ?g WHERE { ?s ?p ?o OPTIONAL { graph ?g { ?s ?p ?o } } }",
        "SELECT ?g WHERE { GRAPH ?g { ?s ?p ?o } GRAPH ?h { ?s ?p ?o } }",
        "SELECT ?g WHERE { GRAPH ?g { ?s ?p ?o FILTER EXISTS { GRAPH ?h { ?s ?p ?o } } } }",
        "SELECT ?s WHERE { ?s ?p ?o FILTER EXISTS { GRAPH ?g { ?s ?p ?o } } }",
        "SELECT (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } }",
        f"SELECT * WHERE {{ GRAPH <{ONE}> {{ ?s ?p ?o }} }}",
        "# GRAPH ?g {\nSELECT ?g WHERE { GRAPH ?g { ?s ?p 'GRAPH ?g {' } }",
    ],
)
def test_a_query_finds_what_it_would_without_the_hidden_graphs(query: str) -> None:
    def add(store: ox.Store, *graphs: str) -> ox.Store:
        for graph in graphs:
            node = ox.NamedNode("urn:a")
            store.add(ox.Quad(node, node, node, ox.NamedNode(graph)))
            store.add(ox.Quad(node, node, ox.Literal(graph[-3:]), ox.NamedNode(graph)))
            store.add(ox.Quad(node, node, node))
        return store

    def ask(store: ox.Store, text: str) -> list[str]:
        rows = store.query(text)
        assert isinstance(rows, ox.QuerySolutions)
        return sorted(map(str, rows))

    without = ask(add(ox.Store(), ONE, TWO), query)
    with_others = add(ox.Store(), ONE, TWO, "urn:other", STAGED)
    hidden = hide(query, [*tokenize(query)], ["urn:other"])
    assert ask(with_others, hidden) == without


@pytest.mark.parametrize(
    ("pattern", "named"),
    [
        ("?s ?p ?o", ()),
        ("GRAPH ?g {}", ()),
        ("GRAPH <urn:graph:two> {}", (TWO,)),
        ("GRAPH <urn:graph:two> {} GRAPH <urn:graph:two> {}", (TWO,)),
        ("GRAPH <urn:other> {}", ("urn:azru-kg:none",)),
        ("GRAPH <urn:graph:two> {} GRAPH ?g {}", GRAPHS.graphs),
    ],
)
def test_where_graphs_leak_those_are_named_that_the_query_names(
    pattern: str, named: tuple[str, ...]
) -> None:
    leaky = Holding(everything=("urn:all",), graphs=GRAPHS.graphs, leaky=True)
    assert word(request(f"ASK {{ {pattern} }}"), leaky).named_graphs == named
