"""The pictures of the whole graph: pages, files, what is told of them, and what is not there."""

from __future__ import annotations

import re
from typing import Any

import httpx
import pytest
from tests.server.conftest import Server
from tests.server.pictures.conftest import Links

from azru_kg.server.pictures.picture_kinds import PICTURE_KINDS

NAMES = [picture_kind.name for picture_kind in PICTURE_KINDS]


@pytest.fixture(scope="module", params=NAMES)
def name(request: pytest.FixtureRequest) -> str:
    found: str = request.param
    return found


def test_a_picture_comes_with_its_numbers_and_what_is_told_of_it(
    gallery: httpx.Client, name: str, list_links: Links
) -> None:
    drawn = gallery.get(f"picture/{name}.svg")
    assert drawn.headers["content-type"] == "image/svg+xml"
    assert "style-src 'sha256-" in drawn.headers["content-security-policy"]
    links = list_links(drawn.text)
    assert links
    # Some classes of the model are those of other vocabularies.
    elsewhere = ("http://www.w3.org/", "https://schema.org/") if name == "model" else ()
    known = ("/id/", "/meetings?", "/ontology#", *elsewhere)
    assert all(link.startswith(known) for link in links)
    told: Any = gallery.get(f"picture/{name}.metadata.json").json()
    assert told["marks"] >= 1
    assert told["method"]
    assert told["whole"] is True
    assert told["picture"] == f"/picture/{name}.svg"
    assert told["data"] == f"/picture/{name}.csv"
    assert told["page"] == f"/pictures/{name}"
    heads = gallery.get(f"picture/{name}.csv").text.partition("\r\n")[0]
    assert heads == ",".join(told["columns"])


def test_a_page_has_the_picture_in_two_widths_and_as_a_table(
    gallery: httpx.Client, name: str
) -> None:
    page = gallery.get(f"pictures/{name}").text
    widths = re.findall(r'<svg[^>]*class="drawn"[^>]* width="(\d+)"', page)
    assert widths == ["720", "328"]
    regions = re.findall(r'tabindex="0" role="region" aria-label="(.+?)">', page)
    assert len(set(regions)) == len(regions) == page.count("<table>") >= 1
    if name == "timeline":
        # So many are not listed a second time: each year leads to the lists of them.
        assert 'href="/meetings?from=2021&amp;to=2021"' in page
        return
    for link in set(re.findall(r'class="\w*" href="(/id/[^"]+)"', page.partition("<details>")[0])):
        assert f'<a href="{link}">' in page.partition("<details>")[2]


def test_hostile_names_stay_text(gallery: httpx.Client, name: str) -> None:
    for address in (f"picture/{name}.svg", f"pictures/{name}", "pictures/"):
        text = gallery.get(address).text
        assert "<script>alert" not in text
        for tag in ("<b>2023", "<u>over", "<i>Petrov"):
            assert tag not in text


def test_all_pictures_are_seen_at_a_glance_and_led_to(gallery: httpx.Client) -> None:
    page = gallery.get("pictures/").text
    for picture_kind in PICTURE_KINDS:
        assert f'href="/pictures/{picture_kind.name}"' in page
        for slug in picture_kind.lists:
            listed = gallery.get(slug, headers={"Accept": "text/html"})
            if listed.status_code == 200:
                assert f'href="/pictures/{picture_kind.name}"' in listed.text
    assert 'href="/pictures/"' in gallery.get("").text


def test_a_client_that_has_a_picture_is_sent_nothing(gallery: httpx.Client, name: str) -> None:
    for address in (f"picture/{name}.svg", f"picture/{name}.csv", f"pictures/{name}"):
        tag = gallery.get(address).headers["etag"]
        again = gallery.get(address, headers={"If-None-Match": tag})
        assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    "address",
    [
        "pictures/none",
        "picture/none.svg",
        "picture/contradictions/person/nobody.csv",
        "picture/contradictions/indicator/nothing.metadata.json",
        "picture/contradictions/indicator/%3Cscript%3E.svg",
        f"picture/contradictions/indicator/{'x' * 300}.svg",
    ],
)
def test_what_is_not_there_is_a_404(gallery: httpx.Client, address: str) -> None:
    assert gallery.get(address).status_code == 404


def test_data_of_which_nothing_is_drawn_say_so(server: Server) -> None:
    with httpx.Client(base_url=server.url, timeout=30, trust_env=False) as client:
        assert "There is nothing to draw" in client.get("pictures/").text
        assert 'href="/pictures/"' not in client.get("").text
        assert client.get("pictures/contradictions").status_code == 404
