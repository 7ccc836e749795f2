"""Courses: what was promised of a thing by when, and what was reported of it, in the order of time.

Each promise is a line from the day on which it was said to a ring at the date that was promised;
each report is a dot on its day. What each says stands before it, in a narrow picture above it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from textwrap import wrap

from azru_kg.pictures.axis import BETWEEN, LETTER, LINE
from azru_kg.pictures.frame import WIDE, frame
from azru_kg.pictures.lettering import LANE, cut
from azru_kg.pictures.marks import RADIUS
from azru_kg.pictures.svg import Markup, join, write
from azru_kg.pictures.times import TimeScale

_WORDS = 390
_RIGHT = 18
_HEADING_LETTER = 8.6
_TICK = 4


@dataclass(frozen=True, slots=True)
class CourseStep:
    """A promise or a report: what it says, in short and in full, and its days.

    A promise has the day `due`; the day on which it was said may be unknown. What the editors read
    between the lines is `inferred`.
    """

    href: str
    said: date | None
    due: date | None
    words: str
    told: str
    inferred: bool = False

    @property
    def days(self) -> tuple[date, ...]:
        """The days that it has, in the order of time."""
        return tuple(sorted(day for day in (self.said, self.due) if day is not None))


@dataclass(frozen=True, slots=True)
class Course:
    """A thing with what was promised and reported of it."""

    heading: str
    href: str
    steps: tuple[CourseStep, ...]


def draw_courses(
    courses: Sequence[Course], *, title: str, summary: str, width: int = WIDE, style: str = ""
) -> Markup:
    """Return the picture of some courses, each below the other on a scale of its own."""
    y, parts = 0.0, []
    for course in courses:
        part, y = _draw_course(course, y, width)
        parts.append(part)
    return frame(parts, width, y, title=title, summary=summary, style=style)


def _draw_course(course: Course, top: float, width: int) -> tuple[Markup, float]:
    narrow = width < WIDE
    left = RADIUS * 2 if narrow else _WORDS + RADIUS * 2
    days = [day for step in course.steps for day in step.days]
    scale = TimeScale.over(days, left, width - _RIGHT, most=6)
    lines = wrap(course.heading, int(width / _HEADING_LETTER), max_lines=3, placeholder="…")
    texts = [
        write("text", {"class": "heading", "x": 0, "y": top + 16 + at * LINE}, line)
        for at, line in enumerate(lines)
    ]
    head = write("a", {"class": "figure", "href": course.href}, *texts)
    start = y = top + len(lines) * LINE + 30
    rows = []
    for step in course.steps:
        row, y = _draw_step(step, y, width, scale)
        rows.append(row)
    grid = join(_draw_years(scale, start, y))
    group = write("g", {"role": "list", "aria-label": course.heading}, grid, *rows)
    return join([head, group]), y + BETWEEN


def _draw_years(scale: TimeScale, top: float, bottom: float) -> Iterable[Markup]:
    for year in scale.years:
        x = scale.place_year(year)
        yield write("path", {"class": "grid", "d": f"M{x:.1f} {top - 6:.1f}V{bottom:.1f}"})
        middle = max(x, len(str(year)) * LETTER / 2)
        yield write("text", {"class": "tick", "x": middle, "y": top - 11}, str(year))


def _draw_step(step: CourseStep, top: float, width: int, scale: TimeScale) -> tuple[Markup, float]:
    narrow = width < WIDE
    room = width if narrow else _WORDS
    text_y = top + LANE / 2 + 4
    y = top + LANE / 2 + (LINE - 1 if narrow else 0)
    words = write("text", {"x": 0, "y": text_y}, cut(step.words, room))
    attributes = {"class": "figure", "href": step.href}
    title = write("title", {}, step.told)
    link = write("a", attributes, title, *_draw_days(step, y, scale), words)
    row = write("g", {"role": "listitem"}, link)
    return row, top + LANE + (LINE - 1 if narrow else 0)


def _draw_days(step: CourseStep, y: float, scale: TimeScale) -> Iterable[Markup]:
    if step.due is None:
        day = step.said
        if day is not None:
            yield write("circle", {"class": "dot", "cx": scale.place(day), "cy": y, "r": RADIUS})
        return
    end = scale.place(step.due)
    if step.said is not None:
        start = scale.place(step.said)
        path = f"M{start:.1f} {y - _TICK:.1f}v{2 * _TICK}M{start:.1f} {y:.1f}H{end:.1f}"
        yield write("path", {"class": "bar", "d": path})
    if step.inferred:
        yield write("circle", {"class": "read", "cx": end, "cy": y, "r": RADIUS + 3})
    yield write("circle", {"class": "ring", "cx": end, "cy": y, "r": RADIUS})
