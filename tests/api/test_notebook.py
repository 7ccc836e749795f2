"""The table of a notebook: whatever the data hold, it stays a table."""

from __future__ import annotations

from html.parser import HTMLParser

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from azru_kg.api.result_rows import AskedQuery, ResultRows
from azru_kg.engine.fetched import Fetched
from azru_kg.rdf.oxigraph_terms import AnyTerm

TAGS = {"table", "caption", "thead", "tbody", "tr", "th", "td", "bdi", "a", "span", "p"}
ATTRIBUTES = {"style", "scope", "href", "rel", "lang"}


class Reader(HTMLParser):
    """Keeps what a page is made of."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.text += data


def read(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    return reader


def make(*terms: AnyTerm | None, name: str = "x", query: str = "q") -> ResultRows:
    fetched = Fetched((name,), tuple((term,) for term in terms), hints=(name,))
    return ResultRows(AskedQuery("", query, "2026.11.0"), fetched)


def show(rows: ResultRows) -> str:
    return rows._repr_html_()


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
        "</td></table><iframe>",
        "&lt;b&gt;",
        "\u202egnp.exe",
        "\x00<!--",
        "javascript:alert(1)",
        "$\\href{javascript:1}{x}$",
    ],
)
def test_a_hostile_value_is_text(text: str) -> None:
    html = show(make(ox.Literal(text), ox.Literal(text, language="az"), name=text, query=text))
    reader = read(html)
    assert set(reader.tags) <= TAGS
    assert {name for name, _ in reader.attributes} <= ATTRIBUTES
    assert "href" not in dict(reader.attributes)


@given(st.text())
def test_any_text_stays_within_its_cell(text: str) -> None:
    term = ox.Literal(text.encode(errors="replace").decode())
    assert set(read(show(make(term))).tags) <= TAGS


@pytest.mark.parametrize(
    ("address", "leads"),
    [
        ("https://example.org/a?b=1&c=2", True),
        ("http://example.org/", True),
        ("HTTPS://example.org/", True),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("urn:x", False),
        ("http:alert", False),
        ("vbscript:x", False),
    ],
)
def test_only_addresses_of_the_web_are_links(address: str, leads: bool) -> None:
    reader = read(show(make(ox.NamedNode(address))))
    assert ([value for name, value in reader.attributes if name == "href"] == [address]) is leads


def test_of_many_rows_the_first_are_shown_and_told() -> None:
    reader = read(show(make(*map(ox.Literal, range(100)))))
    assert reader.tags.count("td") == 20
    assert "100 rows, the first 20, release 2026.11.0" in reader.text


def test_long_texts_are_cut() -> None:
    assert len(show(make(ox.Literal("a" * 10_000)))) < 1_000


def test_numbers_stand_at_the_right() -> None:
    assert "text-align: right" in show(make(ox.Literal(5), None))
    assert "text-align: right" not in show(make(ox.Literal(5), ox.Literal("a")))
