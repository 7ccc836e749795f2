"""Marks of figures: all of one size, told apart by their form where a value is a bound.

A full dot is the value as stated, a ring an approximate one; an arrow leads from a bound to the
side where the value lies, and a bar from end to end of a range. What the editors read is in a
dotted ring.
"""

from __future__ import annotations

from azru_kg.pictures.series import Figure
from azru_kg.pictures.svg import Markup, join, write

RADIUS = 4.5
"""Half the size of every mark."""

REACH = 14.0
"""How far an arrow reaches from the middle of a mark."""

_HEAD = 3.5


def draw_mark(figure: Figure, x: float, y: float, end: float) -> Markup:
    """Return the mark of a figure; `end` is where the upper end of a range stands."""
    parts = []
    if figure.inferred:
        parts.append(write("circle", {"class": "read", "cx": x, "cy": y, "r": RADIUS + 3}))
    if figure.bound == "range":
        parts.append(write("path", {"class": "bar", "d": f"M{x:.1f} {y:.1f}H{end:.1f}"}))
        parts.append(write("circle", {"class": "dot", "cx": end, "cy": y, "r": RADIUS}))
    if figure.bound in ("above", "below"):
        parts.append(_draw_arrow(x, y, 1 if figure.bound == "above" else -1))
    form = "dot" if figure.bound in ("exact", "range") else "ring"
    parts.append(write("circle", {"class": form, "cx": x, "cy": y, "r": RADIUS}))
    return join(parts)


def _draw_arrow(x: float, y: float, side: int) -> Markup:
    tip, back = x + side * REACH, x + side * (REACH - _HEAD)
    path = (
        f"M{x + side * RADIUS:.1f} {y:.1f}H{tip:.1f}"
        f"M{back:.1f} {y - _HEAD:.1f}L{tip:.1f} {y:.1f}L{back:.1f} {y + _HEAD:.1f}"
    )
    return write("path", {"class": "arrow", "d": path})
