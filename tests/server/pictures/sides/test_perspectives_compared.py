"""Who says a figure decides on which side it stands, and the gap is a number."""

from __future__ import annotations

import csv
import io

import httpx
import pytest


@pytest.fixture(scope="module")
def rows(gallery: httpx.Client) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(gallery.get("picture/perspectives.csv").text)))


def test_a_figure_stands_on_the_side_of_its_speaker_or_else_of_its_publisher(
    rows: list[dict[str, str]],
) -> None:
    sides = {(row["claim"].rpartition("/")[2], row["side"]) for row in rows}
    assert sides == {
        # Said by a speaker of Russia in a paper of Azerbaijan.
        ("az-says-ru", "Russia"),
        ("az-2022", "Azerbaijan"),
        ("az-half", "Azerbaijan"),
        ("ru-2022", "Russia"),
        ("ru-half", "Russia"),
        ("ru-more", "Russia"),
        ("ru-year", "Russia"),
        # Of a country that is neither.
        ("ru-year", "third countries"),
    }


def test_a_period_for_which_one_side_speaks_is_left_out(rows: list[dict[str, str]]) -> None:
    assert "quiet" not in {row["claim"].rpartition("/")[2] for row in rows}


def test_the_gap_is_a_number(gallery: httpx.Client) -> None:
    drawn = gallery.get("picture/perspectives.svg").text
    assert "Azerbaijan–Russia gap: 0.6 (20 %)" in drawn
    # Half of 2023: 1 on the one side lies between 0.9 and 2.2 on the other.
    assert "no Azerbaijan–Russia gap" in drawn
    russian = gallery.get("ru/pictures/perspectives")
    assert russian.status_code == 200
    assert 'href="/ru/id/claim/ru-half"' in russian.text
    assert 'href="/picture/perspectives.csv"' in russian.text


def test_the_side_is_a_column_of_the_numbers(gallery: httpx.Client) -> None:
    told = gallery.get("picture/perspectives/indicator/trade-turnover.metadata.json").json()
    assert "side" in told["columns"]
    assert told["about"].endswith("/id/indicator/trade-turnover")
