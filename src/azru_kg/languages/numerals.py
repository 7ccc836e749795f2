"""Numbers and dates as they are written in the language that is read (Unicode CLDR)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Literal

from babel.dates import get_month_names
from babel.numbers import get_decimal_symbol, get_group_symbol

from azru_kg.languages.reading import ENGLISH, get_language


def say_integer(number: int) -> str:
    """Return a whole number in groups of three digits.

    >>> say_integer(1200)
    '1,200'
    """
    return localize_number(f"{number:,}")


def localize_number(text: str) -> str:
    """Return a number, written as in English, with the signs of the language that is read.

    >>> from azru_kg.languages.reading import read_in
    >>> with read_in("az"):
    ...     localize_number("1,234.5")
    '1.234,5'
    """
    language = get_language()
    return text if language == ENGLISH else text.translate(_find_signs(language))


def say_day(day: date) -> str:
    """Return a day as people say it.

    >>> say_day(date(2024, 1, 22))
    '22 January 2024'
    """
    return f"{day.day} {_find_months(get_language(), 'format')[day.month]} {day.year}"


def say_date(text: str) -> str:
    """Return a date as people say it; anything else as it is.

    >>> say_date("2024-01-22"), say_date("2024")
    ('22 January 2024', '2024')
    """
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return text
    return say_day(day) if len(text) > len("2024-01") else text


def name_month(month: int) -> str:
    """Return what a month of 1 to 12 is called, in short.

    >>> name_month(3)
    'Mar'
    """
    return _find_months(get_language(), "stand-alone", "abbreviated")[month]


def say_month(month: date, *, alone: bool = False) -> str:
    """Return a month by one of its days, with its year or `alone`.

    >>> say_month(date(2024, 1, 1)), say_month(date(2024, 1, 1), alone=True)
    ('January 2024', 'January')
    """
    name = _find_months(get_language(), "stand-alone")[month.month]
    return name if alone else f"{name} {month.year}"


@lru_cache
def _find_months(
    language: str,
    context: Literal["format", "stand-alone"],
    width: Literal["wide", "abbreviated"] = "wide",
) -> Mapping[int, str]:
    return get_month_names(width, context, language)


@lru_cache
def _find_signs(language: str) -> dict[int, str]:
    signs = {",": get_group_symbol(language), ".": get_decimal_symbol(language)}
    return str.maketrans(signs)
