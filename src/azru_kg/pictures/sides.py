"""Sides: what each side says of one period, one below the other, and how far two are apart.

Each side has lanes of its own, on one scale with the others. The band between two of them is the
gap: from the end of the one to the nearest end of the other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from azru_kg.pictures.axis import BETWEEN, LINE, Axis
from azru_kg.pictures.frame import WIDE, frame
from azru_kg.pictures.lettering import (
    LANE,
    PADDING,
    cut,
    draw_labels,
    measure_height,
    place_labels,
)
from azru_kg.pictures.series import Figure
from azru_kg.pictures.svg import Markup, join, write

_LEFT_WIDE, _LEFT_NARROW = 110, 10


@dataclass(frozen=True, slots=True)
class Gap:
    """How far two sides are apart: from `low` to `high`; both are one where they overlap."""

    low: Decimal
    high: Decimal

    @property
    def size(self) -> Decimal:
        """How much lies between them."""
        return self.high - self.low

    @property
    def percent(self) -> Decimal | None:
        """By how many percent the higher exceeds the lower, or None where that says nothing.

        >>> Gap(Decimal(4), Decimal(5)).percent
        Decimal('25.0')
        """
        if self.low <= 0:
            return None
        return (self.size * 100 / self.low).quantize(Decimal("0.1"))


@dataclass(frozen=True, slots=True)
class ComparedSides:
    """What is reported of one period by each side; `words` say how far the two are apart."""

    label: str
    figures: Mapping[str, tuple[Figure, ...]]
    gap: Gap | None
    words: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Figures that can be compared, period by period, and side by side."""

    heading: str
    unit: str
    rows: tuple[ComparedSides, ...]

    def count(self) -> int:
        """Return how many marks it has: one for each figure of each side."""
        return sum(len(figures) for row in self.rows for figures in row.figures.values())


def find_gap(one: Sequence[Figure], other: Sequence[Figure]) -> Gap | None:
    """Return how far what two sides report is apart, or None where one reports nothing.

    A bound counts as the number that was said.
    """
    if not one or not other:
        return None
    lower, higher = sorted((_find_ends(one), _find_ends(other)))
    low, high = lower[1], higher[0]
    return Gap(low, high) if low < high else Gap(low, low)


def draw_sides(
    comparisons: Sequence[Comparison],
    *,
    title: str,
    summary: str,
    width: int = WIDE,
    style: str = "",
) -> Markup:
    """Return the picture of some comparisons."""
    y, parts = 0.0, []
    for each in comparisons:
        left = _LEFT_WIDE if width >= WIDE else _LEFT_NARROW
        axis = Axis.over(each.heading, each.unit, _list_ends(each), y, width, left)
        rows, y = [], axis.top
        for row in each.rows:
            drawn, y = _draw_row(row, y, width, axis, left)
            rows.append(drawn)
        parts.append(axis.draw(rows, y))
        y += BETWEEN
    return frame(parts, width, y, title=title, summary=summary, style=style)


def _draw_row(
    row: ComparedSides, top: float, width: int, axis: Axis, left: float
) -> tuple[Markup, float]:
    narrow = width < WIDE
    # What is said of a gap stands beside the period, or, in a narrow picture, below it.
    start = y = top + LINE * (2 if narrow and row.words else 1) + 2
    parts = []
    for side, figures in row.figures.items():
        name_y = y + (LINE - 4 if narrow else PADDING + LANE / 2 + 4)
        name = write("text", {"class": "side", "x": 0, "y": name_y}, side)
        y += LINE - 4 if narrow else 0
        labels = place_labels(figures, width, axis, left)
        parts.append(name)
        parts.append(draw_labels(labels, y + PADDING + LANE / 2, width))
        y += measure_height(labels, width)
    head = [
        write("path", {"class": "rule", "d": f"M0 {top:.1f}H{width}"}),
        write("text", {"class": "year", "x": 0, "y": top + LINE - 2}, cut(row.label, width)),
    ]
    if row.words:
        place = {"x": 0, "y": start - 6} if narrow else {"x": width, "y": top + LINE - 2}
        kind = "gap-words" if narrow else "gap-words end"
        head.append(write("text", {"class": kind, **place}, cut(row.words, width)))
    if row.gap is not None and row.gap.size:
        ends = [axis.place(row.gap.low), axis.place(row.gap.high)]
        band: dict[str, str | float] = {
            "class": "gap",
            "x": ends[0],
            "y": start,
            "width": ends[1] - ends[0],
            "height": y - start - 2,
        }
        head.append(write("rect", band, write("title", {}, f"{row.label}: {row.words}")))
    return join([*head, *parts]), y


def _list_ends(comparison: Comparison) -> list[Decimal]:
    return [
        end
        for row in comparison.rows
        for figures in row.figures.values()
        for end in _find_ends(figures)
    ]


def _find_ends(figures: Sequence[Figure]) -> tuple[Decimal, Decimal]:
    return min(figure.value for figure in figures), max(figure.highest for figure in figures)
