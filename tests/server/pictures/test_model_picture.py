"""The picture of the model: what it counts, and that each box leads to its term."""

from __future__ import annotations

import csv
import io

import httpx
import pytest
from tests.server.pictures.conftest import Links

from azru_kg.rdf.prefixes import shorten


def read_rows(client: httpx.Client) -> dict[tuple[str, str, str], dict[str, str]]:
    text = client.get("picture/model.csv").text
    rows = csv.DictReader(io.StringIO(text, newline=""))
    names = ("class", "property", "target")
    return {(*(shorten(row[name]) for name in names),): row for row in rows}  # type: ignore[misc]


def test_statements_are_counted_by_the_topmost_class(gallery: httpx.Client) -> None:
    rows = read_rows(gallery)
    figures = gallery.get(
        "sparql",
        params={
            "query": "SELECT (COUNT(*) AS ?n) { ?f a azru:Figure ; azru:indicator ?i }",
            "format": "csv",
        },
    ).text.split()[-1]
    assert rows["azru:Claim", "azru:indicator", "azru:Indicator"]["number"] == figures
    assert ("azru:Figure", "azru:indicator", "azru:Indicator") not in rows
    assert rows["azru:Claim", "prov:wasDerivedFrom", "azru:Source"]["drawn"] == "yes"
    assert rows["foaf:Person", "azru:country", "azru:Country"]["drawn"] == "yes"


def test_each_box_leads_to_its_term_on_the_page_of_the_ontology(
    gallery: httpx.Client, list_links: Links
) -> None:
    links = set(list_links(gallery.get("picture/model.svg").text))
    assert {f"/ontology#{name}" for name in ("Claim", "Figure", "Source", "Country")} <= links
    assert "/ontology#foaf:Person" in links


@pytest.mark.long
def test_the_ontology_has_the_picture_in_each_language(own_client: httpx.Client) -> None:
    for root, words in (("", "claim"), ("/az", "iddia"), ("/ru", "утверждение")):
        page = own_client.get(f"{root}/ontology", headers={"Accept": "text/html"}).text
        drawn = page.partition('<div class="wide">')[2].partition("</svg>")[0]
        assert f">{words}, " in drawn
        assert f'href="{root}/ontology#Figure"' in drawn


def test_every_link_of_the_picture_has_its_place_on_the_page(
    own_client: httpx.Client, list_links: Links
) -> None:
    page = own_client.get("/ontology", headers={"Accept": "text/html"}).text
    links = list_links(own_client.get("/picture/model.svg").text)
    inner = {link for link in links if link.startswith("/ontology#")}
    assert len(inner) > 15
    assert [link for link in inner if f' id="{link.partition("#")[2]}"' not in page] == []
