from __future__ import annotations

import httpx
import pyoxigraph as ox
import pytest

from azru_kg.graph.stored_queries import StoredQuery
from azru_kg.rdf.prefixes import PREFIXES
from azru_kg.server.vocabulary.guide import read_recipes


def test_there_are_recipes_for_each_pitfall() -> None:
    text = "".join(recipe.description + recipe.text for recipe in read_recipes())
    assert len(read_recipes()) >= 10
    for pitfall in ("GRAPH", "decimal", "xsd:gYear", "DISTINCT", "OPTIONAL", "geof:", "LANG("):
        assert pitfall in text


@pytest.mark.parametrize("recipe", read_recipes(), ids=lambda recipe: recipe.slug)
def test_a_recipe_has_answers(recipe: StoredQuery, whole_store: ox.Store) -> None:
    solutions = whole_store.query(recipe.text, prefixes=PREFIXES)
    assert isinstance(solutions, ox.QuerySolutions)
    rows = list(solutions)
    assert rows
    assert all(any(row[name] is not None for row in rows) for name in solutions.variables)


def test_the_page_has_each_recipe_and_leads_to_its_answer(own_client: httpx.Client) -> None:
    page = own_client.get("/guide")
    assert page.status_code == 200
    for recipe in read_recipes():
        assert f'id="{recipe.slug}"' in page.text
    assert page.text.count('href="/sparql?query=') == len(read_recipes())


def test_other_data_have_no_guide(client: httpx.Client) -> None:
    assert client.get("/guide").status_code == 404
