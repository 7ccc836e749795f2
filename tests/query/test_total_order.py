"""Rows get one order: that of the query, then that of its columns."""

from __future__ import annotations

import random

import pyoxigraph as ox
import pytest
from tests.support.sampling import sample_daily

from azru_kg.graph import stored_queries
from azru_kg.graph.dataset import Dataset, unite
from azru_kg.graph.layout import built_in
from azru_kg.graph.stored_queries import StoredQuery
from azru_kg.query.query import read_query
from azru_kg.query.total_order import order_totally
from azru_kg.rdf.prefixes import PREFIXES

QUERIES = stored_queries.load(built_in().queries)


@pytest.mark.parametrize(
    ("text", "ordered"),
    [
        ("SELECT ?a { ?a ?b ?c }", "SELECT ?a { ?a ?b ?c } ORDER BY ?a"),
        ("SELECT ?a { ?a ?b ?c } # all", "SELECT ?a { ?a ?b ?c } ORDER BY ?a # all"),
        ("SELECT ?a { } ORDER BY ?a", "SELECT ?a { } ORDER BY ?a"),
        ("SELECT ?a ?b { } ORDER BY DESC(?a)", "SELECT ?a ?b { } ORDER BY DESC(?a) ?a ?b"),
        (
            "SELECT DISTINCT ?a (COUNT(*) AS ?n) WHERE { } GROUP BY ?a LIMIT 2",
            "SELECT DISTINCT ?a (COUNT(*) AS ?n) WHERE { } GROUP BY ?a ORDER BY ?a ?n LIMIT 2",
        ),
        (
            "SELECT * FROM <urn:g> { ?a ?b ?c } OFFSET 1",
            "SELECT * FROM <urn:g> { ?a ?b ?c } ORDER BY ?a ?b ?c OFFSET 1",
        ),
        (
            "SELECT ?a { { SELECT ?a { ?a ?b ?c } ORDER BY ?c LIMIT 1 } } VALUES ?a { 1 }",
            "SELECT ?a { { SELECT ?a { ?a ?b ?c } ORDER BY ?c LIMIT 1 } } ORDER BY ?a"
            " VALUES ?a { 1 }",
        ),
        ("ASK { ?a ?b ?c }", "ASK { ?a ?b ?c }"),
    ],
)
def test_columns_stand_behind_the_order_of_the_query(text: str, ordered: str) -> None:
    assert order_totally(text) == ordered
    assert order_totally(ordered) == ordered
    ox.Store().query(ordered)


def ask(store: ox.Store, text: str) -> list[str]:
    rows = store.query(read_query(text).rewritten or text, prefixes=PREFIXES)
    assert isinstance(rows, ox.QuerySolutions)
    return [str(row) for row in rows]


@pytest.fixture(scope="module")
def shuffled(whole_dataset: Dataset) -> ox.Store:
    """The whole graph, loaded in another order: as from a dump."""
    quads = whole_dataset.quads()
    random.Random(1).shuffle(quads)  # noqa: S311 (no secret)
    store = ox.Store()
    store.extend(quads)
    unite(store, whole_dataset.apart)
    return store


@pytest.mark.long
@pytest.mark.parametrize("stored", sample_daily(QUERIES, 3), ids=lambda stored: stored.slug)
def test_the_rows_of_a_stored_query_stand_alike_however_the_data_were_loaded(
    stored: StoredQuery, whole_store: ox.Store, shuffled: ox.Store
) -> None:
    text = order_totally(stored.text)
    one, other = (ask(store, text) for store in (whole_store, shuffled))
    assert one == other
