"""Figures as a picture takes them: what was reported, by whom, for which period, in one unit.

A series holds figures that can be compared: they agree in every dimension but the period, and in
unit. What holds for a part of a year, or for several, has no year here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Bound = Literal["exact", "about", "above", "below", "range"]
"""How a value is limited: it is the value itself, near it, more or less, or between two."""

SIGNS: dict[Bound, str] = {"exact": "", "about": "≈ ", "above": "> ", "below": "< ", "range": ""}
"""What stands before a value with such a bound."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that was reported.

    `said` is the value in words, `sign` what stands before the number; `upper` is the other end of
    a range. `inferred` names what the editors read between the lines; `doubts` are their doubts.
    `first` is the first day of the period, as ISO 8601 has it.
    """

    iri: str
    href: str
    value: Decimal
    upper: Decimal | None
    bound: Bound
    sign: str
    said: str
    period: str
    year: int | None
    reporters: tuple[str, ...]
    sources: tuple[str, ...]
    inferred: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    first: str = ""

    @property
    def highest(self) -> Decimal:
        """The value, or the upper end of a range."""
        return self.value if self.upper is None else max(self.value, self.upper)


@dataclass(frozen=True, slots=True)
class Reported:
    """What was reported for one period, most often a calendar year; the lowest comes first."""

    label: str
    figures: tuple[Figure, ...]

    @property
    def lowest(self) -> Decimal:
        """The lowest value."""
        return min(figure.value for figure in self.figures)

    @property
    def highest(self) -> Decimal:
        """The highest value."""
        return max(figure.highest for figure in self.figures)


@dataclass(frozen=True, slots=True)
class Series:
    """Figures that can be compared, with what they are restricted to and their unit.

    They are drawn by calendar year; where `periods` is set, by whatever period they have.
    """

    heading: str
    unit: str
    figures: tuple[Figure, ...]
    periods: bool = False

    def draws(self, figure: Figure) -> bool:
        """Return whether a figure of the series has a place in a picture of it."""
        return self.periods or figure.year is not None

    def by_period(self) -> tuple[Reported, ...]:
        """Return the figures that are drawn by their period, in the order of time."""
        groups: defaultdict[tuple[str, str], list[Figure]] = defaultdict(list)
        for figure in self.figures:
            if self.draws(figure):
                groups[_place(figure)].append(figure)
        return tuple(
            Reported(label, tuple(sorted(figures, key=_rank)))
            for (_, label), figures in sorted(groups.items())
        )

    def count_drawn(self) -> int:
        """Return how many figures are drawn."""
        return sum(map(self.draws, self.figures))


def order_series(series: Iterable[Series]) -> tuple[Series, ...]:
    """Return series, those of which most figures are drawn first."""
    return tuple(sorted(series, key=lambda each: (-each.count_drawn(), each.heading, each.unit)))


def list_sources(series: Iterable[Series]) -> tuple[str, ...]:
    """Return the sources of all figures, each once."""
    sources = {source for each in series for figure in each.figures for source in figure.sources}
    return tuple(sorted(sources))


def _place(figure: Figure) -> tuple[str, str]:
    if figure.year is not None:
        return f"{figure.year:04}", str(figure.year)
    return figure.first or "9999", figure.period


def _rank(figure: Figure) -> tuple[Decimal, Decimal, str]:
    return figure.value, figure.highest, figure.iri
