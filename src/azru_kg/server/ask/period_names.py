"""Says periods in the language that is read, by their IRIs: the graph names them in English."""

from __future__ import annotations

import re
from datetime import date

from azru_kg.languages.numerals import say_day, say_month
from azru_kg.languages.translations import gettext
from azru_kg.rdf.prefixes import IDENTITY

_PERIOD = f"{IDENTITY}period/"
_DAY = r"([0-9]{4}-[0-9]{2}-[0-9]{2})"
_MONTH = r"([0-9]{4})-M([0-9]{2})"
_DAYS = re.compile(rf"{_DAY}(?:-to-{_DAY})?")
_MONTHS = re.compile(rf"{_MONTH}(?:-(?:([0-9]{{4}})-)?M([0-9]{{2}}))?")
_YEARS = re.compile(r"[0-9]{4}(?:-[0-9]{4})?")
_OPEN = re.compile(rf"(since|until)-{_DAY}")


def name_period(iri: str) -> str:
    """Return what a period is called in the language that is read; nothing of what is none.

    >>> name_period(f"{IDENTITY}period/2019-M01-M11")
    'January–November 2019'
    """
    if not iri.startswith(_PERIOD):
        return ""
    try:
        return _say(iri.removeprefix(_PERIOD))
    except ValueError:
        # There is no such day.
        return ""


def _say(slug: str) -> str:
    if _YEARS.fullmatch(slug):
        return slug.replace("-", "–")
    if days := _DAYS.fullmatch(slug):
        return " – ".join(_say_day(day) for day in days.groups() if day)
    if open_ := _OPEN.fullmatch(slug):
        words = gettext("since %s") if open_[1] == "since" else gettext("until %s")
        return words % _say_day(open_[2])
    if months := _MONTHS.fullmatch(slug):
        return _say_months(*months.groups())
    return ""


def _say_months(year: str, first: str, last_year: str | None, last: str | None) -> str:
    begin = date(int(year), int(first), 1)
    if last is None:
        return say_month(begin)
    end = date(int(last_year or year), int(last), 1)
    if last_year:
        return f"{say_month(begin)} – {say_month(end)}"
    return f"{say_month(begin, alone=True)}–{say_month(end)}"


def _say_day(text: str) -> str:
    return say_day(date.fromisoformat(text))
