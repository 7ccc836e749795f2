"""The stored queries over the whole graph: each row has its sets, or a reason why not."""

import pyoxigraph as ox
import pytest

from azru_kg.engine.sourced import ask_sources
from azru_kg.graph import stored_queries
from azru_kg.graph.layout import built_in
from azru_kg.graph.stored_queries import StoredQuery
from azru_kg.query.query import read_query
from azru_kg.rdf.prefixes import PREFIXES

pytestmark = pytest.mark.long

QUERIES = stored_queries.load(built_in().queries)


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.slug)
def test_the_rows_of_a_stored_query_are_the_same_and_rest_on_something(
    query: StoredQuery, whole_store: ox.Store
) -> None:
    read = read_query(query.text)
    plain = whole_store.query(read.rewritten or read.text, prefixes=PREFIXES)
    assert isinstance(plain, ox.QuerySolutions)
    answer = ask_sources(whole_store, query.text)
    assert list(answer.rows) == [tuple(row) for row in plain]
    for row in answer.provenance.rows:
        assert row.sets or row.reasons
        assert all(each.documents for each in row.sets)
