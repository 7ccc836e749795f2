"""Exports of the one side stand beside imports of the other, year by year, with the gap."""

from __future__ import annotations

import csv
import io

import httpx
import pytest


@pytest.fixture(scope="module")
def rows(gallery: httpx.Client) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(gallery.get("picture/mirror.csv").text)))


def list_claims(rows: list[dict[str, str]], words: str) -> set[tuple[str, str, str]]:
    return {
        (row["claim"].rpartition("/")[2], row["period"], row["side"])
        for row in rows
        if row["series"].startswith(words)
    }


def test_exports_of_the_one_are_compared_with_imports_of_the_other(
    rows: list[dict[str, str]],
) -> None:
    # Neither a part of trade, nor what is hoped for, nor trade with others.
    assert list_claims(rows, "Goods from Azerbaijan") == {
        ("exported", "2022", "Azerbaijan"),
        ("exported-2019", "2019", "Azerbaijan"),
        ("imported", "2022", "Russia"),
    }
    assert list_claims(rows, "Goods from Russia") == set()


def test_turnover_is_of_whole_years(rows: list[dict[str, str]]) -> None:
    turnover = list_claims(rows, "Turnover")
    assert {period for _, period, _ in turnover} == {"2022", "2023"}
    assert ("az-says-ru", "2023", "Russia") in turnover
    assert "third countries" not in {side for _, _, side in turnover}


def test_the_gap_stands_beside_each_figure_of_a_year_that_has_one(
    rows: list[dict[str, str]],
) -> None:
    gaps = {row["claim"].rpartition("/")[2]: (row["gap"], row["gap_percent"]) for row in rows}
    assert gaps["exported"] == gaps["imported"] == ("180000000", "20.0")
    assert gaps["exported-2019"] == ("", "")


def test_the_picture_says_which_side_is_silent_and_for_which_years_both_are(
    gallery: httpx.Client,
) -> None:
    drawn = gallery.get("picture/mirror.svg").text
    assert "Azerbaijan–Russia gap: 0.18 (20 %)" in drawn
    assert "no figure of the side of Russia" in drawn
    page = gallery.get("pictures/mirror").text
    assert "Years without a figure of either side: 2020, 2021." in page
    assert 'href="/id/claim/exported"' in page
    assert 'href="/ru/id/claim/exported"' in gallery.get("ru/pictures/mirror").text


def test_what_is_told_of_it_names_the_gap(gallery: httpx.Client) -> None:
    told = gallery.get("picture/mirror.metadata.json").json()
    assert {"side", "gap", "gap_percent"} <= told["columns"].keys()
    assert told["units"] == ["US dollar"]
