"""Places with coordinates stand on a map, which has no borders and says so."""

from __future__ import annotations

import csv
import io

import httpx
import pytest
from tests.server.pictures.conftest import Links

from azru_kg.pictures.land import read_land


@pytest.mark.long
def test_every_place_with_a_point_is_a_mark_that_leads_to_it(
    gallery: httpx.Client, list_links: Links
) -> None:
    links = set(list_links(gallery.get("picture/map.svg").text))
    assert links == {"/id/place/baku", "/id/place/crossing", "/id/place/mumbai"}
    rows = csv.DictReader(io.StringIO(gallery.get("picture/map.csv").text, newline=""))
    there = {row["place"].rpartition("/")[2]: row for row in rows}
    assert there["crossing"]["projects"].endswith("/id/project/bridge")
    assert there["crossing"]["corridors"].endswith("/id/corridor/through")
    assert (there["baku"]["events"], there["baku"]["longitude"]) == ("1", "49.87")


def test_a_line_below_says_that_there_are_no_borders(gallery: httpx.Client) -> None:
    page = gallery.get("pictures/map").text
    assert "No borders are drawn, and no land is coloured as anybody’s." in page
    assert ("The coasts are missing here" in page) == (not read_land())
    assert "Somewhere" in page.partition("Places without coordinates")[2]


@pytest.mark.long
def test_a_corridor_and_a_project_have_maps_of_their_own(
    gallery: httpx.Client, list_links: Links
) -> None:
    for thing in ("corridor/through", "project/bridge", "place/crossing"):
        drawn = gallery.get(f"picture/map/{thing}.svg").text
        assert set(list_links(drawn)) == {"/id/place/crossing"}
        assert "From Europe to India" not in drawn
        assert 'id="picture-map"' in gallery.get(f"id/{thing}.html").text
    assert gallery.get("picture/map/project/road.svg").status_code == 404


def test_places_are_named_in_the_language_that_is_read(gallery: httpx.Client) -> None:
    for language, name in (
        ("", "Baku &amp; &lt;em&gt;"),
        ("az/", ">Bakı<"),
        ("", "Baku &amp; &lt;"),
    ):
        assert name in gallery.get(f"{language}pictures/map").text


def test_search_engines_are_told_of_the_pages_of_pictures(gallery: httpx.Client) -> None:
    parts = gallery.get("sitemap/pages.xml").text
    assert "/pictures/map" in parts
    assert "/pictures/" in parts
