"""What crawlers are told: the site map, and what to leave alone."""

from __future__ import annotations

import re
from urllib.robotparser import RobotFileParser

import httpx
import pytest

from azru_kg.server.find import sitemap

SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def get(address: str, path: str, *, status: int = 200) -> str:
    reply = httpx.get(f"{address}{path}", timeout=20, trust_env=False)
    assert reply.status_code == status
    return reply.text


def list_locations(text: str) -> list[str]:
    assert text.startswith('<?xml version="1.0" encoding="UTF-8"?>\n')
    assert SPACE in text
    assert text.count("<lastmod>2026-") == text.count("<loc>")
    return re.findall("<loc>([^<]+)</loc>", text)


@pytest.mark.long
def test_every_address_of_the_site_map_is_a_page(address: str) -> None:
    parts = list_locations(get(address, "sitemap.xml"))
    assert {f"{address}sitemap/{name}.xml" for name in ("pages", "person", "claim")} < {*parts}
    with httpx.Client(timeout=20, trust_env=False) as client:
        for part in parts:
            locations = list_locations(client.get(part).text)
            shown = locations if part.endswith("pages.xml") else locations[:1]
            for location in shown:
                headers = {"Accept": "text/html"}
                assert client.get(location, headers=headers).status_code == 200, location


def test_a_part_that_is_not_there_is_said(address: str) -> None:
    get(address, "sitemap/nothing.xml", status=404)


def test_crawlers_may_read_pages_and_ask_no_queries(address: str) -> None:
    parser = RobotFileParser()
    parser.parse(get(address, "robots.txt").splitlines())
    assert parser.site_maps() == [f"{address}sitemap.xml"]
    for path, allowed in (
        ("", True),
        ("id/country/AZ.html", True),
        ("ru/people", True),
        ("sparql?query=ASK%20%7B%7D", False),
        ("ru/sparql?query=ASK%20%7B%7D", False),
        ("search?q=a", False),
    ):
        assert parser.can_fetch("anybot", f"{address}{path}") == allowed, path


def test_many_things_are_cut_into_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemap, "MOST", 2)
    assert dict(sitemap._cut("claim", ["a", "b"])) == {"claim": ["a", "b"]}
    assert dict(sitemap._cut("claim", ["a", "b", "c"])) == {"claim-1": ["a", "b"], "claim-2": ["c"]}
    assert dict(sitemap._cut("claim", [])) == {}
