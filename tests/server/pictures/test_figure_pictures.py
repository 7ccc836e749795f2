"""Pictures on a real server: alone, with their numbers and sources, and on the page of a thing."""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import httpx
import pytest
from tests.server.conftest import Server
from tests.support.program import Program
from tests.support.serving import serve

from azru_kg.pictures.records import COLUMNS
from azru_kg.rdf.prefixes import IDENTITY

DATA = Path(__file__).parent / "figures.trig"
SVG = "{http://www.w3.org/2000/svg}"
DRAWN = {"plain", "more", "earlier", "roubles", "roubles-too"}
UNDRAWN = {"half", "aimed"}


@pytest.fixture(scope="module")
def client(program: Program) -> Iterator[httpx.Client]:
    with (
        serve(program, "--data", DATA) as address,
        httpx.Client(base_url=address, timeout=30, trust_env=False) as client,
    ):
        yield client


@pytest.fixture(scope="module")
def small(server: Server) -> Iterator[httpx.Client]:
    """A client of a server that knows no indicator."""
    with httpx.Client(base_url=server.url, timeout=30, trust_env=False) as client:
        yield client


@pytest.fixture(scope="module")
def picture(client: httpx.Client) -> httpx.Response:
    return client.get("picture/figures/trade-turnover.svg")


@pytest.fixture(scope="module")
def metadata(client: httpx.Client) -> Any:
    return client.get("picture/figures/trade-turnover.metadata.json").json()


def parse(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)  # noqa: S314


def read_rows(client: httpx.Client, name: str) -> dict[str, dict[str, str]]:
    """Return the rows of the CSV of a picture by the slug of the claim."""
    response = client.get(f"picture/figures/{name}.csv")
    assert response.headers["content-type"] == "text/csv; charset=utf-8"
    rows = csv.DictReader(io.StringIO(response.text, newline=""))
    return {row["claim"].rpartition("/")[2]: row for row in rows}


@pytest.mark.long
def test_each_mark_leads_to_its_claim(client: httpx.Client, picture: httpx.Response) -> None:
    assert picture.headers["content-type"] == "image/svg+xml"
    links = [link.attrib["href"] for link in parse(picture.text).iter(f"{SVG}a")]
    assert sorted(links) == sorted(f"/id/claim/{name}" for name in DRAWN)
    page = client.get(links[0], follow_redirects=True, headers={"Accept": "text/html"})
    assert page.status_code == 200


def test_the_policy_of_a_picture_allows_its_own_style_and_nothing_else(
    picture: httpx.Response,
) -> None:
    style = parse(picture.text).findtext(f"{SVG}style") or ""
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert picture.headers["content-security-policy"] == (
        f"default-src 'none'; style-src 'sha256-{digest}'; frame-ancestors 'none'"
    )
    assert "prefers-color-scheme: dark" in style
    assert "--accent" in style


def test_hostile_names_stay_text(client: httpx.Client, picture: httpx.Response) -> None:
    page = client.get("id/indicator/trade-turnover.html").text
    for text in (picture.text, page):
        assert "<script>" not in text
        assert "&lt;/text&gt;&lt;script&gt;" in text


def test_a_picture_is_named_and_asked_again_for_nothing(
    client: httpx.Client, picture: httpx.Response
) -> None:
    for kind in ("svg", "csv", "metadata.json"):
        address = f"picture/figures/trade-turnover.{kind}"
        tag = client.get(address).headers["etag"]
        again = client.get(address, headers={"If-None-Match": tag})
        assert (again.status_code, again.content) == (304, b"")
    assert client.get("picture/figures/trade-turnover.svg").content == picture.content
    assert client.head("picture/figures/trade-turnover.svg").status_code == 200
    assert client.post("picture/figures/trade-turnover.svg").status_code == 405


def test_the_numbers_hold_what_is_drawn_and_what_is_not(client: httpx.Client) -> None:
    rows = read_rows(client, "trade-turnover")
    assert {name for name, row in rows.items() if row["drawn"] == "yes"} == DRAWN
    assert {name for name, row in rows.items() if row["drawn"] == "no"} == UNDRAWN
    plain, more, earlier, half = (rows[name] for name in ("plain", "more", "earlier", "half"))
    assert plain["reporters"] == "Speaker One | </text><script>alert(1)</script>"
    assert plain["sources"] == f"{IDENTITY}source/a | {IDENTITY}source/b"
    assert more["reporters"] == "The Press"
    assert (more["bound"], more["said"]) == ("above", "more than 4.3 billion US dollars")
    assert more["inferred"] == "for the period"
    assert (earlier["bound"], earlier["calendar_year"]) == ("range", "2022")
    assert float(earlier["upper_value"]) == 3_700_000_000
    assert (half["calendar_year"], half["period"]) == ("", "January to June 2023")


def test_the_metadata_say_what_is_shown_and_on_what_it_rests(metadata: Any) -> None:
    assert metadata["title"] == "trade turnover: who reports what, by year"
    assert metadata["indicator"] == f"{IDENTITY}indicator/trade-turnover"
    assert metadata["definition"] == "Goods both ways."
    assert metadata["units"] == ["Russian rouble", "US dollar"]
    assert (metadata["figures"], metadata["drawn"], metadata["whole"]) == (7, 5, True)
    assert metadata["columns"] == COLUMNS
    assert [source["title"] for source in metadata["sources"]] == ["Source A", "Source <B>"]
    assert {source["publisher"] for source in metadata["sources"]} == {"The Press"}
    assert metadata["picture"] == "/picture/figures/trade-turnover.svg"
    assert metadata["data"] == "/picture/figures/trade-turnover.csv"
    assert "SHA-256" in metadata["citation"]
    assert len(metadata["method"]) >= 3


def test_the_page_of_an_indicator_shows_its_picture_with_a_table(client: httpx.Client) -> None:
    page = client.get("id/indicator/trade-turnover.html").text
    wide, narrow = (
        parse(svg) for svg in re.findall(r"<svg[^>]*class=\"drawn\".*?</svg>", page, re.DOTALL)
    )
    for drawn in (wide, narrow):
        links = {link.attrib["href"] for link in drawn.iter(f"{SVG}a")}
        assert links == {f"/id/claim/{name}" for name in DRAWN}
    assert float(narrow.attrib["width"]) <= 328
    table = page[page.index("The same as a table") :].partition("</details>")[0]
    for name in DRAWN | UNDRAWN:
        assert f'href="/id/claim/{name}"' in table
    assert "2023: from 4 to 4.3 billion US dollars" in table
    # A table that is wider than the screen is moved by keyboard, too.
    regions = re.findall(r'tabindex="0" role="region" aria-label="(.+?)">', table)
    assert len(set(regions)) == len(regions) == table.count("<table>")
    assert 'href="/picture/figures/trade-turnover.csv"' in page
    assert 'href="/picture/figures/trade-turnover.metadata.json"' in page
    assert page.index('class="drawn"') < page.index("What sources say")
    assert client.get("static/picture.css").status_code == 200


def test_the_first_page_shows_the_first_series_of_the_trade_turnover(client: httpx.Client) -> None:
    page = client.get("").text
    wide, _ = re.findall(r"<svg[^>]*class=\"drawn\".*?</svg>", page, re.DOTALL)
    links = {link.attrib["href"] for link in parse(wide).iter(f"{SVG}a")}
    assert links == {f"/id/claim/{name}" for name in ("plain", "more", "earlier")}
    assert 'href="/id/indicator/trade-turnover"' in page
    assert '<h2 id="picture">Trade turnover: who reports what, by year</h2>' in page
    assert "picture.css" in page


def test_the_first_page_of_other_data_has_no_picture(small: httpx.Client) -> None:
    page = small.get("").text
    assert 'class="picture"' not in page
    assert "picture.css" not in page


@pytest.mark.parametrize("address", ["id/indicator/lonely.html", "id/country/AZ.html"])
def test_a_page_with_nothing_to_compare_has_no_picture(client: httpx.Client, address: str) -> None:
    page = client.get(address)
    assert page.status_code == 200
    assert 'class="picture"' not in page.text
    assert "picture.css" not in page.text


def test_a_single_figure_has_a_picture_of_its_own(client: httpx.Client) -> None:
    drawn = parse(client.get("picture/figures/lonely.svg").text)
    assert [link.attrib["href"] for link in drawn.iter(f"{SVG}a")] == ["/id/claim/alone"]


@pytest.mark.parametrize("kind", ["svg", "csv", "metadata.json"])
@pytest.mark.parametrize("slug", ["trade-turnovr", "silent", "%3Cscript%3E", "x" * 250])
def test_what_is_not_there_is_a_404_that_names_what_is_near(
    client: httpx.Client, slug: str, kind: str
) -> None:
    response = client.get(f"picture/figures/{slug}.{kind}")
    assert response.status_code == 404
    if slug == "trade-turnovr":
        assert response.json()["similar"] == [f"{IDENTITY}indicator/trade-turnover"]
