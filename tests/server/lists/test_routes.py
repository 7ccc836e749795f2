"""The lists of the founding documents, asked as browsers and programs ask."""

from __future__ import annotations

import csv
import io
import re

import httpx
import pytest

from azru_kg.tables.definitions import TABLES

FIREFOX = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
STATES = [
    *(f"{slug}?" for slug in TABLES),
    "figures?indicator=trade-turnover&sort=-period",
    "figures?speaker=mehriban-aliyeva&from=2018&to=2018",
    "meetings?person=mehriban-aliyeva&sort=date",
    "people?country=AZ&sort=-claims",
    "agreements?country=RU&year=not-stated",
    "sources?perspective=azerbaijani",
]


def read_page(client: httpx.Client, address: str) -> str:
    response = client.get(address, headers=FIREFOX)
    assert response.status_code == 200, response.text
    return response.text


@pytest.mark.parametrize("slug", TABLES)
def test_each_list_is_a_page_to_people_and_rows_to_programs(
    own_client: httpx.Client, slug: str
) -> None:
    page = own_client.get(f"/{slug}", headers=FIREFOX)
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert f"<h1>{TABLES[slug].title}</h1>" in page.text
    data = own_client.get(f"/{slug}")
    assert data.headers["content-type"] == "application/json"
    assert {page.headers["vary"], data.headers["vary"]} <= {"Accept", "Accept, Accept-Encoding"}
    document = data.json()
    assert document["total"] == len(document["rows"])
    shown = page.text.partition("<tbody>")[2].count("<tr>")
    assert shown == min(document["total"], 100)
    assert own_client.get(f"/{slug}.json").content == data.content


@pytest.mark.parametrize("state", STATES)
def test_the_rows_are_those_of_the_query_that_stands_beside_them(
    own_client: httpx.Client, state: str
) -> None:
    slug, _, asked = state.partition("?")
    rows = own_client.get(f"/{slug}.csv?{asked}")
    assert rows.headers["content-type"] == "text/csv; charset=utf-8"
    assert rows.headers["content-disposition"] == f'inline; filename="{slug}.csv"'
    query = own_client.get(f"/{slug}.rq?{asked}")
    assert query.headers["content-type"] == "application/sparql-query"
    answer = own_client.post("/sparql", data={"query": query.text}, headers={"Accept": "text/csv"})
    assert rows.content == answer.content
    number = len(list(csv.reader(io.StringIO(rows.text)))) - 1
    assert number == own_client.get(f"/{slug}.json?{asked}").json()["total"]


def test_a_client_that_has_a_list_does_not_get_it_again(own_client: httpx.Client) -> None:
    for address in ("/people", "/people.csv?country=AZ", "/figures.rq"):
        first = own_client.get(address, headers=FIREFOX)
        again = own_client.get(address, headers={**FIREFOX, "If-None-Match": first.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == first.headers["etag"]
    tags = {
        own_client.get(address, headers=FIREFOX).headers["etag"]
        for address in ("/people", "/people?country=AZ", "/people?format=csv", "/people?page=1")
    }
    assert len(tags) == 3


@pytest.mark.parametrize(
    ("asked", "status", "said"),
    [
        ("/people?colour=red", 400, "It has country, post, sort, page, format"),
        ("/people.csv?colour=red", 400, "It has country, post, sort, page, format"),
        ("/people?country=XX", 400, "There are AZ, RU"),
        ("/figures?indicator=trade-turnovr", 400, "Did you mean trade-turnover?"),
        ("/people?sort=posts", 400, "It can by person"),
        ("/people?format=png", 406, "application/json (format=json)"),
        ("/people.png", 404, "There is nothing at /people.png"),
        ("/meetings?from=2025&to=2019", 400, "No year is from 2025 to 2019"),
    ],
)
def test_what_is_not_there_is_a_problem_that_tells_what_is(
    own_client: httpx.Client, asked: str, status: int, said: str
) -> None:
    response = own_client.get(asked, headers={"Accept": "application/json"})
    assert response.status_code == status
    assert said in response.json()["detail"]
    page = own_client.get(asked, headers=FIREFOX)
    assert page.status_code == status


def test_a_page_that_there_is_not_is_a_problem(own_client: httpx.Client) -> None:
    response = own_client.get("/people?page=2", headers=FIREFOX)
    assert response.status_code == 400
    assert "There are pages 1 to 1" in response.text


def test_nothing_found_says_so_and_offers_to_drop_a_filter(own_client: httpx.Client) -> None:
    page = read_page(own_client, "/people?country=RU&post=first-vice-president-az")
    assert "Nothing fits all of these filters" in page
    assert 'href="/people?country=RU"' in page
    assert 'href="/people?post=first-vice-president-az"' in page
    assert read_page(own_client, "/people?country=RU")


def test_every_page_links_to_the_lists(own_client: httpx.Client) -> None:
    for address in ("/", "/sparql", "/figures", "/nothing"):
        header = own_client.get(address, headers=FIREFOX).text.partition("</header>")[0]
        linked = re.findall(r'<a href="/(\w+)"[^>]*>', header.partition('aria-label="Lists"')[2])
        current = re.findall(r'<a href="/(\w+)" aria-current="page"', header)
        assert current == (["figures"] if address == "/figures" else [])
        # The founding documents promise nothing.
        assert linked == [slug for slug in TABLES if slug != "promises"], address


def test_numbers_of_the_first_page_lead_to_the_lists(own_client: httpx.Client) -> None:
    numbers = read_page(own_client, "/").partition('<dl class="numbers">')[2].partition("</dl>")[0]
    assert {"sources", "figures", "people"} <= set(re.findall(r'href="/(\w+)"', numbers))


def test_every_option_of_a_form_finds_as_many_rows_as_it_says(own_client: httpx.Client) -> None:
    page = read_page(own_client, "/figures?topic=trade")
    for facet in ("speaker", "publisher", "year"):
        select = page.partition(f'<select id="facet-{facet}"')[2].partition("</select>")[0]
        options = re.findall(r'<option value="([^"]+)">.*? \((\d+)\)</option>', select)
        assert options
        for value, number in options:
            asked = {"topic": "trade", facet: value}
            assert own_client.get("/figures.json", params=asked).json()["total"] == int(number)


def test_every_link_of_a_list_leads_somewhere(own_client: httpx.Client) -> None:
    for address in ("/figures?topic=trade", "/meetings", "/people"):
        page = read_page(own_client, address).partition("<main")[2]
        links = set(re.findall(r'href="(/[^"]*)"', page))
        for link in sorted(links)[::4]:
            answer = own_client.get(link.replace("&amp;", "&"), follow_redirects=True)
            assert answer.status_code == 200, f"{address} names {link}"
