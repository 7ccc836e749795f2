from __future__ import annotations

from pathlib import Path

import httpx
import pytest
from tests.server.pages.test_render import FIREFOX, Page

from azru_kg.graph.dataset import read_files
from azru_kg.languages.reading import Reading, read_in
from azru_kg.server.http.site import Site
from azru_kg.server.pages.render import Pages, PageView

HTML = {"Accept": FIREFOX}


def find_versions(page: Page) -> dict[str, str]:
    """Return the addresses of a page by their languages."""
    return {
        link["hreflang"]: link["href"] for link in page.all("link") if link["rel"] == "alternate"
    }


@pytest.mark.parametrize(("prefix", "language"), [("", "en"), ("/az", "az"), ("/ru", "ru")])
def test_the_language_is_in_the_path_and_links_stay_in_it(
    client: httpx.Client, prefix: str, language: str
) -> None:
    page = Page(client.get(f"{prefix}/search?q=az%26erb", headers=HTML).text)
    assert page.all("html") == [{"lang": language}]
    assert find_versions(page) == {
        "en": "/search?q=az%26erb",
        "az": "/az/search?q=az%26erb",
        "ru": "/ru/search?q=az%26erb",
        "x-default": "/search?q=az%26erb",
    }
    (current,) = (a for a in page.all("a") if a.get("aria-current") == "true")
    assert (current["lang"], current["href"]) == (language, f"{prefix}/search?q=az%26erb")
    inside = [a["href"] for a in page.all("a") if "hreflang" not in a and a["href"][0] == "/"]
    assert f"{prefix}/sparql" in inside
    assert [href for href in inside if not href.startswith(prefix or "/")] == []


@pytest.mark.parametrize(
    ("accepted", "home"),
    [
        ("ru-RU,ru;q=0.9,en;q=0.8", "/ru/"),
        ("az", "/az/"),
        ("de,az;q=0.5", "/az/"),
        ("en-US,en;q=0.9,ru;q=0.8", None),
        ("de", None),
        ("*", None),
        ("", None),
        ("ru;q=0", None),
        (";;q=,", None),
        ("xx," * 9999 + "ru", None),
    ],
)
def test_the_bare_home_page_leads_to_what_a_browser_prefers(
    client: httpx.Client, accepted: str, home: str | None
) -> None:
    reply = client.get("/", headers=HTML | {"Accept-Language": accepted})
    assert reply.headers.get("location") == home
    assert reply.status_code == (302 if home else 200)
    assert "Accept-Language" in reply.headers["vary"]


@pytest.mark.parametrize("path", ["/?a=b", "/en/", "/ru/", "/az/sparql", "/sparql", "/nothing"])
def test_no_other_page_looks_at_what_a_browser_prefers(client: httpx.Client, path: str) -> None:
    replies = [
        client.get(path, headers=HTML | {"Accept-Language": accepted}) for accepted in ("az", "en")
    ]
    assert replies[0].status_code == replies[1].status_code != 302
    assert replies[0].headers.get("vary") == replies[1].headers.get("vary")
    assert "Accept-Language" not in replies[0].headers.get("vary", "")
    assert replies[0].text == replies[1].text


def test_who_has_chosen_english_stays_there(client: httpx.Client) -> None:
    page = Page(client.get("/sparql", headers=HTML).text)
    (home,) = (a["href"] for a in page.all("a") if a.get("class") == "name")
    assert home == "/en/"
    reply = client.get(home, headers=HTML | {"Accept-Language": "ru"})
    assert reply.status_code == 200
    assert Page(reply.text).all("html") == [{"lang": "en"}]
    assert find_versions(Page(reply.text)) == {
        "en": "/en/",
        "az": "/az/",
        "ru": "/ru/",
        "x-default": "/",
    }


@pytest.mark.parametrize(
    ("path", "target"),
    [
        ("/ru", "/ru/"),
        ("/ru?a=b", "/ru/?a=b"),
        ("/en", "/en/"),
        ("/en/sparql?query=ASK%20{}", "/sparql?query=ASK%20%7B%7D"),
        ("/en//example.org/", "/example.org/"),
        ("/ru/id/country/AZ.ttl", "/id/country/AZ.ttl"),
        ("/az/search.json?q=Aliyev", "/search.json?q=Aliyev"),
    ],
)
def test_other_spellings_of_an_address_lead_to_it(
    client: httpx.Client, path: str, target: str
) -> None:
    reply = client.get(path, headers=HTML)
    assert (reply.status_code, reply.headers["location"]) == (308, target)


def test_data_are_the_same_in_every_language_and_name_their_one_address(
    client: httpx.Client,
) -> None:
    query = "/sparql?query=SELECT%20*%20{%20?s%20a%20azru:Country%20}&format=json"
    plain, prefixed = client.get(query), client.get(f"/ru{query}")
    assert plain.json() == prefixed.json()
    assert plain.headers["etag"] == prefixed.headers["etag"]
    assert "link" not in plain.headers
    assert prefixed.headers["link"] == (
        "</sparql?query=SELECT%20*%20%7B%20?s%20a%20azru:Country%20%7D&format=json>;"
        ' rel="canonical"'
    )
    again = client.get(f"/ru{query}")
    assert (again.content, again.headers["link"]) == (prefixed.content, prefixed.headers["link"])
    assert "link" not in client.get(query).headers


@pytest.mark.parametrize(
    "path", ["//example.org/", "/ru//example.org/", "/%5Cexample.org", '/%22%3E<a href="x">']
)
def test_no_version_of_a_page_leads_to_another_host_or_out_of_its_attribute(
    client: httpx.Client, path: str
) -> None:
    reply = client.get(f"{str(client.base_url).rstrip('/')}{path}", headers=HTML)
    assert reply.status_code == 404
    page = Page(reply.text)
    versions = [a["href"] for a in page.all("a") if "hreflang" in a]
    assert len(versions) == 3
    assert [href for href in versions if href.startswith("//") or "\\" in href] == []
    assert not any(a["href"] == "x" for a in page.all("a"))


def test_a_query_that_was_posted_is_answered_in_the_language(client: httpx.Client) -> None:
    reply = client.post("/ru/sparql", data={"query": "ASK {}"}, headers=HTML)
    page = Page(reply.text)
    assert page.all("html") == [{"lang": "ru"}]
    assert [a["href"] for a in page.all("a") if "hreflang" in a] == ["/en/", "/az/", "/ru/"]


def test_each_language_has_a_tag_of_its_own(client: httpx.Client) -> None:
    english, russian = (client.get(path, headers=HTML) for path in ("/en/", "/ru/"))
    assert english.headers["etag"] != russian.headers["etag"]
    held = HTML | {"If-None-Match": english.headers["etag"]}
    assert client.get("/en/", headers=held).status_code == 304
    assert client.get("/ru/", headers=held).status_code == 200


def test_a_thing_leads_to_its_page_in_the_language_and_to_its_data_in_none(
    client: httpx.Client,
) -> None:
    page = client.get("/ru/id/country/AZ", headers=HTML)
    assert (page.status_code, page.headers["location"]) == (303, "/ru/id/country/AZ.html")
    data = client.get("/ru/id/country/AZ", headers={"Accept": "text/turtle"})
    assert (data.status_code, data.headers["location"]) == (303, "/id/country/AZ.ttl")
    assert "<h1>Азербайджан</h1>" in client.get("/ru/id/country/AZ.html", headers=HTML).text


def test_names_that_the_language_lacks_are_marked_as_what_they_are(client: httpx.Client) -> None:
    query = "SELECT ?country { ?country a azru:Country } ORDER BY ?country"
    page = Page(client.get("/ru/sparql", params={"query": query}, headers=HTML).text)
    named = [(a.get("lang"), a["href"]) for a in page.all("a") if "/id/country/" in a["href"]]
    assert named == [(None, "/ru/id/country/AZ"), ("en", "/ru/id/country/RU")]
    assert "Азербайджан" in page.text_of("a")
    assert "Russia" in page.text_of("a")


def test_alternates_are_at_the_public_address_and_the_switch_where_the_page_is_read(
    tmp_path: Path,
) -> None:
    (tmp_path / "data.ttl").write_text("<urn:a> <urn:b> <urn:c> .")
    site = Site("https://kg.example/azru/")
    pages = Pages(read_files([tmp_path]), [], site)
    with read_in(Reading("ru", "sparql?query=ASK%20{}")):
        page = Page(pages.form(PageView(site.root())))
        assert site.page("sparql") == "https://kg.example/azru/ru/sparql"
    assert find_versions(page) == {
        "en": "https://kg.example/azru/sparql?query=ASK%20%7B%7D",
        "az": "https://kg.example/azru/az/sparql?query=ASK%20%7B%7D",
        "ru": "https://kg.example/azru/ru/sparql?query=ASK%20%7B%7D",
        "x-default": "https://kg.example/azru/sparql?query=ASK%20%7B%7D",
    }
    switch = [a["href"] for a in page.all("a") if "hreflang" in a]
    assert switch[1] == "/azru/az/sparql?query=ASK%20{}"
    assert next(link["href"] for link in page.all("link") if link["rel"] == "stylesheet") == (
        "/azru/static/style.css"
    )
