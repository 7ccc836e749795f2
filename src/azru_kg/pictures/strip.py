"""The strip: every reporter's figure by calendar year, and the span from lowest to highest.

A year is a row, or another period, which then stands above its figures. Each figure is one mark
with the value as it was said and who reports it; where labels would meet, they stand in lanes one
below the other. The band behind them is the span. In a narrow picture a label stands above its
mark, where names have more room than beside it.
Series are drawn one below the other, each on a scale of its own: units are never mixed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from azru_kg.languages.translations import gettext
from azru_kg.pictures.axis import BETWEEN, LINE, Axis
from azru_kg.pictures.frame import WIDE, frame
from azru_kg.pictures.lettering import LANE, PADDING, cut, draw_labels, measure_height, place_labels
from azru_kg.pictures.scales import Measure
from azru_kg.pictures.series import Reported, Series
from azru_kg.pictures.svg import Markup, join, write

MOST_SERIES = 8
"""How many series are drawn."""

MOST_FIGURES = 300
"""How many figures are drawn, of all series together."""


_YEAR = 4


@dataclass(frozen=True, slots=True)
class Strip:
    """A strip that is drawn: the picture, and how many figures it shows."""

    svg: Markup
    height: float
    drawn: int


def choose_series(series: Sequence[Series], most: int = MOST_SERIES) -> tuple[Series, ...]:
    """Return the series that a strip draws: as many as fit, each whole, and at most some number.

    One that has a single figure is drawn only where none has more.
    """
    several = any(each.count_drawn() > 1 for each in series)
    chosen: list[Series] = []
    left = MOST_FIGURES
    for each in series:
        number = each.count_drawn()
        if several < number <= left and len(chosen) < most:
            chosen.append(each)
            left -= number
    return tuple(chosen)


def draw_strip(
    series: Sequence[Series],
    *,
    title: str,
    summary: str,
    width: int = WIDE,
    style: str = "",
    most: int = MOST_SERIES,
) -> Strip:
    """Return the strip of some series, at most so many.

    A `style` sheet is part of a picture that stands alone.
    """
    y, parts, drawn = 0.0, [], 0
    for each in choose_series(series, most):
        part, y = _draw_series(each, y, width)
        parts.append(part)
        drawn += each.count_drawn()
    if not parts:
        y = 2.0 * LANE
        parts.append(
            write(
                "text",
                {"class": "none", "x": 0, "y": 24},
                gettext("No figures for calendar years."),
            )
        )
    svg = frame(parts, width, y, title=title, summary=summary, style=style)
    return Strip(svg, y, drawn)


def list_spans(series: Series) -> tuple[str, ...]:
    """Return the spans of the years for which several values are reported, in words."""
    rows = series.by_period()
    measure = _choose_measure(rows)
    unit = measure.name(series.unit)
    spans = (_say_span(row, measure) for row in rows if row.highest > row.lowest)
    return tuple(f"{span} {unit}".strip() for span in spans)


def _choose_measure(rows: Sequence[Reported]) -> Measure:
    ends = (abs(end) for row in rows for end in (row.lowest, row.highest))
    return Measure.of(max(ends, default=Decimal(0)))


def _say_span(row: Reported, measure: Measure) -> str:
    return gettext("%(period)s: from %(lowest)s to %(highest)s") % {
        "period": row.label,
        "lowest": measure.say(row.lowest),
        "highest": measure.say(row.highest),
    }


def _draw_series(series: Series, top: float, width: int) -> tuple[Markup, float]:
    periods = series.by_period()
    ends = [end for row in periods for end in (row.lowest, row.highest)]
    axis = Axis.over(series.heading, series.unit, ends, top, width)
    rows, y = [], axis.top
    for period in periods:
        row, y = _draw_period(period, y, width, axis)
        rows.append(row)
    return axis.draw(rows, y), y + BETWEEN


def _draw_period(period: Reported, top: float, width: int, axis: Axis) -> tuple[Markup, float]:
    labels = place_labels(period.figures, width, axis)
    head = LINE if len(period.label) > _YEAR else 0
    height = measure_height(labels, width) + head
    ends = [axis.place(value) for value in (period.lowest, period.highest)]
    middle = top + head + PADDING + LANE / 2
    name_y = top + LINE - 2 if head else middle + 4
    parts = [
        write("path", {"class": "rule", "d": f"M0 {top:.1f}H{width}"}),
        write("text", {"class": "year", "x": 0, "y": name_y}, cut(period.label, width)),
    ]
    if period.highest > period.lowest:
        band: dict[str, str | float] = {
            "class": "span",
            "x": ends[0],
            "y": top + head + 2,
            "width": ends[1] - ends[0],
            "height": height - head - 4,
        }
        parts.append(write("rect", band, write("title", {}, _say_span(period, axis.measure))))
    parts.append(draw_labels(labels, middle, width))
    return join(parts), top + height
