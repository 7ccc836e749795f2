"""Description pages as the running server shows them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import unescape
from urllib.parse import unquote_plus

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
    # One script, and a block of data, of which nothing runs.
    assert re.findall("<script ([^>]*)>", response.text) == [
        'type="application/ld+json"',
        'src="/static/find.js" defer',
    ]
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
    assert len(marked) == 5
    assert all("the source does not state it outright" in reason for reason in marked)
    assert all("growth by 8 times the base" in reason for reason in marked)


def test_what_is_not_stated_is_said(client: httpx.Client) -> None:
    text = read(client, "agreement/roadmap-2024-2026")
    assert "in force not stated" in text
    assert "period not stated" in read(client, "country/RU")


def test_what_the_editors_remark_is_no_account_of_what_a_thing_is(client: httpx.Client) -> None:
    text = read(client, "corridor/north-south")
    remarked = text.index("Each document has a name of its own for it")
    assert text.index("What is known of it") < text.index("Remarks of the editors") < remarked
    assert remarked < text.index("What sources say")


def test_a_page_says_how_to_cite_and_where_the_data_are(client: httpx.Client) -> None:
    text = read(client, "person/mehriban-aliyeva")
    assert "“Mehriban Aliyeva”. In: azru-kg" in text
    assert "https://w3id.org/azru-kg/id/person/mehriban-aliyeva" in text
    page = client.get("id/person/mehriban-aliyeva.html").text
    for suffix in ("ttl", "jsonld", "nt", "rdf"):
        assert f'href="/id/person/mehriban-aliyeva.{suffix}"' in page


def list_questions(client: httpx.Client, name: str) -> list[str]:
    """Return the queries to start from that a page links to."""
    asked = client.get(f"id/{name}.html").text.partition('<ul class="questions">')[2]
    links = re.findall(r'href="/sparql\?query=([^"]+)"', asked.partition("</ul>")[0])
    return [unquote_plus(link) for link in links]


def test_the_query_to_start_from_finds_the_claims_of_the_page(client: httpx.Client) -> None:
    page = client.get("id/person/mehriban-aliyeva.html").text
    query = {"query": list_questions(client, "person/mehriban-aliyeva")[0]}
    rows = client.get("sparql", params=query, headers={"Accept": "text/csv"}).text.split("\r\n")
    claims = {row.partition(",")[0].rpartition("/")[2] for row in rows[1:] if row}
    shown = set(re.findall(r'href="/id/claim/([a-z0-9-]+)"', page))
    assert claims == shown


@pytest.mark.parametrize(
    "name",
    [
        "claim/trade-2023",
        "country/AZ",
        "event/aliyeva-visit-russia-2019",
        "indicator/trade-turnover",
        "organisation/p-pharm",
        "period/2023",
        "person/mehriban-aliyeva",
        "post/first-vice-president-az",
        "quote/newsaz-2024-01-22-trade-level",
        "source/newsaz-2024-01-22-roadmap",
    ],
)
def test_questions_about_a_thing_have_answers(client: httpx.Client, name: str) -> None:
    queries = list_questions(client, name)
    assert all(f"<https://w3id.org/azru-kg/id/{name}>" in query for query in queries)
    answers = [
        client.get("sparql", params={"query": query}, headers={"Accept": "text/csv"})
        for query in queries
    ]
    assert [answer.status_code for answer in answers] == [200] * len(queries) != []
    assert len(answers[0].text.splitlines()) > 1


def test_a_quote_is_titled_by_its_words_and_lists_what_rests_on_it(client: httpx.Client) -> None:
    page = client.get("id/quote/newsaz-2024-01-22-trade-level.html").text
    assert "<h1>“exceeding $ 4.3 billion compared to 2017”</h1>" in page
    assert 'href="/id/claim/trade-2023"' in page


def test_each_claim_names_its_source_and_who_speaks_there(client: httpx.Client) -> None:
    text = read(client, "person/mehriban-aliyeva")
    assert "Caspian Energy: said by Mehriban Aliyeva, in direct speech" in text
    assert "Searched for and not stated: for the period" in text


def test_a_footnote_leads_to_the_very_words(client: httpx.Client) -> None:
    page = unescape(client.get("id/claim/trade-2023.html").text)
    assert re.search(r'href="https://news\.az/[^"]+#:~:text=exceeding%20%24%204\.3%20billion', page)


def test_a_figure_stands_beside_others_for_the_same(client: httpx.Client) -> None:
    text = read(client, "claim/corridor-cargo-8x-literal")
    assert "What is reported for the same" in text


def test_how_the_data_have_a_figure_is_small_print(client: httpx.Client) -> None:
    text = read(client, "claim/trade-2023")
    assert "In the data: value 4300000000; " in text
    assert "indicator trade between Azerbaijan Russia for the period 2023" in text


def test_every_footnote_that_is_referred_to_is_there(client: httpx.Client) -> None:
    for name in ("country/AZ", "source/newsaz-2024-01-22-roadmap", "claim/trade-2023"):
        page = client.get(f"id/{name}.html").text
        referred = set(re.findall(r'href="#(note-\d+)"', page))
        assert referred
        assert referred <= set(re.findall(r'id="(note-\d+)"', page))


def test_a_figure_is_told_once_in_its_title_where_it_stands_there(client: httpx.Client) -> None:
    page = client.get("id/claim/trade-2023.html").text
    assert re.search("<h1>[^<]*more than 4.3 billion US dollars</h1>", page)
    assert 'class="amount"' not in page


def test_a_thing_that_the_metadata_have_as_an_example_does_not_say_so(
    client: httpx.Client, ask_server: Callable[[str], list[tuple[str, ...]]]
) -> None:
    asked = "SELECT ?example { ?part void:exampleResource ?example } ORDER BY ?example LIMIT 1"
    ((example,),) = ask_server(asked)[1:]
    assert "exampleResource" not in read(client, example.replace(":", "/"))
