import re
from collections.abc import Iterator

import httpx
import pytest

QUERY = """SELECT ?figure ?value ?unit WHERE {
  ?figure azru:indicator indicator:trade-turnover ; sdmx-measure:obsValue ?value .
  OPTIONAL { ?figure azru:indicator/skos:broader ?unit }
} ORDER BY ?value ?figure"""
SOURCE = re.compile(r"https://w3id\.org/azru-kg/id/source/")


@pytest.fixture(scope="module")
def client(address: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=address, timeout=60) as client:
        yield client


def get(client: httpx.Client, query: str = QUERY, **parameters: str) -> httpx.Response:
    return client.get("/sparql", params={"query": query, **parameters})


def test_the_rows_are_those_of_the_plain_query_with_what_each_rests_on(
    client: httpx.Client,
) -> None:
    plain = get(client).json()
    response = get(client, provenance="1")
    answer = response.json()
    assert response.headers["Content-Type"] == "application/sparql-results+json"
    assert answer["head"] == plain["head"]
    assert answer["results"] == plain["results"]
    provenance = answer["provenance"]
    assert len(provenance["rows"]) == len(answer["results"]["bindings"]) > 0
    for row in provenance["rows"]:
        assert row["kind"] == "support"
        cited = {number for each in row["sets"] for number in each["documents"]}
        assert cited
        assert all(0 <= number < len(provenance["documents"]) for number in cited)
    assert any(SOURCE.match(it["source"] or "") and it["title"] for it in provenance["documents"])


def test_an_answer_with_provenance_is_another_one(client: httpx.Client) -> None:
    tags = {get(client).headers["ETag"], get(client, provenance="1").headers["ETag"]}
    assert len(tags) == 2
    again = get(client, provenance="1")
    assert again.json()["provenance"]
    assert "provenance" not in get(client, provenance="0").json()


@pytest.mark.parametrize("format_", ["csv", "tsv", "xml"])
def test_a_format_that_has_no_place_for_it_is_refused(client: httpx.Client, format_: str) -> None:
    response = get(client, provenance="1", format=format_)
    assert response.status_code == 406
    assert "format=json" in response.json()["detail"]


@pytest.mark.parametrize("query", ["ASK {}", "DESCRIBE country:AZ"])
def test_only_rows_rest_on_something(client: httpx.Client, query: str) -> None:
    response = get(client, query, provenance="1")
    assert response.status_code == 400
    assert "SELECT" in response.json()["detail"]


def test_what_is_neither_yes_nor_no_is_refused(client: httpx.Client) -> None:
    response = get(client, provenance="maybe")
    assert (response.status_code, response.json()["type"].rpartition("/")[2]) == (
        400,
        "bad-request",
    )


def test_a_page_has_footnotes_that_lead_to_the_documents(client: httpx.Client) -> None:
    page = get(client, provenance="1", format="html")
    assert page.status_code == 200
    marks = re.findall(r'href="#(note-[^"]+)"', page.text)
    assert marks
    assert set(marks) == set(re.findall(r'<li id="(note-[^"]+)"', page.text))
    assert re.search(
        r'<li id="note-1"><small>1</small> <a href="/id/source/[^"]+">[^<]+</a>', page.text
    )
    assert "format=csv" not in page.text
    assert "checked" in page.text


def test_a_page_that_does_not_ask_has_none(client: httpx.Client) -> None:
    page = get(client, format="html")
    assert 'href="#note-' not in page.text
    assert 'name="provenance"' in page.text


def test_a_perspective_tells_of_its_own_documents(client: httpx.Client) -> None:
    answer = get(client, provenance="1", perspective="azerbaijani").json()
    whole = get(client, provenance="1").json()
    told = {it["graph"] for it in answer["provenance"]["documents"]}
    assert told <= {it["graph"] for it in whole["provenance"]["documents"]}
