"""Scales: from values to places, and the round values at which an axis is marked."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal

from azru_kg.languages.numerals import localize_number
from azru_kg.languages.translations import gettext, mark, ngettext, translate

_SCALES = ((Decimal(10) ** 9, mark("billion")), (Decimal(10) ** 6, mark("million")))
_OF_UNITS = {"billion": mark("billion %s"), "million": mark("million %s"), "": "%s"}
_UNCHANGED = ("percent", "ratio", "number")
_UNITS = (mark("percent"), mark("ratio"), mark("number"))
# After words for millions, a unit has the form of so many.
_MANY = 1_000_000
_STEPS = (1, 2, 2.5, 5, 10)


@dataclass(frozen=True, slots=True)
class Measure:
    """The power of ten in which a picture gives its values, and its word."""

    size: Decimal
    word: str

    @classmethod
    def of(cls, largest: Decimal) -> Measure:
        """Return the measure that suits values up to some size."""
        for size, word in _SCALES:
            if abs(largest) >= size:
                return cls(size, word)
        return cls(Decimal(1), "")

    def say(self, value: Decimal) -> str:
        """Return a value in this measure, with all of its digits.

        >>> Measure.of(Decimal("4.3e9")).say(Decimal("3982500000"))
        '3.9825'
        """
        return trim(value / self.size)

    def name(self, unit: str) -> str:
        """Return a unit, which is told in English, in this measure.

        >>> Measure.of(Decimal(10) ** 9).name("US dollar")
        'billion US dollars'
        """
        if (unit == "number" or not unit) and self.word:
            return gettext(self.word)
        if not unit or unit in _UNCHANGED:
            said = translate(unit)
        else:
            plural = f"{unit}s"
            said = ngettext(unit, plural, _MANY)
        return gettext(_OF_UNITS[self.word]) % said


@dataclass(frozen=True, slots=True)
class Scale:
    """A linear scale from `low`–`high` to `left`–`right`, with the values that are marked."""

    low: float
    high: float
    left: float
    right: float
    ticks: tuple[float, ...]

    @classmethod
    def over(cls, low: float, high: float, left: float, right: float, *, most: int) -> Scale:
        """Return a scale whose ends are round values around two others.

        >>> Scale.over(1.86, 4.36, 0, 100, most=6).ticks
        (1.5, 2.0, 2.5, 3.0, 3.5, 4.0, 4.5)
        """
        if high <= low:
            margin = abs(low) / 10 or 1.0
            low, high = low - margin, high + margin
        raw = (high - low) / most
        power = 10.0 ** math.floor(math.log10(raw))
        step = next(power * step for step in _STEPS if power * step >= raw * (1 - 1e-9))
        first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
        ticks = tuple(round(number * step, 12) for number in range(first, last + 1))
        return cls(ticks[0], ticks[-1], left, right, ticks)

    def place(self, value: float) -> float:
        """Return where a value stands."""
        share = (value - self.low) / (self.high - self.low)
        return self.left + share * (self.right - self.left)


def say_tick(tick: float) -> str:
    """Return a round value as an axis has it.

    >>> say_tick(1_000_000.0), say_tick(2.5)
    ('1,000,000', '2.5')
    """
    return trim(Decimal(str(tick)))


def trim(number: Decimal) -> str:
    """Return a number with its digits in groups, without zeros at its end.

    >>> trim(Decimal("1250.50"))
    '1,250.5'
    """
    text = f"{number:,f}"
    return localize_number(text.rstrip("0").rstrip(".") if "." in text else text)
