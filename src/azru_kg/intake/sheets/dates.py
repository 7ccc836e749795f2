"""Dates as sources give them, perhaps without day or month, and the periods that they stand for."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

_FORM = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of days, both ends included; an end that no source gives is None."""

    start: date | None
    end: date | None

    @property
    def slug(self) -> str:
        """The last part of the IRI of the period.

        >>> Period(date(2018, 1, 1), date(2018, 9, 30)).slug
        '2018-M01-M09'
        >>> Period(date(2018, 1, 1), None).slug
        'since-2018-01-01'
        """
        if self.start is None or self.end is None:
            return f"since-{self.start}" if self.end is None else f"until-{self.end}"
        if not self._has_whole_months():
            return str(self.start) if self.start == self.end else f"{self.start}-to-{self.end}"
        first, last = self.start.year, self.end.year
        if (self.start.month, self.end.month) == (1, 12):
            return f"{first}" if first == last else f"{first}-{last}"
        months = f"M{self.start.month:02}", f"M{self.end.month:02}"
        if first != last:
            return f"{first}-{months[0]}-{last}-{months[1]}"
        return f"{first}-{months[0]}" + (f"-{months[1]}" if months[0] != months[1] else "")

    @property
    def label(self) -> str:
        """The name of the period in English.

        >>> Period(date(2018, 1, 1), date(2018, 9, 30)).label
        'January–September 2018'
        """
        if self.start is None or self.end is None:
            known = self.start or self.end
            return f"{'since' if self.start else 'until'} {_spell_day(known)}" if known else "ever"
        if not self._has_whole_months():
            first, last = _spell_day(self.start), _spell_day(self.end)
            return first if first == last else f"{first} – {last}"
        first, last = f"{self.start.year}", f"{self.end.year}"
        if (self.start.month, self.end.month) == (1, 12):
            return first if first == last else f"{first}–{last}"
        months = calendar.month_name[self.start.month], calendar.month_name[self.end.month]
        if first != last:
            return f"{months[0]} {first} – {months[1]} {last}"
        return f"{months[0]} {first}" if months[0] == months[1] else f"{'–'.join(months)} {first}"

    def _has_whole_months(self) -> bool:
        if self.start is None or self.end is None:
            return False
        return self.start.day == 1 and (self.end == date.max or (self.end + _DAY).day == 1)


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date of which a source gives the year, the month or the day: `first` to `last` day."""

    first: date
    last: date

    @property
    def day(self) -> date | None:
        """The date itself, or None where the day is not given."""
        return self.first if self.first == self.last else None

    @property
    def period(self) -> Period:
        """The year, month or day as a period."""
        return Period(self.first, self.last)

    def __str__(self) -> str:
        """Return the date as sheets write it: 2024-01-22, 2024-01 or 2024."""
        if self.day:
            return self.first.isoformat()
        return f"{self.first:%Y}" if self.first.month != self.last.month else f"{self.first:%Y-%m}"


def parse_date(text: str) -> PartialDate:
    """Return the date that `2024`, `2024-01` or `2024-01-22` stands for; raise ValueError if none.

    >>> parse_date("2024-02").last
    datetime.date(2024, 2, 29)
    """
    form = _FORM.fullmatch(text)
    try:
        if form is None:
            raise ValueError
        year, month, day = (None if part is None else int(part) for part in form.groups())
        assert year is not None  # noqa: S101 - the first group is no optional one
        first = date(year, 1 if month is None else month, 1 if day is None else day)
        last_month = 12 if month is None else month
        last_day = calendar.monthrange(year, last_month)[1] if day is None else day
        last = date(year, last_month, last_day)
    except ValueError:
        raise ValueError(
            f"{text!r} is no date. Write 2024-01-22, or 2024-01 or 2024 where no more is known"
        ) from None
    return PartialDate(first, last)


def _spell_day(day: date) -> str:
    return f"{day.day} {calendar.month_name[day.month]} {day.year}"
