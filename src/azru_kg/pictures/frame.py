"""The frame of every picture: its widths, its title and what it shows in words, and its style."""

from __future__ import annotations

from collections.abc import Sequence

from azru_kg.pictures.svg import NAMESPACE, Markup, write

WIDE, NARROW = 720, 328
"""The widths of a picture: on a large screen or paper, and on a phone."""

_MARGIN = 12


def frame(
    parts: Sequence[Markup], width: int, height: float, *, title: str, summary: str, style: str = ""
) -> Markup:
    """Return the picture of some parts; one that stands alone has a `style` sheet and a margin."""
    head = [write("title", {}, title), write("desc", {}, summary)]
    margin = _MARGIN if style else 0
    if style:
        head.append(write("style", {}, style))
    attributes: dict[str, str | float] = {
        "xmlns": NAMESPACE,
        "class": "drawn",
        "viewBox": f"{-margin} {-margin} {width + 2 * margin} {height + 2 * margin:.0f}",
        "width": width + 2 * margin,
        "height": round(height) + 2 * margin,
        "role": "group",
        "aria-label": title,
    }
    return write("svg", attributes, *head, *parts)
