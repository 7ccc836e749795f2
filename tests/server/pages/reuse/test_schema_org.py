"""What pages say in the words of schema.org."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.server.lists.test_catalogue import fetch

from azru_kg.rdf.prefixes import IDENTITY
from azru_kg.server.pages.reuse.edition import Edition
from azru_kg.server.pages.reuse.schema_org import (
    DATASET,
    describe_file,
    describe_page,
    describe_release,
)

EVIL = "</script><script>alert(1)</script>"
OWN = Edition("2026.11.0", "digest", own=True, files=(), more_files=0)
OTHER = Edition("unversioned", "digest", own=False, files=("a.ttl",), more_files=0)


def read(page: str) -> dict[str, Any]:
    """Return the block of data of a page."""
    (block,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
    described = json.loads(block)
    assert isinstance(described, dict)
    return described


def get(address: str, path: str) -> httpx.Response:
    headers = {"Accept": "text/html"}
    return httpx.get(f"{address}{path}", headers=headers, timeout=20, trust_env=False)


@pytest.mark.parametrize(
    ("name", "type_"),
    [
        ("claim/trade-2023", "Claim"),
        ("person/mehriban-aliyeva", "Person"),
        ("organisation/p-pharm", "Organization"),
        ("event/aliyeva-visit-russia-2019", "Event"),
        ("country/AZ", "Country"),
        ("quote/newsaz-2024-01-22-trade-level", "Quotation"),
        ("source/newsaz-2024-01-22-roadmap", "CreativeWork"),
        ("indicator/trade-turnover", "DefinedTerm"),
    ],
)
def test_each_kind_of_thing_has_a_type_and_its_permanent_address(
    address: str, name: str, type_: str
) -> None:
    described = read(get(address, f"id/{name}.html").text)
    assert (described["@type"], described["@id"]) == (type_, f"{IDENTITY}{name}")
    assert described["name"]
    assert described["subjectOf"]["@id"] == DATASET


def test_a_claim_names_where_it_appears_and_who_makes_it(address: str) -> None:
    told = read(get(address, "id/claim/trade-2023.html").text)
    (work,) = told["appearance"]
    assert work["publisher"]["name"] == "News.Az"
    assert (work["datePublished"], work["@id"]) == ("2024-01-22", told["firstAppearance"]["@id"])
    said = read(get(address, "id/claim/turnover-2018.html").text)
    assert [author["name"] for author in said["author"]] == ["Mehriban Aliyeva"]


def test_a_person_has_names_in_other_scripts(address: str) -> None:
    names = read(get(address, "id/person/mehriban-aliyeva.html").text)["alternateName"]
    assert "Мехрибан Алиева" in names


def test_the_first_page_and_that_of_the_dataset_are_about_the_release(address: str) -> None:
    for path in ("en/", "dataset"):
        described = read(get(address, path).text)
        assert (described["@type"], described["@id"]) == ("Dataset", DATASET)
    assert all(file["contentUrl"].startswith(address) for file in described["distribution"])


def test_other_pages_are_pages(address: str) -> None:
    for path in ("people", "year/2019", "quality", "sparql"):
        assert read(get(address, path).text)["@type"] == "WebPage"
    assert "ld+json" not in get(address, "nothing").text


def test_data_of_others_are_no_part_of_this_dataset() -> None:
    assert "isPartOf" not in describe_page("A", "", OTHER)
    assert describe_page("A", "", OWN)["isPartOf"]["@id"] == DATASET
    assert "license" not in describe_release(OTHER, "Mine", "")
    file = describe_file("a.nq", "https://kg.example/dump/a.nq", "application/n-quads", 5)
    assert describe_release(OWN, files=[file])["distribution"] == [file]


@pytest.mark.long
def test_no_text_ends_the_block_of_data(tmp_path: Path) -> None:
    data = f'person:a a foaf:Person ; skos:prefLabel "{EVIL}"@en ; skos:definition "{EVIL}"@en .'
    (page,) = fetch(data, tmp_path, "/id/person/a.html")
    assert read(page.text)["name"] == EVIL
    assert "<script>alert" not in page.text
    assert page.text.count("<script") == 2


def test_a_page_tells_what_it_is_to_who_shows_a_link_to_it(address: str) -> None:
    page = get(address, "id/claim/trade-2023.html").text
    assert 'property="og:title" content="Trade, 2023: more than 4.3 billion US dollars"' in page
    assert re.search(r'name="description" content="Trade, 2023[^"]*News\.Az', page)
    assert 'property="og:type" content="article"' in page
    # What is shown elsewhere needs an address, which a server does not know by itself.
    assert "og:url" not in page
    assert "canonical" not in page
