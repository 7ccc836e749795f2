"""Meetings and agreements stand in the months in which they were."""

from __future__ import annotations

import csv
import io

import httpx
from tests.server.pictures.conftest import Links


def test_what_has_a_year_is_drawn_and_nothing_that_is_part_of_something(
    gallery: httpx.Client, list_links: Links
) -> None:
    drawn = gallery.get("picture/timeline.svg").text
    things = {link for link in list_links(drawn) if link.startswith("/id/")}
    assert things == {"/id/event/talks", "/id/event/some-time", "/id/agreement/treaty"}
    assert "Treaty, 5 March 2021" in drawn
    assert "Talks some time in 2022, 2022" in drawn


def test_what_has_no_date_is_in_the_data(gallery: httpx.Client) -> None:
    text = gallery.get("picture/timeline.csv").text
    rows = {
        row["thing"].rpartition("/")[2]: row
        for row in csv.DictReader(io.StringIO(text, newline=""))
    }
    assert rows["never-dated"]["drawn"] == "no"
    assert (rows["some-time"]["day"], rows["some-time"]["first"]) == ("", "2022-01-01")
    assert (rows["treaty"]["what"], rows["treaty"]["day"]) == ("agreement", "2021-03-05")
    assert "fire" not in rows


def test_months_are_named_in_the_language_that_is_read(gallery: httpx.Client) -> None:
    assert ">Mar<" in gallery.get("pictures/timeline").text
    assert ">март<" in gallery.get("ru/pictures/timeline").text
