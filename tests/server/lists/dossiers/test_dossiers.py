"""Pages that gather, as servers of the founding documents, of other data and of the whole graph."""

from __future__ import annotations

import re
from pathlib import Path

import httpx
import pytest
from tests.server.lists.test_catalogue import fetch

EVIL = "</td><script>alert(1)</script>"
HOSTILE = f"""
<urn:e> a azru:Meeting ; skos:prefLabel "{EVIL}"@en ; schema:startDate "2023-01-02"^^xsd:date ;
  schema:location <javascript:alert(2)> .
person:a a foaf:Person ; skos:prefLabel "{EVIL}"@en .
person:b a foaf:Person ; skos:prefLabel "{EVIL}"@en .
claim:a azru:participant person:a ; azru:event <urn:e> .
claim:b azru:participant person:b ; azru:event <urn:e> .
"""


def read(address: str, path: str, *, status: int = 200) -> str:
    reply = httpx.get(
        f"{address}{path}", headers={"Accept": "text/html"}, timeout=20, trust_env=False
    )
    assert reply.status_code == status
    return reply.text


def test_a_year_leads_to_its_lists_and_to_the_years_beside_it(address: str) -> None:
    page = read(address, "year/2019")
    assert "<h1>The year 2019</h1>" in page
    assert re.search(r'href="/year/\d{4}" rel="prev"', page)
    assert re.search(r'href="/year/\d{4}" rel="next"', page)
    data = re.findall(r'href="(/\w+\.csv\?[^"]*)"', page)[0]
    rows = httpx.get(f"{address}{data[1:].replace('&amp;', '&')}", trust_env=False).text
    assert len(rows.splitlines()) > 1
    assert 'href="/year/2019"' in read(address, "year/")


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("year/1066", "Nothing in the graph is of the year 1066"),
        ("pair/ilham-aliyev/nobody", "nobody"),
        ("promises/nothing", "Nothing is promised of"),
    ],
)
def test_what_is_not_there_is_said(address: str, path: str, reason: str) -> None:
    assert reason in read(address, path, status=404)


def test_the_names_of_a_pair_have_one_order(address: str) -> None:
    reply = httpx.get(f"{address}ru/pair/vladimir-putin/ilham-aliyev", trust_env=False)
    assert reply.status_code == 308
    assert reply.headers["Location"] == "/ru/pair/ilham-aliyev/vladimir-putin"


def test_the_page_of_a_period_leads_to_its_year(address: str) -> None:
    assert 'href="/year/2023"' in read(address, "id/period/2023.html")


@pytest.mark.long
def test_hostile_data_execute_nothing(tmp_path: Path) -> None:
    year, pair, person, none = fetch(
        HOSTILE, tmp_path, "/year/2023", "/pair/a/b", "/id/person/a.html", "/promises/x"
    )
    for page in (year, pair, person):
        assert page.status_code == 200
        assert "&lt;script&gt;alert(1)" in page.text
        assert "<script>alert" not in page.text
        assert 'href="javascript' not in page.text
    assert 'href="/pair/a/b"' in person.text
    assert none.status_code == 404


@pytest.mark.long
def test_the_whole_graph_has_a_page_of_each_kind(whole_address: str) -> None:
    pair = read(whole_address, "pair/ilham-aliyev/vladimir-putin")
    assert "<h2" in pair
    assert "Telephone calls" in pair
    promised = read(whole_address, "promises/rasht-astara-railway")
    assert "What came of it" in promised
    assert " → " in promised
    assert 'href="/promises/rasht-astara-railway"' in read(
        whole_address, "id/project/rasht-astara-railway.html"
    )
    assert 'href="/pair/ilham-aliyev/vladimir-putin"' in read(
        whole_address, "id/person/ilham-aliyev.html"
    )
