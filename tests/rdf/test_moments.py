from __future__ import annotations

from datetime import date

import pytest

from azru_kg.rdf.lexical import XSD
from azru_kg.rdf.moments import Moment, find_moment, order_moments

DATE, TIME, DATE_TIME = (f"{XSD}{name}" for name in ("date", "time", "dateTime"))


def _find(text: str, datatype: str) -> Moment:
    moment = find_moment(text, datatype)
    assert moment is not None
    return moment


@pytest.mark.parametrize("year", [1, 4, 100, 400, 1582, 1900, 2000, 2024, 9999])
def test_days_are_those_of_the_calendar(year: int) -> None:
    start = _find("0001-01-01", DATE).seconds
    for month, day in ((1, 1), (2, 28), (3, 1), (12, 31)):
        found = _find(f"{year:04}-{month:02}-{day:02}", DATE).seconds - start
        assert found == (date(year, month, day) - date(1, 1, 1)).days * 86_400


@pytest.mark.parametrize(
    ("first", "second", "datatype", "order"),
    [
        ("-0044-03-15", "0001-01-01", DATE, -1),
        ("-0002-01-01", "-0001-01-01", DATE, -1),
        ("10000-01-01", "9999-12-31", DATE, 1),
        ("2024-01-01T24:00:00", "2024-01-02T00:00:00", DATE_TIME, 0),
        ("2024-01-01T00:00:00Z", "2024-01-01T01:00:00+02:00", DATE_TIME, 1),
        ("2024-01-01T00:00:00.5", "2024-01-01T00:00:00.25", DATE_TIME, 1),
        ("2024-01-01T00:00:00", "2024-01-01T10:00:00Z", DATE_TIME, None),
        ("2024-01-01T00:00:00", "2024-01-01T14:00:01Z", DATE_TIME, -1),
        ("12:00:00", "11:59:59", TIME, 1),
    ],
)
def test_moments_have_an_order_where_none_of_them_could_be_elsewhere(
    first: str, second: str, datatype: str, order: int | None
) -> None:
    one, other = _find(first, datatype), _find(second, datatype)
    assert order_moments(one, other) == order
    assert order_moments(other, one) == (None if order is None else -order)


@pytest.mark.parametrize(
    ("text", "datatype"),
    [("2024-02-30", DATE), ("1", f"{XSD}integer"), ("9" * 5_000, f"{XSD}gYear")],
)
def test_what_is_no_moment_has_no_place(text: str, datatype: str) -> None:
    assert find_moment(text, datatype) is None
