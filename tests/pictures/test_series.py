"""Series: years in order, and the ends of what is reported for them."""

from __future__ import annotations

from decimal import Decimal

from tests.pictures.reported import compare, report

from azru_kg.pictures.series import Series, order_series


def test_figures_of_a_year_stand_together_the_lowest_first() -> None:
    series = compare(report("5", 2024), report("9"), report("2"), report("1", None))
    years = series.by_period()
    assert [(year.label, [str(one.value) for one in year.figures]) for year in years] == [
        ("2023", ["2", "9"]),
        ("2024", ["5"]),
    ]
    assert series.count_drawn() == 3


def test_the_upper_end_of_a_range_may_be_the_highest() -> None:
    (year,) = compare(report("5"), report("4", bound="range", upper=Decimal(6))).by_period()
    assert year.lowest == 4
    assert year.highest == 6


def test_series_with_most_years_come_first() -> None:
    one, two = compare(report("1"), heading="B"), compare(report("1"), report("2"), heading="Z")
    other = compare(report("1"), report("2", None), heading="A")
    assert order_series([one, two, other]) == (two, other, one)


def test_periods_that_are_no_years_stand_by_their_first_day() -> None:
    spring = report("3", None, period="spring 2023", first="2023-03-01")
    winter = report("4", None, period="winter 2024", first="2024-01-01")
    unknown = report("5", None, period="period not stated")
    series = Series("Oil", "tonne", (unknown, winter, report("2", 2023), spring), periods=True)
    labels = [each.label for each in series.by_period()]
    assert labels == ["2023", "spring 2023", "winter 2024", "period not stated"]
    assert series.count_drawn() == 4
