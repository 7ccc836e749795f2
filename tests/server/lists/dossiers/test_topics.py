"""The page of a topic, of lists of a few rows; and of servers of other data and the whole graph."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from pathlib import Path

import httpx
import pytest
from tests.server.lists.dossiers.holding import hold
from tests.server.lists.test_catalogue import fetch

from azru_kg.graph.coverage import Coverage, CoveredPart
from azru_kg.graph.topics import Topic
from azru_kg.languages.reading import read_in
from azru_kg.rdf.prefixes import expand
from azru_kg.server.lists.dossiers.topics import draw_topic, list_told
from azru_kg.server.pages.cells import Links

EVIL = "</p><script>alert(1)</script>"
HOSTILE = f"""
azru:Figure rdfs:subClassOf azru:Claim .
topic:evil a azru:Topic ; skos:prefLabel "{EVIL}"@en ; skos:definition "{EVIL}"@en ;
  skos:scopeNote "{EVIL}"@en ; azru:covers indicator:evil , period:2023 .
indicator:evil a azru:Indicator ; skos:prefLabel "{EVIL}"@en .
<urn:e> a azru:Meeting ; skos:prefLabel "{EVIL}"@en ; schema:startDate "2023-01-02"^^xsd:date .
"""
TRADE, POSTS = (Topic(expand(f"topic:{slug}"), {"en": slug, "ru": "Т"}) for slug in ("trade", "x"))
LINE = expand("project:line")
COVERAGE = Coverage(
    (TRADE, POSTS),
    {
        CoveredPart(TRADE.iri, "2020", "azerbaijani"): Counter(sources=2, statements=5, figures=3),
        CoveredPart(TRADE.iri, "2022", ""): Counter(sources=1, statements=1200, promises=1),
        CoveredPart(POSTS.iri, "2024", "russian"): Counter(sources=1, statements=1),
    },
    {TRADE.iri: frozenset({"urn:s:1"})},
    {TRADE.iri: frozenset({"urn:m:1", LINE})},
    {TRADE.iri: Counter({"urn:i:1": 4, LINE: 2, expand("country:AZ"): 9})},
)
LISTS = {
    "indicators": hold(
        "indicators",
        {"indicator": "urn:i:1", "name": "exports", "figures": "4", "topics": TRADE.iri},
        {"indicator": "urn:i:2", "name": "other", "figures": "9"},
    ),
    "meetings": hold(
        "meetings",
        {"meeting": "urn:m:1", "name": "Talks", "topics": f"{TRADE.iri} {expand('topic:other')}"},
    ),
    "promises": hold(
        "promises",
        {"promise": "urn:p:1", "label": "Done by 2030", "asOf": "2020-01-01", "topics": TRADE.iri},
        {"promise": "urn:p:1", "label": "Done by 2030", "asOf": "2021-01-01", "topics": TRADE.iri},
        {"promise": "urn:p:2", "label": "Elsewhere"},
    ),
    "sources": hold(
        "sources", {"source": "urn:s:1", "title": "One", "topics": TRADE.iri}, {"source": "urn:s:2"}
    ),
}


def test_a_page_counts_and_leads_to_the_topics_beside_it() -> None:
    page = draw_topic(TRADE, COVERAGE, LISTS, {}, Links("/kg"))
    assert (page.title, page.before, page.after) == ("Trade", None, page.after)
    assert page.after is not None
    assert page.after.href == "/kg/topics/x"
    assert [fact.value for fact in page.facts] == ["3", "1,205", "3", "1", "from 2020 to 2022"]
    sides = [[part.text for cell in row for part in cell.parts] for row in page.extracts[0].rows]
    assert sides[0] == ["Azerbaijani sources", "2", "5", "3", "0"]
    assert sides[-1] == ["Joint or unknown publishers", "1", "1,200", "0", "1"]


def test_it_has_what_is_of_the_topic_and_nothing_else() -> None:
    page = draw_topic(TRADE, COVERAGE, LISTS, {LINE: "The line"}, Links())
    shown = {
        extract.heading: [row[0].parts[0].text for row in extract.rows]
        for extract in page.extracts[1:]
    }
    assert shown == {
        "Indicators with most figures": ["exports"],
        "Latest events": ["Talks"],
        "Latest promises": ["Done by 2030", "Done by 2030"],
        "Latest documents": ["One"],
        "Most told of": ["The line"],
    }
    addresses = [extract.address for extract in page.extracts if extract.address]
    assert addresses == [
        "/indicators?topic=trade",
        "/meetings?topic=trade",
        "/promises?topic=trade&sort=-asOf",
        "/sources?topic=trade",
    ]


def test_countries_are_no_thing_that_is_told_of() -> None:
    assert list_told(COVERAGE, TRADE) == [(LINE, 2)]
    assert list_told(COVERAGE, POSTS) == []


def test_a_topic_of_which_there_is_little_has_a_short_page() -> None:
    with read_in("ru"):
        page = draw_topic(POSTS, COVERAGE, LISTS, {}, Links())
    assert page.title == "Т"
    assert len(page.extracts) == 1


@pytest.mark.long
def test_hostile_data_execute_nothing(tmp_path: Path) -> None:
    topics, topic, csv_file, none = fetch(
        HOSTILE, tmp_path, "/topics", "/topics/evil", "/quality/coverage.csv", "/topics/nothing"
    )
    for page in (topics, topic):
        assert page.status_code == 200
        assert "&lt;script&gt;alert(1)" in page.text
        assert "<script>alert" not in page.text
    assert csv_file.status_code == 200
    assert none.status_code == 404
    assert "There are evil" in none.text


@pytest.mark.long
@pytest.mark.parametrize("path", ["/topics/%3Cscript%3E", "/topics/Trade", f"/topics/{'x' * 300}"])
def test_an_address_of_no_topic_is_refused(tmp_path: Path, path: str) -> None:
    (page,) = fetch(HOSTILE, tmp_path, path)
    assert page.status_code in (400, 404)
    assert "<script>" not in page.text


@pytest.mark.long
def test_data_without_topics_say_so(tmp_path: Path) -> None:
    topics, home = fetch("<urn:a> <urn:b> <urn:c> .", tmp_path, "/topics", "/")
    assert topics.status_code == 404
    assert "have no topics" in topics.text
    assert 'href="/topics"' not in home.text


@pytest.mark.long
def test_the_whole_graph_has_seven_topics_in_three_languages(whole_address: str) -> None:
    def read(path: str) -> str:
        page = {"Accept": "text/html"}
        reply = httpx.get(f"{whole_address}{path}", headers=page, timeout=60, trust_env=False)
        assert reply.status_code == 200
        return reply.text

    overview = read("topics")
    slugs = re.findall(r'<h2 id="topic-\d"><a href="/topics/([^"]+)"', overview)
    assert len(slugs) == 7
    for slug in slugs:
        page = read(f"topics/{slug}")
        assert page.count('<section class="extract">') >= 4
        assert 'class="glance"' in page
        assert re.search(r'<ul class="examples" lang="en">\s*<li><a href="/query/', page)
        assert 'lang="en"' in read(f"ru/topics/{slug}")
    assert "Торговля, как её считают обе стороны" in read("ru/topics/trade")
    assert "Hər iki tərəfin hesabladığı ticarət" in read("az/topics/trade")
    assert 'href="/topics/trade"' in read("query/mirror-trade-figures")
    assert 'href="/topics/trade"' in read("id/topic/trade.html")
    for header in (read(""), read("quality")):
        assert '<a href="/topics">Topics</a>' in header


@pytest.mark.long
def test_the_tables_of_coverage_say_what_the_csv_says(whole_address: str) -> None:
    text = httpx.get(f"{whole_address}quality/coverage.csv", timeout=60, trust_env=False).text
    rows = [
        row for row in csv.DictReader(io.StringIO(text)) if row["topicName"].startswith("trade")
    ]
    total = sum(int(row["statements"]) for row in rows)
    page = httpx.get(f"{whole_address}quality.html", timeout=60, trust_env=False).text
    table = page.partition('<table id="by-topic">')[2].partition("</table>")[0]
    (row,) = [line for line in table.splitlines() if 'href="/topics/trade"' in line]
    numbers = [int(each.replace(",", "")) for each in re.findall(r'number">([\d,]+)<', row)]
    assert sum(numbers[1::2]) == total > 1000
    assert page.count('<table id="by-') == 3
