from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azru_kg.intake.sheets.dates import Period, parse_date

LABELS = [
    (("2018-01-01", "2018-12-31"), "2018", "2018"),
    (("2018-01-01", "2023-12-31"), "2018-2023", "2018–2023"),
    (("2018-05-01", "2018-05-31"), "2018-M05", "May 2018"),
    (("2018-01-01", "2018-09-30"), "2018-M01-M09", "January–September 2018"),
    (("2017-09-01", "2018-03-31"), "2017-M09-2018-M03", "September 2017 – March 2018"),
    (("2018-01-15", "2018-01-15"), "2018-01-15", "15 January 2018"),
    (
        ("2018-01-15", "2018-02-20"),
        "2018-01-15-to-2018-02-20",
        "15 January 2018 – 20 February 2018",
    ),
    (("2018-01-01", None), "since-2018-01-01", "since 1 January 2018"),
    ((None, "2025-12-31"), "until-2025-12-31", "until 31 December 2025"),
]


@pytest.mark.parametrize(("ends", "slug", "label"), LABELS)
def test_a_period_has_a_slug_and_a_name(
    ends: tuple[str | None, str | None], slug: str, label: str
) -> None:
    start, end = (None if day is None else date.fromisoformat(day) for day in ends)
    assert Period(start, end).slug == slug
    assert Period(start, end).label == label


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024", "2024-01-01", "2024-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2024-02-29", "2024-02-29", "2024-02-29"),
        ("9999-12", "9999-12-01", "9999-12-31"),
    ],
)
def test_a_date_lasts_as_long_as_what_is_known_of_it(text: str, first: str, last: str) -> None:
    parsed = parse_date(text)
    assert (parsed.first, parsed.last) == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "24",
        "2023-02-29",
        "2024-13",
        "2024-1-2",
        "0000",
        "2024-00",
        "22.01.2024",
        "2024-01-22T00",
        "２０２４",
        "2024-01-22 ",
    ],
)
def test_what_is_no_date_is_refused_with_the_right_form(text: str) -> None:
    with pytest.raises(ValueError, match=r"is no date\. Write 2024-01-22, or 2024-01 or 2024"):
        parse_date(text)


@given(st.dates())
def test_every_day_is_read_as_it_is_spelt(day: date) -> None:
    assert parse_date(day.isoformat()).day == day
    assert (
        parse_date(day.isoformat()[:7]).period.slug
        == f"{day.isoformat()[:4].lstrip('0')}-M{day.month:02}"
    )


@given(st.dates(), st.dates())
def test_two_periods_never_share_a_slug(one: date, other: date) -> None:
    years = Period(date(one.year, 1, 1), date(max(one.year, other.year), 12, 31))
    days = Period(min(one, other), max(one, other))
    assert (years.slug == days.slug) == (years == days)
    assert (years.label == days.label) == (years == days)
