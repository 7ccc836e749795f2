"""Promises with their dates, moved or not, beside what was reported."""

from __future__ import annotations

import csv
import io

import httpx
import pytest
from tests.server.pictures.conftest import Links


@pytest.fixture(scope="module")
def rows(gallery: httpx.Client) -> dict[str, dict[str, str]]:
    text = gallery.get("picture/promises.csv").text
    return {
        row["claim"].rpartition("/")[2]: row
        for row in csv.DictReader(io.StringIO(text, newline=""))
    }


def test_a_date_that_was_moved_says_by_how_many_months(rows: dict[str, dict[str, str]]) -> None:
    assert rows["bridge-2022"]["months_later"] == "0"
    assert rows["bridge-2023"]["months_later"] == "12"
    assert rows["bridge-2023"]["due_inferred"] == "yes"
    assert rows["bridge-2022"]["said_by"] == "Ivan <i>Petrov</i>"
    assert rows["bridge-2023"]["said_by"] == "Paper of Baku"


def test_what_was_reported_stands_beside_it(rows: dict[str, dict[str, str]]) -> None:
    report = rows["bridge-planned"]
    assert (report["what"], report["state"], report["said"]) == ("report", "planned", "2023-02-03")
    assert report["said_by"] == "</title><script>alert(2)</script>"


def test_what_has_one_promise_and_nothing_else_is_in_the_data_alone(
    gallery: httpx.Client, rows: dict[str, dict[str, str]], list_links: Links
) -> None:
    assert rows["road-2023"]["drawn"] == "no"
    links = list_links(gallery.get("picture/promises.svg").text)
    assert links == [
        "/id/project/bridge",
        "/id/claim/bridge-2022",
        "/id/claim/bridge-2023",
        "/id/claim/bridge-planned",
    ]


def test_the_page_of_a_project_shows_its_own(gallery: httpx.Client) -> None:
    assert 'id="picture-promises"' in gallery.get("id/project/bridge.html").text
    assert 'id="picture-promises"' not in gallery.get("id/project/road.html").text
