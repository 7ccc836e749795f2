"""The axis of figures in one unit: what stands above it, where values are, and how it is marked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from textwrap import wrap

from azru_kg.pictures.frame import WIDE
from azru_kg.pictures.marks import REACH
from azru_kg.pictures.scales import Measure, Scale, say_tick
from azru_kg.pictures.svg import Markup, write

LEFT = 44
"""Where values begin, at the right of a year."""

LINE = 18
"""How high a line of text is."""

LETTER = 6.7
"""How wide a letter is, at most and on average."""

BETWEEN = 20
"""What is free between two axes."""

_RIGHT = 16
_HEADING_LETTER = 8.6


@dataclass(frozen=True, slots=True)
class Axis:
    """An axis with its heading; `top` is where the first row below it begins."""

    heading: str
    scale: Scale
    measure: Measure
    unit: str
    top: float
    width: int
    head: tuple[Markup, ...]

    @classmethod
    def over(
        cls,
        heading: str,
        unit: str,
        values: Iterable[Decimal],
        top: float,
        width: int,
        left: float = LEFT,
    ) -> Axis:
        """Return the axis of some values, which begins at `left`."""
        low, high = min(values := list(values)), max(values)
        measure = Measure.of(max(abs(low), abs(high)))
        scale = Scale.over(
            float(low / measure.size),
            float(high / measure.size),
            left + REACH,
            width - _RIGHT,
            most=6 if width >= WIDE else 3,
        )
        lines = wrap(heading, int(width / _HEADING_LETTER), max_lines=3, placeholder="…")
        head = [
            write("text", {"class": "heading", "x": 0, "y": top + 16 + at * LINE}, line)
            for at, line in enumerate(lines)
        ]
        top += len(lines) * LINE
        named = measure.name(unit)
        head.append(write("text", {"class": "unit", "x": 0, "y": top + 15}, named))
        return cls(heading, scale, measure, named, top + 44, width, tuple(head))

    def place(self, value: Decimal) -> float:
        """Return where a value stands."""
        return self.scale.place(float(value / self.measure.size))

    def draw(self, rows: Iterable[Markup], bottom: float) -> Markup:
        """Return the axis with the rows below it, which end at `bottom`."""
        parts = [*self.head]
        for tick in self.scale.ticks:
            x = self.scale.place(tick)
            grid = {"class": "grid", "d": f"M{x:.1f} {self.top - 6:.1f}V{bottom:.1f}"}
            said = say_tick(tick)
            middle = min(x, self.width - len(said) * LETTER / 2)
            parts.append(write("path", grid))
            parts.append(write("text", {"class": "tick", "x": middle, "y": self.top - 11}, said))
        label = f"{self.heading}, {self.unit}"
        return write("g", {"role": "list", "aria-label": label}, *parts, *rows)
