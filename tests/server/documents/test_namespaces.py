"""What people see at the addresses that hold others, and where programs are led."""

from __future__ import annotations

import httpx
import pytest
from tests.support.sampling import sample_daily

from azru_kg.graph.perspectives import PERSPECTIVES

FIREFOX = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
PAGES = {
    "/dataset": "azru-kg",
    "/catalogue": "azru-kg",
    "/void": "What the dataset holds, by count",
    "/id/": "Things",
    "/id/country/": "Things: country",
    "/graph/": "Named graphs",
    "/query/": "Stored queries",
    "/perspective/": "Perspectives",
}


@pytest.mark.parametrize("path", sample_daily(PAGES, 3))
def test_a_browser_gets_a_page(own_client: httpx.Client, path: str) -> None:
    response = own_client.get(path, headers={"Accept": FIREFOX})
    assert response.status_code == 200
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert PAGES[path] in response.text.partition("<h1>")[2].partition("</h1>")[0]
    assert "Accept" in response.headers["vary"]
    again = own_client.get(
        path, headers={"Accept": FIREFOX, "If-None-Match": response.headers["etag"]}
    )
    assert again.status_code == 304


@pytest.mark.parametrize("accept", ["*/*", "text/turtle", "application/ld+json"])
@pytest.mark.parametrize("path", PAGES)
def test_a_program_gets_data(own_client: httpx.Client, path: str, accept: str) -> None:
    response = own_client.get(path, headers={"Accept": accept}, follow_redirects=True)
    assert response.status_code == 200
    media_type = response.headers["content-type"].partition(";")[0]
    assert media_type == ("text/turtle" if accept == "*/*" else accept)


@pytest.mark.long
def test_every_link_of_the_pages_leads_somewhere(own_client: httpx.Client) -> None:
    for path in PAGES:
        page = own_client.get(path, headers={"Accept": FIREFOX}).text.partition("<main")[2]
        links = [part.partition('"')[0] for part in page.split('href="')[1:]]
        assert links, path
        for link in [link for link in links if link.startswith("/")][:10]:
            answer = own_client.get(link, follow_redirects=True)
            assert answer.status_code == 200, f"{path} names {link}"


def test_the_pages_count_what_they_list(own_client: httpx.Client) -> None:
    def read(path: str) -> str:
        return own_client.get(path, headers={"Accept": FIREFOX}).text

    query = "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s a azru:Country }"
    asked = {"query": query, "format": "csv"}
    number = own_client.get("/sparql", params=asked).text.split()[1]
    assert f"{number} things of the kind “country”" in read("/id/country/")
    assert read("/id/country/").count('<dt><a href="/id/country/') == int(number)
    for name, perspective in PERSPECTIVES.items():
        assert f'href="/perspective/{name}">{perspective.title}' in read("/perspective/")


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/id/country/?page=2", 400),
        ("/graph/?page=0", 400),
        ("/graph/?page=x", 400),
        ("/id/nothing/", 404),
        ("/id/?format=png", 406),
    ],
)
def test_what_is_not_there_is_a_problem(own_client: httpx.Client, path: str, status: int) -> None:
    response = own_client.get(path, headers={"Accept": FIREFOX})
    assert response.status_code == status
