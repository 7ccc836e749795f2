"""Labels of figures: the value as it was said and who reports it, beside its mark or above it.

Where labels would meet, they stand in lanes one below the other. In a narrow picture each stands
above its mark, in a lane of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from azru_kg.languages.translations import gettext
from azru_kg.pictures.axis import LEFT, LETTER, Axis
from azru_kg.pictures.frame import WIDE
from azru_kg.pictures.marks import RADIUS, REACH, draw_mark
from azru_kg.pictures.scales import Measure
from azru_kg.pictures.series import Figure
from azru_kg.pictures.svg import Markup, join, write

LANE = 20
"""How high a lane is."""

PADDING = 5
"""What is free above the first lane and below the last."""

_GAP = 10
_SHORTEST = 6
_STACKED = 17


@dataclass(frozen=True, slots=True)
class MarkLabel:
    """A figure at its place, with its text beside it, to the right or left, in a lane."""

    figure: Figure
    x: float
    end: float
    text: str
    left: float
    lane: int


def place_labels(
    figures: Sequence[Figure], width: int, axis: Axis, left: float = LEFT
) -> list[MarkLabel]:
    """Return the figures with their labels; those start at the right of `left`."""
    place = _stack if width < WIDE else _lay_out
    return place(figures, width, axis, left)


def measure_height(labels: Sequence[MarkLabel], width: int) -> float:
    """Return how high the lanes of some labels are together."""
    lane = LANE + _STACKED if width < WIDE else LANE
    return (max(label.lane for label in labels) + 1) * lane + 2 * PADDING


def draw_labels(labels: Sequence[MarkLabel], middle: float, width: int) -> Markup:
    """Return the figures with their marks; `middle` is that of the first lane."""
    stacked = width < WIDE
    lane = LANE + _STACKED if stacked else LANE
    parts = []
    for label in labels:
        y = middle + label.lane * lane
        parts.append(_draw_label(label, y, y + _STACKED if stacked else y))
    return join(parts)


def _draw_label(label: MarkLabel, y: float, mark_y: float) -> Markup:
    figure = label.figure
    attributes = {"class": "figure", "href": figure.href}
    text = write("text", {"x": label.left, "y": y + 4}, label.text)
    mark = draw_mark(figure, label.x, mark_y, label.end)
    link = write("a", attributes, write("title", {}, tell(figure)), mark, text)
    return write("g", {"role": "listitem"}, link)


def tell(figure: Figure) -> str:
    """Return all that a mark stands for, in words."""
    told = [
        f"{figure.said}, {figure.period}",
        gettext("reported by %s") % ", ".join(figure.reporters),
    ]
    if figure.inferred:
        told.append(gettext("the editors’ reading: %s") % ", ".join(figure.inferred))
    if figure.doubts:
        told.append(gettext("the editors doubt it: %s") % " ".join(figure.doubts))
    return "; ".join(told)


def _lay_out(figures: Sequence[Figure], width: int, axis: Axis, first: float) -> list[MarkLabel]:
    """Return the figures with their labels, in the first lanes where nothing meets."""
    lanes: list[list[tuple[float, float]]] = []
    labels = []
    for figure in figures:
        x = axis.place(figure.value)
        end = axis.place(figure.highest)
        # An arrow takes its room on its side; a range has its label after its end.
        before = x - (REACH if figure.bound == "below" else RADIUS + 3) - 4
        after = end + (REACH if figure.bound == "above" else RADIUS + 3) + 4
        said = _say(figure, axis.measure)
        room = width - after
        right = room >= len(said) * LETTER or room >= before - first
        text = cut(said, room if right else before - first)
        length = len(text) * LETTER
        left = after if right else before - length
        taken = (before, after + length) if right else (left, after)
        lane = next(
            (at for at, spans in enumerate(lanes) if _is_free(spans, taken)),
            len(lanes),
        )
        if lane == len(lanes):
            lanes.append([])
        lanes[lane].append(taken)
        labels.append(MarkLabel(figure, x, end, text, left, lane))
    return labels


def _stack(figures: Sequence[Figure], width: int, axis: Axis, first: float) -> list[MarkLabel]:
    """Return the figures with their labels, each in a lane of its own."""
    return [
        MarkLabel(
            figure,
            axis.place(figure.value),
            axis.place(figure.highest),
            cut(_say(figure, axis.measure), width - first),
            first,
            lane,
        )
        for lane, figure in enumerate(figures)
    ]


def _is_free(spans: Sequence[tuple[float, float]], wanted: tuple[float, float]) -> bool:
    return all(wanted[1] + _GAP <= low or wanted[0] >= high + _GAP for low, high in spans)


def _say(figure: Figure, measure: Measure) -> str:
    upper = "" if figure.upper is None else f"–{measure.say(figure.upper)}"
    doubt = " " + gettext("(doubted)") if figure.doubts else ""
    more = len(figure.reporters) - 1
    others = " " + gettext("and %(number)s more") % {"number": more} if more > 0 else ""
    who = figure.reporters[0] if figure.reporters else gettext("no reporter stated")
    return f"{figure.sign}{measure.say(figure.value)}{upper}{doubt} · {who}{others}"


def cut(text: str, room: float) -> str:
    """Return a text as long as fits into some room."""
    most = max(int(room / LETTER), _SHORTEST)
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
