"""Which periods are calendar years, and which are not."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from azru_kg.server.pictures.found_figures import read_year


@pytest.mark.parametrize(
    ("start", "end", "year"),
    [
        ("2023-01-01", "2023-12-31", 2023),
        ("2023-01-01", "2023-06-30", None),
        ("2023-02-01", "2023-12-31", None),
        ("2019-01-01", "2023-12-31", None),
        ("2023", "2023", None),
        ("soon", "2023-12-31", None),
    ],
)
def test_only_a_whole_calendar_year_is_one(start: str, end: str, year: int | None) -> None:
    assert read_year(ox.Literal(start), ox.Literal(end)) == year


def test_a_period_that_is_open_is_no_year() -> None:
    assert read_year(ox.Literal("2023-01-01"), None) is None
    assert read_year(ox.NamedNode("urn:x"), ox.Literal("2023-12-31")) is None
