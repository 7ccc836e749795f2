"""Description pages as the running server shows them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

import httpx
import pytest


@pytest.fixture(scope="module")
def client(address: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=address, timeout=20, trust_env=False) as client:
        yield client


def read(client: httpx.Client, name: str) -> str:
    """Return the words of a page, without markup, and with single spaces."""
    response = client.get(f"id/{name}.html")
    assert response.status_code == 200
    assert "<script" not in response.text
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", "", response.text)))


def test_a_thing_is_named_in_three_languages(client: httpx.Client) -> None:
    text = read(client, "country/AZ")
    assert re.search(r"English Azerbaijan .*Azerbaijani Azərbaycan .*Russian Азербайджан ", text)
    assert "Azerbaijani none given Russian none given" in read(
        client, "agreement/roadmap-2024-2026"
    )


def test_a_figure_is_shown_as_it_was_said_with_its_words_and_source(client: httpx.Client) -> None:
    text = read(client, "indicator/trade-turnover")
    assert "2.6 billion US dollars Goods turnover, 2018: 2.6 billion US dollars" in text
    text = read(client, "claim/trade-2023")
    assert "more than 4.3 billion US dollars" in text
    assert "News.Az: told by the source itself, 22 January 2024." in text
    assert "“exceeding $ 4.3 billion compared to 2017”" in text
    assert "22 January 2024, characters 1715 to 1755 of the text" in text


def test_what_is_inferred_is_marked_with_the_reason(client: httpx.Client) -> None:
    page = client.get("id/claim/corridor-cargo-8x-literal.html").text
    marked = re.findall(r'<span class="inferred" title="([^"]+)">', page)
    assert len(marked) == 4
    assert all("the source does not state it outright" in reason for reason in marked)
    assert all("growth by 8 times the base" in reason for reason in marked)


def test_what_is_not_stated_is_said(client: httpx.Client) -> None:
    text = read(client, "agreement/roadmap-2024-2026")
    assert "in force not stated" in text
    assert "period not stated" in read(client, "country/RU")


def test_a_page_says_how_to_cite_and_where_the_data_are(client: httpx.Client) -> None:
    text = read(client, "person/mehriban-aliyeva")
    assert "“Mehriban Aliyeva”, in: azru-kg" in text
    assert "https://w3id.org/azru-kg/id/person/mehriban-aliyeva" in text
    page = client.get("id/person/mehriban-aliyeva.html").text
    for suffix in ("ttl", "jsonld", "nt", "rdf"):
        assert f'href="/id/person/mehriban-aliyeva.{suffix}"' in page


def test_the_query_to_start_from_finds_the_claims_of_the_page(client: httpx.Client) -> None:
    page = client.get("id/person/mehriban-aliyeva.html").text
    found = re.search(r"<textarea[^>]*>\n?(.*?)</textarea>", page, re.DOTALL)
    assert found
    query = {"query": unescape(found[1])}
    rows = client.get("sparql", params=query, headers={"Accept": "text/csv"}).text.split("\r\n")
    claims = {row.partition(",")[0].rpartition("/")[2] for row in rows[1:] if row}
    shown = set(re.findall(r'href="/id/claim/([a-z0-9-]+)"', page))
    assert claims == shown


def test_a_quote_is_titled_by_its_words_and_lists_what_rests_on_it(client: httpx.Client) -> None:
    page = client.get("id/quote/newsaz-2024-01-22-trade-level.html").text
    assert "<h1>“exceeding $ 4.3 billion compared to 2017”</h1>" in page
    assert 'href="/id/claim/trade-2023"' in page


def test_each_claim_names_its_source_and_who_speaks_there(client: httpx.Client) -> None:
    text = read(client, "person/mehriban-aliyeva")
    assert "Caspian Energy: said by Mehriban Aliyeva, in direct speech" in text
    assert "Searched for and not stated: for the period" in text


def test_words_with_a_place_in_an_archived_text_need_no_other_way_to_them(
    client: httpx.Client,
) -> None:
    assert "#:~:text=" not in client.get("id/claim/trade-2023.html").text


def test_every_footnote_that_is_referred_to_is_there(client: httpx.Client) -> None:
    for name in ("country/AZ", "source/newsaz-2024-01-22-roadmap", "claim/trade-2023"):
        page = client.get(f"id/{name}.html").text
        referred = set(re.findall(r'href="#(note-\d+)"', page))
        assert referred
        assert referred <= set(re.findall(r'id="(note-\d+)"', page))
