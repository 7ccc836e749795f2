import pyoxigraph as ox
import pytest

from azru_kg.engine.protocol import Request
from azru_kg.engine.scope import read_scope
from azru_kg.errors import QueryError
from azru_kg.query.query import read_query

ONE, TWO, THREE = "http://x/one", "http://x/two", "http://x/three"
PREFIXES = {"g": "http://x/"}
COUNT = "SELECT (COUNT(*) AS ?n)"


@pytest.fixture
def store() -> ox.Store:
    """One triple in the default graph and in two graphs, another one in the second of them."""
    store = ox.Store()
    store.update(f"""
        INSERT DATA {{
          <http://x/s> <http://x/p> 1 .
          GRAPH <{ONE}> {{ <http://x/s> <http://x/p> 1 }}
          GRAPH <{TWO}> {{ <http://x/s> <http://x/p> 1, 2 }}
          GRAPH <{THREE}> {{ <http://x/s> <http://x/p> 3, 4, 5 }}
        }}
    """)
    return store


def count(store: ox.Store, request: Request) -> int:
    scope = read_scope(store, request, PREFIXES)
    rows = scope.store.query(
        request.query.text,
        base_iri=request.base,
        prefixes=PREFIXES,
        default_graph=scope.default_graph,
        named_graphs=scope.named_graphs,
    )
    assert isinstance(rows, ox.QuerySolutions)
    return int(next(rows)["n"].value)


def asked(query: str, default: tuple[str, ...] = (), named: tuple[str, ...] = ()) -> Request:
    return Request(
        read_query(query, prefixes=PREFIXES),
        "text/csv",
        None,
        default_graphs=default,
        named_graphs=named,
    )


def test_a_relative_graph_is_relative_to_the_base(store: ox.Store) -> None:
    query = read_query(f"{COUNT} FROM <two> {{ ?s ?p ?o }}")
    assert count(store, Request(query, "text/csv", None, base="http://x/sparql")) == 2
    assert count(store, Request(query, "text/csv", None)) == 0


@pytest.mark.parametrize(
    ("default", "named", "triples", "quads"),
    [
        ((), (), 1, 6),
        ((ONE,), (), 1, 0),
        ((TWO,), (), 2, 0),
        ((TWO, TWO), (), 2, 0),
        ((ONE, TWO), (), 2, 0),
        ((ONE, TWO), (TWO, THREE), 2, 5),
        ((), (TWO,), 0, 2),
        ((ONE,), (THREE,), 1, 3),
        (("http://x/none",), (), 0, 0),
    ],
)
def test_the_graphs_of_the_request_are_the_whole_dataset(
    store: ox.Store, default: tuple[str, ...], named: tuple[str, ...], triples: int, quads: int
) -> None:
    assert count(store, asked(f"{COUNT} {{ ?s ?p ?o }}", default, named)) == triples
    assert count(store, asked(f"{COUNT} {{ GRAPH ?g {{ ?s ?p ?o }} }}", default, named)) == quads


def test_a_union_counts_a_shared_triple_once(store: ox.Store) -> None:
    assert count(store, asked(f"{COUNT} {{ ?s ?p 1 }}", (ONE, TWO))) == 1


@pytest.mark.parametrize(
    ("query", "triples"),
    [
        (f"{COUNT} FROM <{ONE}> FROM <{TWO}> {{ ?s ?p ?o }}", 2),
        (f"{COUNT} FROM g:one FROM g:two FROM NAMED g:three {{ ?s ?p ?o }}", 2),
        (f"BASE <http://x/> {COUNT} FROM <one> FROM <two> {{ ?s ?p ?o }}", 2),
        (f"PREFIX h: <http://x/> {COUNT} FROM h:one FROM h:one FROM h:two {{ ?s ?p ?o }}", 2),
        (f"{COUNT} FROM <{ONE}> FROM <{TWO}> {{ GRAPH ?g {{ ?s ?p ?o }} }}", 0),
        (
            f"{COUNT} FROM <{ONE}> FROM <{TWO}> FROM NAMED <{THREE}> {{ GRAPH ?g {{ ?s ?p ?o }} }}",
            3,
        ),
        (f"{COUNT} FROM <{TWO}> {{ ?s ?p ?o }}", 2),
        (f"{COUNT} FROM <{TWO}> FROM <{TWO}> {{ ?s ?p ?o }}", 2),
        (f"{COUNT} FROM <{TWO}> FROM g:two {{ ?s ?p ?o }}", 2),
        (f"{COUNT} FROM NAMED <{ONE}> FROM NAMED g:one {{ GRAPH ?g {{ ?s ?p ?o }} }}", 1),
        (f"{COUNT} FROM NAMED <{ONE}> FROM NAMED <{ONE}> {{ ?s ?p ?o }}", 0),
    ],
)
def test_several_from_clauses_are_a_union(store: ox.Store, query: str, triples: int) -> None:
    assert count(store, asked(query)) == triples


def test_the_graphs_of_the_request_replace_those_of_the_query(store: ox.Store) -> None:
    query = f"{COUNT} FROM <{ONE}> FROM <{TWO}> {{ ?s ?p ?o }}"
    assert count(store, asked(query, (THREE,))) == 3


def test_the_store_is_left_as_it_was(store: ox.Store) -> None:
    before = set(store)
    count(store, asked(f"{COUNT} {{ ?s ?p ?o }}", (ONE, TWO), (THREE,)))
    assert set(store) == before


def test_a_graph_that_is_no_iri_is_an_error(store: ox.Store) -> None:
    with pytest.raises(QueryError, match="not an absolute IRI"):
        count(store, asked(f"{COUNT} {{ ?s ?p ?o }}", ("one",)))
