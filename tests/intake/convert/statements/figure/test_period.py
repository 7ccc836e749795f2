"""Periods, baselines and dates of statements."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from azru_kg.intake.convert.statements.figure.period import read_when
from azru_kg.intake.register import RowRefused
from azru_kg.intake.sheets.schemas.statements import FigureRow

Facts = dict[str, set[str]]
Make = Callable[[dict[str, Any]], FigureRow]


def test_a_date_of_which_the_month_is_known_lies_within_that_month(
    state: Callable[[dict[str, Any]], Facts],
) -> None:
    facts = state({"stated_on": "2007-02"})
    assert facts["azru:dateWithin"] == {"period:2007-M02"}
    assert "azru:asOf" in facts["azru:notStated"]
    assert not facts["azru:asOf"]


def test_a_row_without_a_date_was_stated_when_its_source_was_published(
    state: Callable[[dict[str, Any]], Facts],
) -> None:
    assert state({})["azru:asOf"] == {"2007-04-26"}
    assert state({"stated_on": "2007-04-20"})["azru:asOf"] == {"2007-04-20"}


def test_years_and_months_become_whole_periods_and_one_end_an_open_one(
    make: Make,
) -> None:
    changes = {"period_start": "2021", "period_end": "2022-02", "baseline_end": "2020"}
    when = read_when(make(changes), None)
    assert when.period is not None
    assert when.period.slug == "2021-M01-2022-M02"
    assert when.baseline is not None
    assert (when.baseline.start, str(when.baseline.end)) == (None, "2020-12-31")
    assert read_when(make({}), None).period is None


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"period_start": "2021", "period_end": "2020"}, "period_end", "before 2021-01-01"),
        ({"baseline_start": "2021", "baseline_end": "2020"}, "baseline_end", "before"),
        (
            {
                "period_start": "2020",
                "period_end": "2020",
                "baseline_start": "2020",
                "baseline_end": "2020-12",
            },
            "baseline_start",
            "the period of the figure itself",
        ),
    ],
)
def test_periods_that_cannot_be_are_refused(
    changes: dict[str, Any], field: str, said: str, make: Make
) -> None:
    with pytest.raises(RowRefused, match=said) as refusal:
        read_when(make(changes), None)
    assert refusal.value.field == field
