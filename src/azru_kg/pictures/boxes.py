"""Boxes: one in the middle, and an arrow from it to each other one that it leads to.

The middle one is as high as all of those beside it, so that every arrow is a straight line. In a
narrow picture it stands above them, and a line leads down from it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from azru_kg.pictures.frame import WIDE, frame
from azru_kg.pictures.svg import Markup, write

_SIDE, _MIDDLE = 174, 146
# Half of an outline lies outside of its box.
_EDGE = 1
_LINE = 15
_PADDING = 7
_BETWEEN = 12
_LETTER, _NAME_LETTER, _ARROW_LETTER = 6.7, 7.8, 6.3
_INDENT, _SPINE = 26, 9
_HEAD = 4


@dataclass(frozen=True, slots=True)
class BoxLine:
    """A line of text that leads somewhere; `told` says more of it."""

    text: str
    href: str
    told: str = ""


@dataclass(frozen=True, slots=True)
class Box:
    """A box: its name, a line that says what it is, and further ones that lead elsewhere.

    `arrow` stands at the arrow that leads there from the middle box, where there is one.
    """

    name: BoxLine
    note: str
    lines: tuple[BoxLine, ...] = ()
    arrow: BoxLine | None = None

    @property
    def height(self) -> float:
        """How high it is."""
        return (2 + len(self.lines)) * _LINE + 2 * _PADDING


@dataclass(frozen=True, slots=True)
class Boxes:
    """The box in the middle, those at its left, and those at its right."""

    middle: Box
    left: tuple[Box, ...]
    right: tuple[Box, ...]


def draw_boxes(
    boxes: Boxes, *, title: str, summary: str, width: int = WIDE, style: str = ""
) -> Markup:
    """Return the picture of some boxes."""
    draw = _draw_beside if width >= WIDE else _draw_below
    parts, height = draw(boxes, width)
    return frame(parts, width, height, title=title, summary=summary, style=style)


def _draw_beside(boxes: Boxes, width: int) -> tuple[list[Markup], float]:
    """Return the middle box with the others at both sides, and how high they are."""
    columns = (boxes.left, boxes.right)
    height = max(boxes.middle.height, *map(_measure, columns))
    start = (width - _MIDDLE) / 2
    middle = _draw_box(boxes.middle, start, 0, _MIDDLE, height)
    left = list(_draw_column(boxes.left, _EDGE, _EDGE + _SIDE, start))
    x = width - _SIDE - _EDGE
    right = list(_draw_column(boxes.right, x, x, start + _MIDDLE))
    return [middle, *left, *right], height


def _draw_column(boxes: Sequence[Box], x: float, edge: float, start: float) -> Iterator[Markup]:
    """Yield boxes below one another; arrows lead from `start` to their `edge`."""
    y = 0.0
    for box in boxes:
        if box.arrow is not None:
            at = y + _PADDING + _LINE
            yield _draw_arrow(start, edge, at)
            yield _link(box.arrow, _letter_arrow(box.arrow.text, start, edge, at))
        yield _draw_box(box, x, y, _SIDE, box.height)
        y += box.height + _BETWEEN


def _letter_arrow(text: str, start: float, end: float, y: float) -> Iterator[Markup]:
    """Yield the first word of a text above an arrow, and what follows below it."""
    room = abs(end - start) - _HEAD
    first, _, rest = text.partition(" ")
    for word, height in ((first, y - 5), (rest, y + 13)):
        if word:
            place: dict[str, str | float] = {"class": "word", "x": (start + end) / 2, "y": height}
            yield _write(place, word, room, _ARROW_LETTER)


def _draw_below(boxes: Boxes, width: int) -> tuple[list[Markup], float]:
    """Return the middle box with the others below it, and how high they are."""
    top = boxes.middle.height
    parts = [_draw_box(boxes.middle, _EDGE, 0, width - 2 * _EDGE, top)]
    y, end = top + _BETWEEN, top
    for box in (*boxes.left, *boxes.right):
        if box.arrow is not None:
            said: dict[str, str | float] = {"class": "unit", "x": _INDENT, "y": y + 11}
            parts.append(_link(box.arrow, [_write(said, box.arrow.text, width - _INDENT)]))
            y += _LINE
            end = y + _PADDING + _LINE
            parts.append(_draw_arrow(_SPINE, _INDENT, end))
        parts.append(_draw_box(box, _INDENT, y, width - _INDENT - _EDGE, box.height))
        y += box.height + _BETWEEN
    spine = write("path", {"class": "arrow", "d": f"M{_SPINE} {top:.1f}V{end:.1f}"})
    return [spine, *parts], y - _BETWEEN


def _measure(boxes: Iterable[Box]) -> float:
    heights = [box.height for box in boxes]
    return sum(heights) + _BETWEEN * (len(heights) - 1)


def _draw_box(box: Box, x: float, y: float, width: float, height: float) -> Markup:
    room = width - 2 * _PADDING
    size: dict[str, str | float] = {"x": x, "y": y + _EDGE, "width": width}
    outline = write("rect", {"class": "box", **size, "height": height - 2 * _EDGE})
    left, base = x + _PADDING, y + _PADDING + 11
    name = _write({"class": "name", "x": left, "y": base}, box.name.text, room, _NAME_LETTER)
    note = _write({"class": "unit", "x": left, "y": base + _LINE}, box.note, room)
    lines = [
        _link(line, [_write({"x": left, "y": base + at * _LINE}, line.text, room)])
        for at, line in enumerate(box.lines, start=2)
    ]
    return write("g", {}, outline, _link(box.name, [name, note]), *lines)


def _link(line: BoxLine, parts: Iterable[Markup]) -> Markup:
    told = [write("title", {}, line.told)] if line.told else []
    if not line.href:
        return write("g", {}, *told, *parts)
    return write("a", {"class": "figure", "href": line.href}, *told, *parts)


def _write(
    place: dict[str, str | float], text: str, room: float, letter: float = _LETTER
) -> Markup:
    most = int(room / letter)
    return write("text", place, text if len(text) <= most else f"{text[: most - 1].rstrip()}…")


def _draw_arrow(start: float, end: float, y: float) -> Markup:
    back = end - _HEAD if end > start else end + _HEAD
    path = (
        f"M{start:.1f} {y:.1f}H{end:.1f}"
        f"M{back:.1f} {y - _HEAD:.1f}L{end:.1f} {y:.1f}L{back:.1f} {y + _HEAD:.1f}"
    )
    return write("path", {"class": "arrow", "d": path})
