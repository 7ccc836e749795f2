"""Stored queries at their IRIs: pages with fields, answers as data, queries, descriptions."""

from __future__ import annotations

import csv
import io
import re
from urllib.parse import parse_qs, urlsplit

import httpx
import polars as pl
import pyoxigraph as ox
import pytest
from markupsafe import escape
from tests.support.sampling import sample_daily

from azru_kg.graph import stored_queries
from azru_kg.graph.layout import built_in
from azru_kg.graph.stored_queries import StoredQuery, name_example, read_example

QUERIES = stored_queries.load(built_in().queries)
FIREFOX = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
SPEAKER = "/query/everything-one-official-stated"
ANYBODY = "speaker=mehriban-aliyeva"


def read_page(client: httpx.Client, address: str) -> str:
    response = client.get(address, headers=FIREFOX)
    assert response.status_code == 200, response.text
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    return response.text


def read_csv(text: str) -> list[list[str]]:
    return [*csv.reader(io.StringIO(text, newline=""))]


def each_query(daily: int) -> pytest.MarkDecorator:
    return pytest.mark.parametrize(
        "stored", sample_daily(QUERIES, daily), ids=lambda stored: stored.slug
    )


@each_query(5)
def test_a_stored_query_is_sparql_for_programs_and_a_page_for_people(
    own_client: httpx.Client, stored: StoredQuery
) -> None:
    text = own_client.get(f"/query/{stored.slug}")
    assert text.headers["content-type"] == "application/sparql-query"
    assert text.text == stored.text == own_client.get(f"/query/{stored.slug}.rq").text
    page = read_page(own_client, f"/query/{stored.slug}")
    assert f">{escape(stored.summary)}</h1>" in page
    for parameter in stored.parameters:
        assert f'name="{parameter.name}"' in page
        assert page.count(f'id="value-{parameter.name}"') == 1
    (question,) = re.findall(r'href="([^"]+)"[^>]*>Ask this query yourself', page)
    asked = parse_qs(urlsplit(question.replace("&amp;", "&")).query)
    assert asked == {"query": [stored.text]}


@each_query(5)
def test_the_answer_is_that_of_the_endpoint(own_client: httpx.Client, stored: StoredQuery) -> None:
    rows = own_client.get(f"/query/{stored.slug}.csv")
    assert rows.headers["content-type"] == "text/csv; charset=utf-8"
    answer = own_client.post("/sparql", data={"query": stored.text}, headers={"Accept": "text/csv"})
    assert read_csv(rows.text) == read_csv(answer.text)
    document = own_client.get(f"/query/{stored.slug}.json").json()
    assert document["total"] == len(document["rows"]) == len(read_csv(rows.text)) - 1
    assert document["columns"] == read_csv(rows.text)[0]
    assert {*document["parameters"]} == {parameter.name for parameter in stored.parameters}


def test_another_value_gives_another_answer(own_client: httpx.Client) -> None:
    own, other = (own_client.get(f"{SPEAKER}.json{asked}").json() for asked in ("", f"?{ANYBODY}"))
    assert own["parameters"] == {"speaker": "shahin-mustafayev"}
    assert other["parameters"] == {"speaker": "mehriban-aliyeva"}
    assert own["rows"] != other["rows"]
    assert other["total"] > 0
    page = read_page(own_client, f"{SPEAKER}?{ANYBODY}")
    assert '<option value="mehriban-aliyeva" selected>' in page
    assert f'href="{SPEAKER}.csv?{ANYBODY}"' in page
    query = own_client.get(f"{SPEAKER}?{ANYBODY}").text
    assert query == own_client.get(f"{SPEAKER}.rq?{ANYBODY}").text
    answer = own_client.post("/sparql", data={"query": query}, headers={"Accept": "text/csv"})
    rows = own_client.get(f"{SPEAKER}.csv?{ANYBODY}")
    assert read_csv(rows.text) == read_csv(answer.text)


def test_things_on_the_page_are_called_by_their_names_and_linked(own_client: httpx.Client) -> None:
    body = read_page(own_client, SPEAKER).partition("<tbody>")[2].partition("</tbody>")[0]
    assert re.search(r'<a [^>]*href="/id/claim/[^"]+"[^>]*>[^<]* [^<]*</a>', body)
    assert 'href="/id/source/newsaz-2024-01-22-roadmap"' in body


def test_rows_are_cut_and_turned(own_client: httpx.Client) -> None:
    everything = own_client.get(f"{SPEAKER}.json").json()
    part = own_client.get(f"{SPEAKER}.json?limit=2&offset=1").json()
    assert part["rows"] == everything["rows"][1:3]
    assert (part["total"], part["offset"]) == (everything["total"], 1)
    page = read_page(own_client, f"{SPEAKER}?limit=2&offset=2")
    assert page.partition("<tbody>")[2].count("<tr>") == 2
    assert f'href="{SPEAKER}?limit=2" rel="prev"' in page
    assert f'href="{SPEAKER}?limit=2&amp;offset=4" rel="next"' in page
    # Data are of all rows, whichever stand on the page.
    assert f'href="{SPEAKER}.csv"' in page
    beyond = own_client.get(f"{SPEAKER}?offset=900000", headers=FIREFOX)
    assert beyond.status_code == 400
    assert own_client.get(f"{SPEAKER}.csv?offset=900000").text.count("\n") == 1


def test_parts_link_to_one_another_and_fit_together(own_client: httpx.Client) -> None:
    whole = own_client.get(f"{SPEAKER}.csv?{ANYBODY}")
    rows = read_csv(whole.text)[1:]
    assert whole.headers["x-total-count"] == str(len(rows))
    turned, address = [], f"{SPEAKER}.csv?{ANYBODY}&limit=4"
    while address:
        part = own_client.get(address)
        turned += read_csv(part.text)[1:]
        assert {"first", "last"} <= {*part.links}
        address = part.links.get("next", {}).get("url", "")
        assert bool(part.links.get("prev")) == (len(turned) > 4)
    assert turned == rows
    assert "next" not in whole.links
    third = own_client.get(f"{SPEAKER}.csv?{ANYBODY}&limit=4&page=3")
    assert read_csv(third.text)[1:] == rows[8:12]
    last = own_client.get(third.links["last"]["url"])
    assert read_csv(last.text)[1:] == rows[len(rows) - (len(rows) - 1) % 4 - 1 :]


def test_parquet_has_types(own_client: httpx.Client) -> None:
    answer = own_client.get("/query/figures-of-trade.parquet")
    assert answer.headers["content-type"] == "application/vnd.apache.parquet"
    frame = pl.read_parquet(answer.content)
    document = own_client.get("/query/figures-of-trade.json").json()
    assert (frame.columns, frame.height) == (document["columns"], document["total"])
    assert any(dtype.is_numeric() for dtype in frame.dtypes)
    named = pl.read_parquet(own_client.get(f"{SPEAKER}.parquet?labels=en").content)
    assert any(column.endswith("_en") for column in named.columns)
    days = own_client.get("/query/trade-turnover-reporters.parquet?year=2018").content
    assert pl.read_parquet(days).schema["published"] in (pl.Date, pl.String)


def test_things_get_a_column_of_names_in_each_language(own_client: httpx.Client) -> None:
    address = "/query/holders-of-a-post.csv?post=deputy-prime-minister-az&labels=en,az,ru"
    head, *rows = read_csv(own_client.get(address).text)
    at = head.index("person")
    assert head[at : at + 4] == ["person", "person_en", "person_az", "person_ru"]
    (names,) = [row[at + 1 : at + 4] for row in rows if row[at].endswith("/shahin-mustafayev")]
    assert names == ["Shahin Mustafayev", "Şahin Mustafayev", "Шахин Мустафаев"]


def test_an_answer_that_the_client_has_is_not_sent_again(own_client: httpx.Client) -> None:
    for address, accept in ((SPEAKER, FIREFOX), (f"{SPEAKER}.csv?{ANYBODY}", {})):
        first = own_client.get(address, headers=accept)
        again = own_client.get(address, headers={**accept, "If-None-Match": first.headers["etag"]})
        assert (first.status_code, again.status_code) == (200, 304)
        assert "no-cache" in first.headers["cache-control"]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("speker=x", "no parameter 'speker'. It has speaker, limit, offset, page, labels, excel,"),
        ("speker=x", "Did you mean speaker?"),
        ("speaker=shahin-mustafaev", "Did you mean shahin-mustafayev"),
        ("speaker=%3E%20%7D%20%3Fs%20%3Fp%20%3Fo%20%23", "It takes the name of a person"),
        ("speaker=country:AZ", "It takes the name of a person"),
        ("speaker=a&speaker=b", "The parameter speaker is given twice"),
        ("limit=-1", "The parameter limit cannot be '-1'. It takes a number of rows"),
        ("limit=99999999", "The parameter limit cannot be"),
        ("offset=x", "The parameter offset cannot be 'x'"),
        ("page=0", "The parameter page cannot be '0'. It takes the number of a page, from 1"),
        ("page=2&offset=3", "page and offset both say where to begin"),
        ("page=1&limit=0", "The parameter page cannot be '1'"),
        ("labels=de", "The parameter labels cannot be 'de'. It takes languages"),
        ("excel=yes", "The parameter excel cannot be 'yes'. It takes 1 or 0"),
    ],
)
def test_what_does_not_fit_is_an_error_that_says_what_does(
    own_client: httpx.Client, asked: str, said: str
) -> None:
    response = own_client.get(f"{SPEAKER}.csv?{asked}")
    assert response.status_code == 400
    problem = response.json()
    assert said in problem["detail"]
    assert problem["errors"][0]["pointer"] == f"#/{asked.partition('=')[0]}"
    page = own_client.get(f"{SPEAKER}?{asked}", headers=FIREFOX)
    assert page.status_code == 400
    assert page.headers["content-type"] == "text/html; charset=utf-8"


def test_excel_is_for_csv_alone(own_client: httpx.Client) -> None:
    text = own_client.get(f"{SPEAKER}.csv?excel=1")
    assert text.content.startswith(b"\xef\xbb\xbf")
    assert own_client.get(f"{SPEAKER}.json?excel=1").status_code == 400


def test_a_stored_query_is_described_as_in_the_graph(own_client: httpx.Client) -> None:
    response = own_client.get("/query/agreements", headers={"Accept": "text/turtle"})
    found = {quad.triple for quad in ox.parse(response.content, format=ox.RdfFormat.TURTLE)}
    assert found == set(read_example(built_in().queries / "agreements.rq"))
    assert {str(triple.subject) for triple in found} == {f"<{name_example('agreements')}>"}


@pytest.mark.parametrize("path", ["/query/agrements", "/query/agrements.csv"])
def test_an_unknown_query_is_404_with_the_nearest_name(own_client: httpx.Client, path: str) -> None:
    response = own_client.get(path)
    assert response.status_code == 404
    assert "Did you mean agreements?" in response.text
    assert own_client.get("/query/zzz").status_code == 404
    assert own_client.get("/query/agreements.ttl").status_code == 404


def test_the_gallery_has_every_query_with_its_fields(own_client: httpx.Client) -> None:
    page = read_page(own_client, "/query/")
    for stored in QUERIES:
        assert f'href="/query/{stored.slug}"' in page
        for parameter in stored.parameters:
            assert f'id="{stored.slug}-{parameter.name}"' in page
    listed = {*re.findall(r' list="([^"]+)"', page)}
    assert listed == {*re.findall(r'<datalist id="([^"]+)"', page)}
    assert len(listed) > 1


def test_the_gallery_is_searched_by_words_and_by_topic(own_client: httpx.Client) -> None:
    def list_found(asked: str) -> set[str]:
        page = read_page(own_client, f"/query/{asked}").partition("<main")[2]
        return {*re.findall(r'<h2 [^>]*><a href="/query/([^"]+)"', page)}

    assert list_found("?q=Gas+NATURAL") == {"gas-deliveries"}
    assert list_found("?tag=energy") == {q.slug for q in QUERIES if "energy" in q.tags}
    assert list_found("?tag=energy&q=oil") == {"baku-novorossiysk-by-month", "oil-by-pipeline"}
    assert "No stored query fits" in read_page(own_client, "/query/?q=%3Cscript%3E%22")
    assert "&lt;script&gt;&#34;" in read_page(own_client, "/query/?q=%3Cscript%3E%22")
    unknown = own_client.get("/query/?tag=enrgy", headers=FIREFOX)
    assert unknown.status_code == 400
    assert "Did you mean energy?" in unknown.text


def test_the_document_of_the_interface_tells_the_parameters_of_each_query(
    own_client: httpx.Client,
) -> None:
    paths = own_client.get("/openapi.json").json()["paths"]
    for stored in QUERIES:
        for path in (f"/query/{stored.slug}", f"/query/{stored.slug}.{{suffix}}"):
            told = {taken["name"]: taken for taken in paths[path]["get"]["parameters"]}
            assert {"limit", "offset", "page", "labels", "excel"} <= {*told}
            for parameter in stored.parameters:
                assert parameter.takes in told[parameter.name]["description"]
