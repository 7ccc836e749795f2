"""A difference is told as text, page and feed, whatever the values try."""

from __future__ import annotations

from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest
from tests.difference.making import differ

from azru_kg.difference.as_feed import write_feed
from azru_kg.difference.as_page import write_page
from azru_kg.difference.comparing import ReleaseDifference
from azru_kg.difference.in_words import tell_difference

ATOM = "{http://www.w3.org/2005/Atom}"
HOSTILE = '</td><script>alert(1)</script>\\u001b[2J\\u202e\\u0001\\"'
METADATA = (
    'graph:metadata {{ <https://w3id.org/azru-kg/dataset> dcat:version "{}" ;'
    ' dcterms:modified "2026-11-{}" }}'
)


@pytest.fixture(scope="module")
def difference() -> ReleaseDifference:
    return differ(
        f'graph:one {{ claim:a rdfs:label "A"@en ; azru:asOf 1 }} {METADATA.format(1, "01")}',
        f'graph:one {{ claim:a rdfs:label "{HOSTILE}"@en ; azru:asOf 2 . '
        f"<javascript:alert(1)> azru:part <javascript:alert(2)> }} {METADATA.format(2, '29')}",
    )


@pytest.mark.parametrize("full", [False, True])
def test_the_text_names_reason_thing_and_values(difference: ReleaseDifference, full: bool) -> None:
    text = "\n".join(tell_difference(difference, full=full))
    assert "correction – the same source and claim, with another value: 2 changed" in text
    assert "~ azru:asOf 1 → 2  [graph:one]" in text
    assert "not told" in text
    assert all(sign.isprintable() or sign == "\n" for sign in text)


def test_two_that_are_the_same_are_said_to_be() -> None:
    assert [*tell_difference(differ("", ""))][-1] == "No difference: both state the same."


class Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.addresses: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.addresses += [value or "" for name, value in attrs if name in ("href", "src")]
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_page_has_no_script_and_needs_nothing_else(difference: ReleaseDifference) -> None:
    page, reader = "".join(write_page(difference)), Reader()
    reader.feed(page)
    assert reader.open == []
    assert not {"script", "link", "img", "iframe"} & {*reader.tags}
    assert all(address.startswith(("#", "https://", "http://")) for address in reader.addresses)
    assert "default-src 'none'" in page
    assert "&lt;script&gt;" in page
    assert "From 1 to 2" in page


def test_the_feed_has_what_rfc_4287_asks_of_it(difference: ReleaseDifference) -> None:
    feed = ElementTree.fromstring(write_feed(difference))  # noqa: S314 (our own)
    assert feed.tag == f"{ATOM}feed"
    entries = feed.findall(f"{ATOM}entry")
    assert len(entries) == len({change.entity for change in difference.changes})
    for part in (feed, *entries):
        for name in ("id", "title", "updated"):
            (element,) = part.findall(f"{ATOM}{name}")
            assert element.text
    assert feed.findtext(f"{ATOM}author/{ATOM}name") == "azru-kg"
    assert {each.findtext(f"{ATOM}updated") for each in entries} == {"2026-11-29T00:00:00Z"}
    assert len({each.findtext(f"{ATOM}id") for each in entries}) == len(entries)
    terms = {each.get("term") for each in feed.iter(f"{ATOM}category")}
    assert terms == {"correction", "not_told", "release"}
    links = [each.get("href") or "" for each in feed.iter(f"{ATOM}link")]
    assert links
    assert all(link.startswith("https://") for link in links)
