"""Figures that contradict each other stand side by side, and nothing else does."""

from __future__ import annotations

import csv
import io

import httpx
from tests.server.pictures.conftest import Links

PAIRS = {"az-half", "ru-half", "az-says-ru", "az-year", "ru-year"}


def test_figures_that_contradict_are_drawn_and_no_others(
    gallery: httpx.Client, list_links: Links
) -> None:
    drawn = gallery.get("picture/contradictions.svg").text
    assert sorted(list_links(drawn)) == sorted(f"/id/claim/{name}" for name in PAIRS)
    # A flow that only one of two names sets them not apart: they stand in one series.
    assert drawn.count('role="list"') == 1
    assert "Trade turnover: Azerbaijan and Russia" in drawn


def test_periods_that_are_no_years_have_a_row_of_their_own(gallery: httpx.Client) -> None:
    drawn = gallery.get("picture/contradictions.svg").text
    assert "January–June &lt;b&gt;2023&lt;/b&gt;" in drawn
    assert "from 1 to 2.2" in drawn
    assert "2023: from 4 to 4.3" in drawn


def test_the_numbers_are_those_that_are_drawn(gallery: httpx.Client) -> None:
    rows = list(csv.DictReader(io.StringIO(gallery.get("picture/contradictions.csv").text)))
    assert {row["claim"].rpartition("/")[2] for row in rows} == PAIRS
    assert {row["drawn"] for row in rows} == {"yes"}


def test_the_page_of_an_indicator_shows_its_own(gallery: httpx.Client, list_links: Links) -> None:
    page = gallery.get("id/indicator/trade-turnover.html").text
    assert "Figures of trade turnover that contradict each other" in page
    drawn = gallery.get("picture/contradictions/indicator/trade-turnover.svg").text
    assert len(list_links(drawn)) == len(PAIRS)
    assert "contradict" not in gallery.get("id/indicator/quiet.html").text
    assert gallery.get("picture/contradictions/indicator/quiet.svg").status_code == 404
