"""Lists of other data than the built-in graph: few, none, too many, and hostile ones."""

from __future__ import annotations

import asyncio
from pathlib import Path

import httpx
import pytest

from azru_kg.engine.workers.pool import Pool
from azru_kg.graph.dataset import Dataset, read_files
from azru_kg.rdf.prefixes import PREFIXES
from azru_kg.server.app import create_app
from azru_kg.server.lists import catalogue

HTML = {"Accept": "text/html"}
HEAD = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
EVIL = "</option></td><script>alert(1)</script>"
PEOPLE = f"""
<urn:p:1> a foaf:Person ; skos:prefLabel "{EVIL}"@en ; azru:country <javascript:alert(2)> .
<javascript:alert(2)> skos:prefLabel "{EVIL}"@en .
<urn:p:2> a foaf:Person ; azru:country "a) || true || (" , [] .
[] a foaf:Person ; skos:prefLabel "Nobody"@en .
"""


def fetch(data: str, tmp_path: Path, *addresses: str) -> list[httpx.Response]:
    (tmp_path / "data.ttl").write_text(HEAD + data, encoding="utf-8")
    dataset = read_files([tmp_path])

    async def ask(dataset: Dataset) -> list[httpx.Response]:
        pool = Pool(dataset)
        await pool.start()
        try:
            app = create_app(pool, dataset, queries=[])
            transport = httpx.ASGITransport(app)
            async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
                return [await client.get(address, headers=HTML) for address in addresses]
        finally:
            await pool.close()

    return asyncio.run(ask(dataset))


@pytest.mark.long
def test_lists_without_rows_are_not_linked_and_say_so(tmp_path: Path) -> None:
    home, people, figures = fetch(PEOPLE, tmp_path, "/", "/people", "/figures")
    assert [response.status_code for response in (home, people, figures)] == [200, 200, 200]
    for page in (home, people, figures):
        lists = page.text.partition('aria-label="Lists"')[2].partition("</header>")[0]
        assert 'href="/people"' in lists
        assert 'href="/figures"' not in lists
    assert "have no statements for this list" in figures.text
    (nothing,) = fetch("<urn:a> <urn:b> <urn:c> .", tmp_path, "/")
    assert 'aria-label="Lists"' not in nothing.text


@pytest.mark.long
def test_hostile_data_execute_nothing_and_can_be_chosen(tmp_path: Path) -> None:
    page, chosen, odd, query = fetch(
        PEOPLE,
        tmp_path,
        "/people",
        "/people?country=javascript:alert(2)",
        "/people?country=a) || true || (",
        "/people.rq?country=a) || true || (",
    )
    for response in (page, chosen, odd):
        assert response.status_code == 200
        scripts = response.text.count("<script ")
        assert scripts == response.text.count("<script") == 2
        assert response.text.count("/static/find.js") == response.text.count("ld+json") == 1
        assert 'href="javascript' not in response.text
    assert chosen.text.partition("<tbody>")[2].count("<tr>") == 1
    assert odd.text.partition("<tbody>")[2].count("<tr>") == 1
    assert 'FILTER (STR(?country) = "a) || true || (")' in query.text


@pytest.mark.long
def test_a_list_that_is_too_long_is_left_to_the_endpoint(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catalogue, "MOST", 1)
    page, rows, query, narrowed = fetch(
        PEOPLE, tmp_path, "/people", "/people.csv", "/people.rq", "/people?country=AZ"
    )
    assert "too long for a page" in page.text
    assert 'href="/sparql?query=' in page.text
    assert rows.status_code == 303
    assert rows.headers["location"].startswith("/sparql?query=PREFIX")
    assert rows.headers["location"].endswith("&format=csv")
    assert query.text.startswith("PREFIX")
    assert narrowed.status_code == 400
    assert "cannot be narrowed here" in narrowed.text


def test_rows_that_take_too_many_bytes_are_too_many(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catalogue, "MOST_BYTES", 50)
    (page,) = fetch(PEOPLE, tmp_path, "/people")
    assert "too long for a page" in page.text
