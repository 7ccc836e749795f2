"""Search over HTTP: the page without a script, JSON, suggestions, and what is refused."""

from __future__ import annotations

import asyncio
import json
from html.parser import HTMLParser
from pathlib import Path

import httpx
import pytest
from starlette.requests import Request

import azru_kg.server.pages
from azru_kg.engine.workers.pool import Pool
from azru_kg.errors import NotFound
from azru_kg.graph.dataset import read_files
from azru_kg.server.app import create_app
from azru_kg.server.ask.door import Door
from azru_kg.server.find.found_models import HEADINGS
from azru_kg.server.find.held_names import HeldNames
from azru_kg.server.find.search import LONGEST, ON_A_PAGE, Search
from azru_kg.server.http.budget import Budget
from azru_kg.server.http.site import Site
from azru_kg.server.pages.render import Pages

SCRIPT = (Path(azru_kg.server.pages.__file__).parent / "static" / "find.js").read_text("utf-8")
HOSTILE = [
    '"><script>alert(1337)</script>',
    "<img src=x onerror=alert(1337)>",
    "{{ 7*191 }}{% raw %}",
    "javascript:alert(1337)",
    "' OR 1=1 --",
    "(a+)+$" * 20,
    ".*[^\\",
    "aa\x00bb\x1b[2Jcc\r\nX-Injected: 1",
    "\u202eабв\ufeff",
    "a b c d e f g h i j k l m n o p q r s t u v w x y z " * 3,
]
MARK = "<b>&\"'x"


class _Page(HTMLParser):
    """The tags and links of a page, and the handlers in it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.scripts: list[str | None] = []
        self.links: list[str] = []
        self.handlers: list[str] = []
        self.sought = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        # Of a block of data nothing runs.
        if tag == "script" and values.get("type") != "application/ld+json":
            self.scripts.append(values.get("src"))
        if values.get("id") == "find":
            self.sought = values.get("value") or ""
        self.links += [values["href"] or ""] if tag == "a" else []
        self.handlers += [name for name in values if name.startswith(("on", "style"))]


def search(client: httpx.Client, text: str, path: str = "/search", **more: str) -> httpx.Response:
    return client.get(path, params={"q": text, **more})


def test_every_page_has_the_box(own_client: httpx.Client) -> None:
    for path in ("/", "/sparql", "/id/", "/quality", "/ontology", "/search", "/nothing"):
        page = own_client.get(path, headers={"Accept": "text/html"}).text
        assert '<form class="find" role="search" action="/search"' in page, path
        assert '<label for="find">' in page


@pytest.mark.parametrize("text", ["Aliyeva", "Əliyeva", "Алиева", "Alijeva", "Mehriban Aliyva"])
def test_a_name_in_any_spelling_leads_to_the_thing(own_client: httpx.Client, text: str) -> None:
    response = search(own_client, text)
    assert response.status_code == 200
    page = _Page(response.text)
    assert page.sought == text
    links = [link for link in page.links if link.startswith("/id/")]
    assert links[0] == "/id/person/mehriban-aliyeva"
    assert own_client.get(links[0], follow_redirects=True).status_code == 200
    assert f"<title>Find: {text} · azru-kg</title>" in response.text


def test_what_is_found_stands_by_kind_claims_last(own_client: httpx.Client) -> None:
    page = search(own_client, "Russia").text
    answer = search(own_client, "Russia", "/search.json").json()
    headings = [part.partition(" <small>")[0] for part in page.split('">')]
    shown = [heading for heading in headings if heading in HEADINGS.values()]
    assert shown == [HEADINGS[kind] for kind in answer["counts"]]
    assert sum(answer["counts"].values()) == answer["total"]


@pytest.mark.long
def test_a_kind_has_pages_of_its_own(whole_address: str) -> None:
    with httpx.Client(base_url=whole_address, timeout=20, trust_env=False) as client:
        counts = search(client, "baku", "/search.json").json()["counts"]
        number = counts["source"]
        assert number > ON_A_PAGE
        assert f'href="/search?q=baku&amp;kind=source">All {number}' in search(client, "baku").text
        first = search(client, "baku", kind="source").text
        assert 'href="/search?q=baku&amp;kind=source&amp;page=2" rel="next"' in first
        seen: list[str] = []
        for page in range(1, -(-number // ON_A_PAGE) + 1):
            text = search(client, "baku", kind="source", page=str(page)).text
            seen += [link for link in _Page(text).links if link.startswith("/id/source/")]
        assert len(set(seen)) == len(seen) == number
        beyond = search(client, "baku", kind="source", page=str(page + 1))
        assert beyond.status_code == 400
        data = search(client, "baku", "/search.json", kind="source", page="2").json()
        assert (data["page"], data["total"], len(data["things"])) == (2, number, ON_A_PAGE)


def test_programs_get_the_names_of_what_is_found(own_client: httpx.Client) -> None:
    response = search(own_client, "Мехрибан", "/search.json")
    assert response.headers["content-type"] == "application/json"
    first = response.json()["things"][0]
    assert first["iri"] == "https://w3id.org/azru-kg/id/person/mehriban-aliyeva"
    assert first["label"] == "Mehriban Aliyeva"
    assert {"text": "Mehriban Əliyeva", "language": "az"} in first["names"]
    tag = response.headers["etag"]
    asked = {"q": "Мехрибан"}
    again = own_client.get("/search.json", params=asked, headers={"If-None-Match": tag})
    assert again.status_code == 304


def test_suggestions_are_few_by_kind_and_without_claims(own_client: httpx.Client) -> None:
    found = search(own_client, "russia", "/suggest").json()
    assert sum(len(kind["things"]) for kind in found["kinds"]) == 8 < found["total"]
    headings = [kind["heading"] for kind in found["kinds"]]
    assert len(headings) == len(set(headings))
    assert HEADINGS["claim"] not in headings
    first = found["kinds"][0]["things"][0]
    assert first == {"label": "Russia", "note": "Rusiya · Россия", "href": "/id/country/RU"}


@pytest.mark.parametrize("text", ["a", "я", "x" * (LONGEST + 1)])
def test_too_little_and_too_much_is_told(own_client: httpx.Client, text: str) -> None:
    page = search(own_client, text)
    assert page.status_code == 400
    assert "2 to 200 characters" in page.text
    assert _Page(page.text).sought == text[:LONGEST]
    for path in ("/search.json", "/suggest"):
        problem = search(own_client, text, path)
        assert problem.status_code == 400
        assert "2 to 200 characters" in problem.json()["detail"]


def test_spaces_around_a_letter_do_not_count(own_client: httpx.Client) -> None:
    page = search(own_client, "  a ")
    assert page.status_code == 200
    assert "here it has 1 character." in page.text
    assert search(own_client, "  a ", "/search.json").json()["total"] == 0


def test_a_page_without_a_name_says_how_to_find(own_client: httpx.Client) -> None:
    for path in ("/search", "/search?q=", "/search?q=%20%20"):
        response = own_client.get(path)
        assert response.status_code == 200
        assert "Write a name into the box" in response.text


@pytest.mark.parametrize(
    "asked", ["q=baku&kind=x", "q=baku&page=0", "q=baku&page=x", "q=baku&page=2"]
)
def test_what_no_page_has_is_refused(own_client: httpx.Client, asked: str) -> None:
    assert own_client.get(f"/search?{asked}").status_code == 400


def test_nothing_found_is_a_page_too(own_client: httpx.Client) -> None:
    response = search(own_client, "qqqqzzzz xyz")
    assert response.status_code == 200
    assert "Nothing here has such a name" in response.text


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_that_is_sought_runs(own_client: httpx.Client, text: str) -> None:
    for path in ("/search", "/search.json", "/suggest"):
        response = search(own_client, text, path)
        assert response.status_code in {200, 400}
        assert response.headers["x-content-type-options"] == "nosniff"
        assert "x-injected" not in response.headers
        assert not [sign for sign in response.text if sign < " " and sign != "\n"]
    page = _Page(search(own_client, text).text)
    assert page.scripts == ["/static/find.js"]
    assert page.handlers == []
    assert not [link for link in page.links if link.startswith("javascript:")]
    assert "1337 }}" not in page.sought


@pytest.mark.long
def test_names_of_strangers_do_not_run_either(tmp_path: Path) -> None:
    text = json.dumps(MARK)
    (tmp_path / "data.ttl").write_text(
        f"<javascript:alert(1)> <http://xmlns.com/foaf/0.1/name> {text} ."
    )

    async def fetch() -> list[httpx.Response]:
        pool = Pool(dataset := read_files([tmp_path]), workers=1)
        await pool.start()
        try:
            transport = httpx.ASGITransport(create_app(pool, dataset, queries=[]), root_path="/kg")
            async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
                paths = ("/kg/search", "/kg/suggest", "/kg/search.json")
                return [await client.get(path, params={"q": "b x"}) for path in paths]
        finally:
            await pool.close()

    page, suggestions, answer = asyncio.run(fetch())
    assert "<b>" not in page.text
    described = [link for link in _Page(page.text).links if "DESCRIBE" in link]
    assert described[0].startswith("/kg/sparql?query=DESCRIBE+%3Cjavascript%3A")
    (kind,) = suggestions.json()["kinds"]
    assert (kind["heading"], kind["things"][0]["label"]) == ("Things", MARK)
    assert kind["things"][0]["href"] == described[0]
    assert answer.json()["things"][0]["iri"] == "javascript:alert(1)"


@pytest.mark.long
def test_a_client_pays_for_a_search(tmp_path: Path) -> None:
    (tmp_path / "data.ttl").write_text("<urn:a> <http://xmlns.com/foaf/0.1/name> 'Ann' .")

    async def fetch() -> list[int]:
        pool = Pool(dataset := read_files([tmp_path]), workers=1)
        await pool.start()
        try:
            # It is spent by the first search.
            app = create_app(pool, dataset, queries=[], budget=Budget(1e-6, 1e-9))
            transport = httpx.ASGITransport(app)
            async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
                paths = ("/search?q=ann", "/search?q=ann", "/search.json?q=ann", "/suggest?q=ann")
                return [(await client.get(path)).status_code for path in paths]
        finally:
            await pool.close()

    assert asyncio.run(fetch()) == [200, 429, 429, 429]


def test_a_dataset_of_too_many_names_says_so(tmp_path: Path) -> None:
    name = "<http://xmlns.com/foaf/0.1/name>"
    (tmp_path / "data.ttl").write_text(f"<urn:a> {name} 'Ann' . <urn:b> {name} 'Bob' .")

    async def fetch() -> None:
        pool = Pool(dataset := read_files([tmp_path]), workers=1)
        await pool.start()
        try:
            names = HeldNames(pool, most=1)
            await names.prepare()
            search = Search(Door(pool, Budget()), names, Pages(dataset, []), Site())
            await search.suggest(Request({"type": "http"}), "ann")
        finally:
            await pool.close()

    with pytest.raises(NotFound, match="more than 1 named things"):
        asyncio.run(fetch())


def test_the_script_is_small_and_makes_no_markup_of_texts() -> None:
    assert len(SCRIPT.encode()) < 4000
    for word in ("innerHTML", "insertAdjacentHTML", "eval", "document.write", "http:", "https:"):
        assert word not in SCRIPT
