"""Stored queries at their IRIs."""

from urllib.parse import parse_qs, urlsplit

import httpx
import pyoxigraph as ox
import pytest

from azru_kg.graph import stored_queries
from azru_kg.graph.layout import built_in
from azru_kg.graph.stored_queries import name_example, read_example

QUERIES = stored_queries.load(built_in().queries)


@pytest.mark.parametrize("stored", QUERIES, ids=lambda stored: stored.slug)
def test_a_stored_query_is_sparql_for_programs_and_the_form_for_people(
    own_client: httpx.Client, stored: stored_queries.StoredQuery
) -> None:
    text = own_client.get(f"/query/{stored.slug}")
    assert text.headers["content-type"] == "application/sparql-query"
    assert text.text == stored.text
    page = own_client.get(f"/query/{stored.slug}", headers={"Accept": "text/html,*/*;q=0.8"})
    assert page.status_code == 303
    target = urlsplit(page.headers["location"])
    assert (target.path, parse_qs(target.query)) == ("/sparql", {"query": [stored.text]})


def test_a_stored_query_is_described_as_in_the_graph(own_client: httpx.Client) -> None:
    response = own_client.get("/query/agreements", headers={"Accept": "text/turtle"})
    found = {quad.triple for quad in ox.parse(response.content, format=ox.RdfFormat.TURTLE)}
    assert found == set(read_example(built_in().queries / "agreements.rq"))
    assert {str(triple.subject) for triple in found} == {f"<{name_example('agreements')}>"}


def test_an_unknown_query_is_404_with_the_nearest_name(own_client: httpx.Client) -> None:
    response = own_client.get("/query/agrements")
    assert response.status_code == 404
    assert "Did you mean agreements?" in response.text
    assert own_client.get("/query/zzz").status_code == 404
