import re
from html.parser import HTMLParser
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from azru_kg.server.workbench.assets import has_workbench

FIREFOX = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
VOID = frozenset(("meta", "link", "input", "br", "img"))


BLOCK = "application/ld+json"


class Page(HTMLParser):
    """A page as a browser reads it: its elements, its texts, and whether it is well nested."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.texts: list[tuple[str, str]] = []
        self._open: list[str] = []
        self.feed(source)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if data.strip() and not self._is_block():
            self.texts.append((self._open[-1], data))

    def _is_block(self) -> bool:
        """Return whether this is within a block of data, of which nothing runs."""
        return self._open[-1] == "script" and self.elements[-1][1].get("type") == BLOCK

    @property
    def scripts(self) -> list[dict[str, str]]:
        """Return the attributes of every script that runs."""
        return [script for script in self.all("script") if script.get("type") != BLOCK]

    def all(self, tag: str) -> list[dict[str, str]]:
        """Return the attributes of every element of a kind."""
        return [attributes for name, attributes in self.elements if name == tag]

    def text_of(self, tag: str) -> list[str]:
        """Return the texts directly inside elements of a kind."""
        return [text for name, text in self.texts if name == tag]

    @property
    def text(self) -> str:
        """Return all text, its white space made single."""
        return " ".join(" ".join(text for _, text in self.texts).split())


def fetch(client: httpx.Client, path: str = "/sparql", status: int = 200, **params: str) -> Page:
    response = client.get(path, params=params, headers={"Accept": FIREFOX})
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    return Page(response.text)


def links(page: Page) -> dict[str, str]:
    """Return the queries that links of a page run, by the texts of the links."""
    return {
        text: parse_qs(urlsplit(attributes["href"]).query).get("query", [""])[0]
        for text, attributes in zip(
            page.text_of("a"), [a for a in page.all("a") if a.get("href")], strict=True
        )
    }


SELECT = (
    "SELECT ?country ?value { ?country a azru:Country BIND (12345.5 AS ?value) } ORDER BY ?country"
)
SCRIPTS = [{"src": "/static/find.js", "defer": ""}]
WORKBENCH = [{"src": "/static/built/workbench.js", "defer": ""}] if has_workbench() else []
PAGES: list[dict[str, str]] = [
    {"path": "/"},
    {},
    {"query": SELECT},
    {"query": "ASK {}"},
    {"query": "DESCRIBE country:AZ claim:evil"},
    {"query": "SELECT * { ?s ?p ?o }"},
    {"query": "SELEC <script>"},
    {"path": "/nothing/<script>"},
]


@pytest.mark.parametrize("params", PAGES, ids=str)
def test_no_page_has_a_script_within_or_loads_anything_from_elsewhere(
    client: httpx.Client, params: dict[str, str]
) -> None:
    response = client.get(
        params.get("path", "/sparql"),
        params={name: value for name, value in params.items() if name != "path"},
        headers={"Accept": FIREFOX},
    )
    page = Page(response.text)
    has_form = bool(page.all("textarea")) and "path" not in params
    # They stand apart, and nothing waits for them.
    assert page.scripts == [*(WORKBENCH if has_form else []), *SCRIPTS]
    assert "script" not in {tag for tag, _ in page.texts}
    assert not page.all("style")
    for tag, attributes in page.elements:
        assert tag not in ("iframe", "object", "embed", "img", "base")
        assert not [name for name in attributes if name.startswith("on") or name == "style"]
        if "href" in attributes and tag != "a" and attributes.get("rel") != "alternate":
            assert attributes["href"].startswith("/static/")
            assert client.get(attributes["href"]).status_code == 200
    for form in page.all("form"):
        assert form["action"] in {"/sparql", "/search"}


@pytest.mark.parametrize("params", PAGES, ids=str)
def test_every_page_has_a_title_that_names_the_thing(
    client: httpx.Client, params: dict[str, str]
) -> None:
    response = client.get(
        params.get("path", "/sparql"),
        params={name: value for name, value in params.items() if name != "path"},
        headers={"Accept": FIREFOX},
    )
    page = Page(response.text)
    (title,), (heading,) = page.text_of("title"), page.text_of("h1")
    assert title == f"{heading} · azru-kg"
    assert page.all("html") == [{"lang": "en"}]


def test_the_first_page_counts_what_there_is_and_leaves_out_what_there_is_not(
    client: httpx.Client,
) -> None:
    page = fetch(client, "/")
    assert page.text_of("dt") == ["claims", "figures", "triples", "named graphs"]
    assert "claims 2 figures 2 triples" in page.text


def test_each_number_leads_to_what_it_counts(client: httpx.Client) -> None:
    found = links(fetch(client, "/"))
    for number, query in found.items():
        if number.isdigit():
            listed = client.get("/sparql", params={"query": query, "format": "csv"}).text
            assert len(listed.splitlines()) == int(number) + 1


def test_the_examples_stand_on_the_first_page_and_lead_to_their_answers(
    client: httpx.Client,
) -> None:
    page = fetch(client, "/")
    assert 'Each with its "name" & <tag>.' in page.text
    answer = fetch(client, query=links(page)["Which countries are there?"])
    assert answer.text_of("h1") == ["Which countries are there?"]
    assert "2 rows." in answer.text
    assert {"Azerbaijan", "Russia"} <= set(answer.text_of("a"))
    assert "/query/" in [link["href"] for link in fetch(client, "/sparql").all("a")]
    assert "questions" in [heading.get("id") for heading in page.all("h2")]


def test_the_page_without_a_query_has_the_form_and_the_prefixes(client: httpx.Client) -> None:
    for page in (fetch(client), fetch(client, query=""), fetch(client, query=" \r\n ")):
        (area,) = page.all("textarea")
        assert area["name"] == "query"
        assert "country:" in page.text_of("code")
        assert "https://w3id.org/azru-kg/id/country/" in page.text_of("code")


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?s { ?s ?p '</textarea><script>alert(1)</script>' }",
        "\n\n  ASK { ?s ?p 'a & b &amp; c' }\n",
        "SELECT ?ölkə { ?ölkə skos:prefLabel 'Азербайджан'@ru }",
        "SELEC </textarea> &lt;",
    ],
)
def test_the_form_keeps_the_query(client: httpx.Client, query: str) -> None:
    response = client.get("/sparql", params={"query": query}, headers={"Accept": FIREFOX})
    match = re.search(r"<textarea[^>]*>\n(.*?)</textarea>", response.text, re.DOTALL)
    assert match
    assert Page(f"<p>{match[1]}</p>").texts[0][1] == query


def test_the_form_keeps_the_graphs(client: httpx.Client) -> None:
    parameters = [
        ("query", "ASK {}"),
        ("default-graph-uri", "urn:g:1"),
        ("named-graph-uri", "urn:a"),
    ]
    response = client.get(
        "/sparql", params=httpx.QueryParams(tuple(parameters)), headers={"Accept": FIREFOX}
    )
    page = Page(response.text)
    fields = [field for field in page.all("input") if field.get("type") == "hidden"]
    hidden = [(field["name"], field["value"]) for field in fields]
    assert hidden == parameters[1:]
    csv = next(a["href"] for a in page.all("a") if a["href"].endswith("format=csv"))
    assert "default-graph-uri=urn%3Ag%3A1" in csv


def test_a_table_shows_labels_links_and_aligned_numbers(client: httpx.Client) -> None:
    page = fetch(client, query=SELECT)
    assert page.text_of("th") == ["country", "value"]
    assert [cell.get("class") for cell in page.all("th")] == [None, "numeric"]
    assert "/id/country/AZ" in [link["href"] for link in page.all("a")]
    assert "12 345.5" in page.text
    assert "2 rows. Answered in" in page.text


def test_what_a_column_has_in_common_is_said_once(client: httpx.Client) -> None:
    query = """SELECT ?name ?day ?mixed {
      VALUES (?name ?day ?mixed) {
        ("Baku"@en "2024-01-22"^^xsd:date "Bakı"@az) ("Moscow"@en UNDEF "Moscow"@en)
      }
    }"""
    response = client.get("/sparql", params={"query": query}, headers={"Accept": FIREFOX})
    assert response.text.count("<small>en</small>") == 2
    assert response.text.count("<small>xsd:date</small>") == 1
    assert "<small>az</small>" in response.text


def test_the_downloads_are_the_same_answer(client: httpx.Client) -> None:
    for query, expected in (
        (SELECT, {"JSON", "XML", "CSV", "TSV"}),
        ("ASK {}", {"JSON", "XML", "CSV", "TSV"}),
        (
            "DESCRIBE country:AZ",
            {"Turtle", "JSON-LD", "N-Triples", "RDF/XML", "TriG", "N-Quads", "N3"},
        ),
    ):
        page = fetch(client, query=query)
        found = [a["href"] for a in page.all("a") if "&format=" in a["href"]]
        assert expected <= set(page.text_of("a"))
        assert len(found) == len(expected)
        for href in found:
            answer = client.get(href, headers={"Accept": FIREFOX})
            assert answer.status_code == 200
            assert "text/html" not in answer.headers["content-type"]


def test_no_rows_and_no_triples_are_said_to_be_none(client: httpx.Client) -> None:
    assert "0 rows." in fetch(client, query="SELECT ?x { ?x a azru:Nothing }").text
    assert (
        "Nothing in the graph fits" in fetch(client, query="SELECT ?x { ?x a azru:Nothing }").text
    )
    assert "The graph is empty" in fetch(client, query="DESCRIBE country:XX").text


def test_a_question_is_answered_with_yes_or_no(client: httpx.Client) -> None:
    assert "is Yes" in fetch(client, query="ASK {}").text
    assert "is No" in fetch(client, query="ASK { country:XX ?p ?o }").text


def test_a_description_is_a_page_about_the_thing(client: httpx.Client) -> None:
    page = fetch(client, query="DESCRIBE country:AZ")
    assert page.text_of("h1") == ["Azerbaijan"]
    assert "https://w3id.org/azru-kg/id/country/AZ" in page.text
    languages = [span["lang"] for span in page.all("span") if "lang" in span]
    assert languages == ["en", "az", "ru"]
    assert "<https://w3id.org/azru-kg/id/country/AZ>" in links(page)["What refers to it"]


@pytest.mark.long
def test_a_long_answer_is_cut_and_says_so(client: httpx.Client) -> None:
    page = fetch(client, query="SELECT ?n { ?n <urn:number> ?x }")
    assert len(page.all("tr")) == 501
    assert "The first 500 of 600 rows. A page shows at most 500 rows" in page.text
    graph = fetch(client, query="CONSTRUCT { ?n a <urn:N> } { ?n <urn:number> ?x }")
    assert "The first 500 of 600 triples." in graph.text
    endless = fetch(client, query="SELECT ?a ?b { ?a <urn:number> ?x . ?b <urn:number> ?y }")
    assert "The first 500 rows; there are more." in endless.text


@pytest.mark.long
def test_a_wide_answer_is_cut_and_says_so(client: httpx.Client) -> None:
    columns = " ".join(f"(1 AS ?v{number})" for number in range(300))
    query = f"SELECT {columns} {{ ?n <urn:number> ?x }}"
    page = fetch(client, query=query)
    assert len(page.all("th")) == 100
    assert len(page.all("td")) == 10_000
    assert "The first 100 of 600 rows. 200 of the columns are left out." in page.text


def test_labels_and_values_are_text_never_markup(client: httpx.Client) -> None:
    evil = "</td><script>alert(1)</script>"
    image = "<img src=x onerror=a()>"
    table = fetch(client, query="SELECT ?s ?o { ?s rdfs:comment ?o }")
    assert evil in table.text_of("a")
    assert image in table.text_of("span")
    sheet = fetch(client, query="DESCRIBE claim:evil")
    assert sheet.text_of("h1") == [evil]
    for page in (table, sheet):
        assert page.scripts == [*WORKBENCH, *SCRIPTS]
        assert not page.all("img")


def test_only_web_addresses_become_links(client: httpx.Client) -> None:
    page = fetch(client, query="SELECT ?o { country:AZ rdfs:seeAlso ?o }")
    external = [a for a in page.all("a") if a.get("rel") == "noopener nofollow"]
    assert [a["href"] for a in external] == ["https://example.org/az?a=1&b='2'"]
    assert "javascript:alert(1)" in page.text
    assert "data:text/html,x" in page.text
    assert {urlsplit(a["href"]).scheme for a in page.all("a")} == {"", "https"}


@pytest.mark.parametrize("name", ["script", "onload", "ölkə", "_1", "中文"])
def test_variable_names_are_shown_as_they_are(client: httpx.Client, name: str) -> None:
    assert fetch(client, query=f"SELECT ?{name} {{ BIND (1 AS ?{name}) }}").text_of("th") == [name]


def test_every_kind_of_value_is_shown(client: httpx.Client) -> None:
    query = """SELECT * {
      BIND ("x"@az AS ?a) BIND ("2024-01-22"^^xsd:date AS ?b) BIND (BNODE() AS ?c)
      BIND (<<( country:AZ rdf:type "<b>" )>> AS ?d) OPTIONAL { ?e a <urn:nothing> }
    }"""
    page = fetch(client, query=query)
    assert page.text_of("small") == ["az", "xsd:date"]
    assert "<<( Azerbaijan rdf:type <b> )>>" in page.text
    assert "_:" in page.text
    assert "–" in page.text_of("span")


def test_an_answer_nested_too_deep_for_a_page_is_an_error_not_a_crash(client: httpx.Client) -> None:
    steps = " ".join(f"BIND (TRIPLE(<a:s>, <a:p>, ?t{n}) AS ?t{n + 1})" for n in range(60))
    query = f"SELECT ?t60 {{ BIND (1 AS ?t0) {steps} }}"
    assert "nested too deep" in fetch(client, status=406, query=query).text
    assert fetch(client, query="ASK {}").text_of("h1") == ["Answer"]


def test_an_error_marks_the_place_in_the_query(client: httpx.Client) -> None:
    page = fetch(client, status=400, query="SELECT ?x {\n  ?x ?y b:b\n  nope:x\n}\nLIMIT 3")
    (list_,) = page.all("ol")
    assert list_["start"] == "1"
    assert [item.get("class") for item in page.all("li")] == [None, "faulty", None, None, None]
    assert page.text_of("mark") == ["b:b"]


def test_an_error_far_down_shows_the_lines_around_it(client: httpx.Client) -> None:
    query = "SELECT ?x {\n" + "# a comment\n" * 50 + "  nope:x ?y ?z }"
    page = fetch(client, status=400, query=query)
    assert page.all("ol")[0]["start"] == "49"
    assert len(page.all("li")) == 4


def test_an_error_of_a_download_is_a_page_in_a_browser(client: httpx.Client) -> None:
    page = fetch(client, status=400, query="SELEC", format="csv")
    assert page.text_of("h1") == ["The query is not SPARQL 1.1"]


def test_what_is_reflected_of_an_address_is_text(client: httpx.Client) -> None:
    page = fetch(client, "/<script>alert(1)</script>", status=404)
    assert "/<script>alert(1)</script>" in page.text
    assert page.scripts == SCRIPTS
    graph = fetch(client, status=400, query="ASK {}", **{"default-graph-uri": "<script>"})
    assert "default-graph-uri=<script>" in graph.text


def test_the_answer_to_a_stored_query_says_what_it_is_about(client: httpx.Client) -> None:
    query = "SELECT ?country WHERE { ?country a azru:Country } ORDER BY ?country"
    assert 'Each with its "name" & <tag>.' in fetch(client, query=query).text
    assert "Each with its" not in fetch(client, query=f"{query} LIMIT 1").text


def test_what_is_wrong_begins_with_a_capital_letter_where_it_begins_with_a_word(
    client: httpx.Client,
) -> None:
    for query, told in {
        "SELECT * { ?s nope:x ?o }": "Undefined prefix nope:",
        "SELECT * {": "'{' is never closed with '}'",
    }.items():
        assert told in fetch(client, status=400, query=query).text
