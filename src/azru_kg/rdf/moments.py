"""Places the dates and times of XSD on a line of seconds, from before Christ to past 9999."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from azru_kg.rdf.lexical import XSD, match_form

_DAY = 86_400
_LONGEST = 1_000
# No zone is further from Greenwich: what is further apart than that has an order without one.
_FURTHEST = 14 * 3_600
_KINDS = frozenset(
    XSD + name for name in ("date", "time", "dateTime", "dateTimeStamp", "gYear", "gYearMonth")
)


class Moment(NamedTuple):
    """A point in time: seconds from the start of the year 0, in UTC where a zone is said."""

    seconds: Decimal
    zoned: bool


def find_moment(text: str, datatype: str) -> Moment | None:
    """Return where a literal stands, by the IRI of its datatype; None where it is ill-typed.

    None also for a year of a thousand digits, which nobody means.
    """
    match = match_form(text, datatype) if datatype in _KINDS and len(text) < _LONGEST else None
    if match is None:
        return None
    parts = match.groupdict()
    days = _count_days(parts) if parts.get("year") else 0
    zone = parts.get("zone")
    return Moment(Decimal(days) * _DAY + _count_seconds(parts) - _read_zone(zone), bool(zone))


def order_moments(one: Moment, other: Moment) -> int | None:
    """Return -1, 0 or 1 as the first is earlier, the same or later; None where that is open.

    It is open where one alone has a zone, and they are less than 14 hours apart.
    """
    apart = one.seconds - other.seconds
    if one.zoned != other.zoned and abs(apart) <= _FURTHEST:
        return None
    return (apart > 0) - (apart < 0)


def _count_days(parts: dict[str, str | None]) -> int:
    """Return the days from 0000-01-01, by the calendar of today for all times."""
    year, month = int(parts["year"] or 0), int(parts.get("month") or 1)
    # A year that begins in March has its leap day at the end.
    shifted = year - (month < 3)
    months = (month + 9) % 12
    leaps = shifted // 4 - shifted // 100 + shifted // 400
    return 365 * shifted + leaps + (153 * months + 2) // 5 + int(parts.get("day") or 1) + 59


def _count_seconds(parts: dict[str, str | None]) -> Decimal:
    if parts.get("midnight"):
        return Decimal(_DAY)
    hours, minutes = int(parts.get("hour") or 0), int(parts.get("minute") or 0)
    return hours * 3_600 + minutes * 60 + Decimal(parts.get("second") or 0)


def _read_zone(zone: str | None) -> int:
    """Return by how many seconds a zone is ahead of UTC."""
    parts = re.fullmatch(r"([+-])(\d\d):(\d\d)", zone or "")
    if parts is None:
        return 0
    seconds = int(parts[2]) * 3_600 + int(parts[3]) * 60
    return -seconds if parts[1] == "-" else seconds
