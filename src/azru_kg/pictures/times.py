"""The axis of time: days at their places, and the years that are marked."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

_STEPS = (1, 2, 5, 10, 20, 50, 100)


@dataclass(frozen=True, slots=True)
class TimeScale:
    """A scale of whole years from `first` to the end of the year before `last`."""

    first: int
    last: int
    left: float
    right: float
    step: int

    @classmethod
    def over(cls, days: Iterable[date], left: float, right: float, *, most: int) -> TimeScale:
        """Return a scale over some days, with at most so many years marked.

        >>> TimeScale.over([date(2017, 5, 1), date(2026, 1, 1)], 0, 100, most=6).years
        (2017, 2019, 2021, 2023, 2025, 2027)
        """
        years = [day.year for day in days]
        first, last = min(years), max(years) + 1
        step = next((step for step in _STEPS if (last - first) / step < most), _STEPS[-1])
        return cls(first, first + math.ceil((last - first) / step) * step, left, right, step)

    @property
    def years(self) -> tuple[int, ...]:
        """The years that are marked: each at its first day."""
        return tuple(range(self.first, self.last + 1, self.step))

    def place(self, day: date) -> float:
        """Return where a day stands.

        >>> TimeScale(2020, 2022, 0.0, 200.0, 1).place(date(2021, 1, 1))
        100.0
        """
        start = date(day.year, 1, 1).toordinal()
        days = date(day.year + 1, 1, 1).toordinal() - start if day.year < date.max.year else 365
        return self.place_year(day.year + (day.toordinal() - start) / days)

    def place_year(self, year: float) -> float:
        """Return where a year begins, or a part of it is over."""
        share = (year - self.first) / (self.last - self.first)
        return self.left + share * (self.right - self.left)
