"""A calendar: years as rows, months as columns, and a mark for each thing that took place.

Things of two kinds differ in the form of their marks. What is known by its year alone stands in a
column of its own. A narrow picture has a number where a wide one has marks.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from azru_kg.pictures.frame import WIDE, frame
from azru_kg.pictures.marks import RADIUS
from azru_kg.pictures.svg import Markup, join, write

_LEFT = 44
_TOP = 24
_PITCH = 11.0
_ROW = 18
_SHADES = 5
_UNKNOWN = 13
_BELOW = 8
_MOST_YEARS = 120


@dataclass(frozen=True, slots=True)
class Occasion:
    """Something that took place in a year, and a month of 1 to 12 where it is known.

    `told` says what and when; an `act` is drawn as a square, all else as a dot.
    """

    href: str
    year: int
    month: int | None
    told: str
    act: bool = False


@dataclass(frozen=True, slots=True)
class Calendar:
    """Occasions with the names of the months, what stands above the last column, and links."""

    occasions: tuple[Occasion, ...]
    months: tuple[str, ...]
    unknown: str
    links: dict[int, str]


def draw_calendar(
    calendar: Calendar, *, title: str, summary: str, width: int = WIDE, style: str = ""
) -> Markup:
    """Return the picture of a calendar."""
    cells: defaultdict[int, defaultdict[int, list[Occasion]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for occasion in calendar.occasions:
        cells[occasion.year][occasion.month or _UNKNOWN].append(occasion)
    column = (width - _LEFT) / _UNKNOWN
    parts = list(_draw_head(calendar, width, column))
    y = float(_TOP)
    draw = _draw_marks if width >= WIDE else _draw_numbers
    for year in _list_years(cells):
        row, height = draw(cells[year], y, column)
        label = write("text", {"class": "year", "x": 0, "y": y + 13}, str(year))
        link = calendar.links.get(year, "")
        named = write("a", {"class": "figure", "href": link}, label) if link else label
        rule = write("path", {"class": "rule", "d": f"M0 {y:.1f}H{width}"})
        parts += [rule, named, write("g", {"role": "list", "aria-label": str(year)}, row)]
        y += height
    return frame(parts, width, y + _BELOW, title=title, summary=summary, style=style)


def _list_years(years: Iterable[int]) -> list[int]:
    """Return all years from the first to the last, or of a very long time those that have any."""
    known = sorted(years)
    between = range(known[0], known[-1] + 1) if known else range(0)
    return [*between] if len(between) <= _MOST_YEARS else known


def _draw_head(calendar: Calendar, width: int, column: float) -> Iterable[Markup]:
    for at, name in enumerate([*calendar.months, calendar.unknown]):
        middle = _LEFT + (at + 0.5) * column
        said = name if width >= WIDE else name[:1]
        yield write("text", {"class": "tick", "x": middle, "y": 14}, said)


def _draw_marks(
    cells: dict[int, list[Occasion]], top: float, column: float
) -> tuple[Markup, float]:
    fit = max(int((column - 4) / _PITCH), 1)
    marks = []
    lanes = 1
    for month, occasions in cells.items():
        left = _LEFT + (month - 1) * column + _PITCH / 2 + 2
        for at, occasion in enumerate(occasions):
            lane, place = divmod(at, fit)
            y = top + _ROW / 2 + lane * _PITCH
            marks.append(_draw_mark(occasion, left + place * _PITCH, y))
            lanes = max(lanes, lane + 1)
    return join(marks), _ROW + (lanes - 1) * _PITCH


def _draw_mark(occasion: Occasion, x: float, y: float) -> Markup:
    side = 2 * RADIUS - 1
    corner: dict[str, str | float] = {"class": "act", "x": x - side / 2, "y": y - side / 2}
    form = (
        write("rect", corner | {"width": side, "height": side})
        if occasion.act
        else write("circle", {"class": "dot", "cx": x, "cy": y, "r": RADIUS - 0.75})
    )
    link = write("a", {"href": occasion.href}, write("title", {}, occasion.told), form)
    return write("g", {"role": "listitem"}, link)


def _draw_numbers(
    cells: dict[int, list[Occasion]], top: float, column: float
) -> tuple[Markup, float]:
    numbers = []
    for month, occasions in sorted(cells.items()):
        shade = min(len(occasions), _SHADES)
        left = _LEFT + (month - 1) * column
        box: dict[str, str | float] = {
            "class": f"shade-{shade}",
            "x": left + 1,
            "y": top + 1,
            "width": column - 2,
            "height": _ROW - 2,
        }
        place: dict[str, str | float] = {"class": "many", "x": left + column / 2, "y": top + 13}
        number = write("text", place, str(len(occasions)))
        numbers.append(write("g", {"role": "listitem"}, write("rect", box), number))
    return join(numbers), float(_ROW)


def count_years(occasions: Sequence[Occasion]) -> list[tuple[int, int, int]]:
    """Return for each year how many there are that are acts, and how many others."""
    acts = Counter(each.year for each in occasions if each.act)
    others = Counter(each.year for each in occasions if not each.act)
    return [(year, others[year], acts[year]) for year in sorted(acts.keys() | others.keys())]
