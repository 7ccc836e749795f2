"""Says the value of a figure as it was said, in the language that is read: bound, number, unit.

Bounds and units are told by their English names, as the catalogs know them; what these lack is said
in English.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from azru_kg.languages.numerals import localize_number
from azru_kg.languages.reading import ENGLISH, get_language
from azru_kg.languages.translations import gettext, mark, ngettext

UNITS: Final = (
    "Azerbaijani manat",
    "Russian rouble",
    "Swiss franc",
    "US dollar",
    "barrel",
    "cubic metre",
    "day",
    "euro",
    "hectare",
    "kilometre",
    "kilovolt",
    "kilowatt-hour",
    "megawatt",
    "metre",
    "mile",
    "millimetre",
    "month",
    "square metre",
    "terabit a second",
    "tonne",
    "week",
    "year",
)
"""The units that the catalogs know, by their English names."""

BOUNDS: Final = (
    mark("almost %s"),
    mark("approximately %s"),
    mark("at least %s"),
    mark("at most %s"),
    mark("less than %s"),
    mark("more than %s"),
    mark("record %s"),
    mark("up to %s"),
)
"""The bounds that they know, each with the place of the value."""

UNSPOKEN: Final = ("", "as-stated", "as stated", "range")
"""Bounds, by name or code, that add nothing to the value."""

_OWN_PLURAL = ("percent", "ratio", "number")
_SCALES = (
    (Decimal(10) ** 9, mark("%s billion")),
    (Decimal(10) ** 6, mark("%s million")),
)
# Words after millions, and after a fraction, have the form of so many things.
_MANY, _SOME = 1_000_000, 2


def say_value(value: Decimal, upper: Decimal, *, kind: str, bound: str, unit: str) -> str:
    """Return a value as it was said; `bound` and `unit` are words, `kind` the name of the code.

    >>> two = Decimal("2.6e9")
    >>> say_value(two, two, kind="level", bound="more than", unit="US dollar")
    'more than 2.6 billion US dollars'
    """
    said = _say_value(value, upper, kind, unit)
    words = f"{bound} %s"
    return said if bound in UNSPOKEN else gettext(words) % said


def say_number(value: Decimal, upper: Decimal | None = None) -> str:
    """Return a number as people say it, or both ends of a range.

    >>> say_number(Decimal("4300000000.0")), say_number(Decimal("7000.0"))
    ('4.3 billion', '7,000')
    >>> say_number(Decimal("1500000"), Decimal("2000000"))
    '1.5–2 million'
    """
    largest = max(abs(value), abs(upper or value))
    for scale, words in _SCALES:
        if largest >= scale:
            return gettext(words) % _join(value / scale, None if upper is None else upper / scale)
    return _join(value, upper)


def _join(value: Decimal, upper: Decimal | None) -> str:
    ends = (value,) if upper is None or upper == value else (value, upper)
    return "–".join(map(_trim, ends))


def _say_value(value: Decimal, upper: Decimal, kind: str, unit: str) -> str:
    if kind == "calendar-year":
        return f"{value:f}"
    number = say_number(value, upper)
    if kind == "multiple":
        form = _choose_form(value, upper)
        return ngettext("%s time as much", "%s times as much", form) % number
    if kind == "place-in-order":
        return gettext("place %s") % number
    if unit == "percent":
        sign = "+" if kind == "relative-change" and value > 0 else ""
        return f"{sign}{number} %"
    if unit in _OWN_PLURAL or not unit:
        return number
    return f"{number} {_say_unit(unit, value, upper)}"


def _say_unit(unit: str, value: Decimal, upper: Decimal) -> str:
    """Return a unit in the form that it has after a value."""
    plural = f"{unit}s"
    return ngettext(unit, plural, _choose_form(value, upper))


def _choose_form(value: Decimal, upper: Decimal) -> int:
    """Return a whole number after which words have the form that they have after a value."""
    largest = max(abs(value), abs(upper))
    if get_language() == ENGLISH:
        return 1 if abs(value) == abs(upper) == 1 else _SOME
    if largest >= _MANY:
        return _MANY
    return int(largest) if largest == int(largest) else _SOME


def _trim(value: Decimal) -> str:
    text = f"{value:,f}"
    return localize_number(text.rstrip("0").rstrip(".") if "." in text else text)
