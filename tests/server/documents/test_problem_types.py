"""The types of problems: the IRI in every problem detail leads to what it means."""

import httpx
import pytest
from tests.support.sampling import sample_daily

from azru_kg.rdf.prefixes import BASE
from azru_kg.server.documents.glossary import GlossaryEntry, write_text
from azru_kg.server.documents.problem_types import list_types
from azru_kg.server.http.problems import EXPLANATIONS


def test_every_problem_that_is_explained_is_a_type_with_a_status() -> None:
    types = list_types()
    assert {type_.name for type_ in types} == set(EXPLANATIONS)
    assert all(400 <= type_.model.model_dump()["status"] < 600 for type_ in types)


@pytest.mark.parametrize("type_", sample_daily(list_types(), 4), ids=lambda type_: type_.name)
def test_the_iri_of_a_type_answers_programs_terminals_and_people(
    client: httpx.Client, type_: GlossaryEntry
) -> None:
    path = type_.iri.removeprefix(BASE)
    members = client.get(path).json()
    assert members == {
        "type": type_.iri,
        "title": type_.title,
        "status": int(type_.note.removeprefix("status ")),
        "advice": type_.paragraphs[0],
    }
    text = client.get(path, headers={"Accept": "text/plain"})
    assert text.headers["content-type"] == "text/plain; charset=utf-8"
    assert text.text.startswith(f"{type_.title}\n")
    page = client.get(path, params={"format": "html"})
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert f"<h1>{type_.title}</h1>" in page.text


def test_the_type_that_a_problem_names_is_there(client: httpx.Client) -> None:
    problem = client.get("/sparql", params={"query": "SELECT"}).json()
    there = client.get(problem["type"].removeprefix(BASE)).json()
    assert (there["title"], there["advice"]) == (problem["title"], problem["advice"])


def test_an_unknown_type_is_404_with_those_there_are(client: httpx.Client) -> None:
    response = client.get("/problem/bad-luck")
    assert response.status_code == 404
    assert "deadline-passed" in response.json()["detail"]


def test_all_types_are_listed(client: httpx.Client) -> None:
    types = list_types()
    listed = client.get("/problem/").json()["types"]
    assert listed == [type_.model.model_dump() for type_ in types]
    page = client.get("/problem/", headers={"Accept": "text/html"}).text
    text = client.get("/problem/", headers={"Accept": "text/plain"}).text
    for type_ in types:
        assert f'href="/problem/{type_.name}"' in page
        assert write_text(type_) in text
