"""Figures that contradict each other, side by side: what they are, and the picture of them.

They measure the same thing over the same period, in one unit, and cannot both be right.
"""

from __future__ import annotations

from collections.abc import Sequence

from azru_kg.engine.protocol import Engine
from azru_kg.languages.translations import gettext, mark
from azru_kg.pictures.records import COLUMNS, list_records
from azru_kg.pictures.series import Series, list_sources, order_series
from azru_kg.pictures.strip import choose_series, draw_strip, list_spans
from azru_kg.pictures.svg import Markup
from azru_kg.rdf.prefixes import expand_all
from azru_kg.server.ask.ask import select
from azru_kg.server.pages.cells import Links
from azru_kg.server.pictures.grouped_figures import GroupedFigures, group_figures, read_grouped
from azru_kg.server.pictures.picture import (
    SCALES,
    Picture,
    PictureCell,
    PictureTable,
    caption_series,
    cite_sources,
    tabulate,
)

MOST = 500
"""How many pairs of figures are looked at."""

METHOD = (
    mark(
        "Two figures contradict each other where they agree in indicator, unit, period and every"
        " other dimension and differ in value. A flow or a variable that only one of them names"
        " does not set them apart."
    ),
    mark(
        "“More than 4.0” and “4.4” can both be true, and so can “up to 5” and “4”, or “1.5 to 2”"
        " and “1.8”: such pairs are left out, and so is another reading of the same words."
    ),
    SCALES,
    mark(
        "The span goes from the lowest to the highest value; it is no estimate of an error. None"
        " of the figures is taken for the right one."
    ),
)
"""How it is made."""

_MOST_SERIES = 60
# At a glance there is room for so many series, each with so many figures.
_BRIEF, _SHORT = 3, 6
# The stored query figures-that-contradict tells the same pairs with more about each.
_QUERY = """SELECT DISTINCT ?one ?other ?indicator ?first ?last WHERE {{
  {{
    SELECT ?one ?indicator ?period ?low WHERE {{
      ?one sdmx-dimension:refPeriod ?period ;
        azru:kind code:level ;
        azru:indicator ?indicator ;
        sdmx-measure:obsValue ?low .
    }}
  }}
  {{
    SELECT ?other ?indicator ?period ?high WHERE {{
      ?other sdmx-dimension:refPeriod ?period ;
        azru:kind code:level ;
        azru:indicator ?indicator ;
        sdmx-measure:obsValue ?high .
    }}
  }}
  FILTER (?low < ?high && ?low > 0 && ISIRI(?one) && ISIRI(?other))
  ?one sdmx-attribute:unitMeasure ?unit ; azru:rank code:preferred ; azru:bound ?bound .
  ?other sdmx-attribute:unitMeasure ?unit ; azru:rank code:preferred ; azru:bound ?otherBound .
  FILTER (?bound NOT IN (code:more-than, code:at-least))
  FILTER (?otherBound NOT IN (code:up-to, code:at-most, code:less-than, code:almost))
  FILTER NOT EXISTS {{ ?one azru:upperValue ?upper FILTER (?upper >= ?high) }}
  FILTER NOT EXISTS {{
    ?one ?dimension ?mine .
    FILTER EXISTS {{ ?dimension a qb:DimensionProperty }}
    FILTER (?dimension NOT IN (azru:flow, azru:variable))
    FILTER NOT EXISTS {{ ?other ?dimension ?mine }}
  }}
  FILTER NOT EXISTS {{
    ?other ?dimension ?its .
    FILTER EXISTS {{ ?dimension a qb:DimensionProperty }}
    FILTER (?dimension NOT IN (azru:flow, azru:variable))
    FILTER NOT EXISTS {{ ?one ?dimension ?its }}
  }}
  FILTER NOT EXISTS {{ ?one azru:flow ?flow . ?other azru:flow ?its FILTER (?flow != ?its) }}
  OPTIONAL {{ ?period dcat:startDate ?first ; dcat:endDate ?last }}
}}
ORDER BY ?one ?other
LIMIT {most}"""
_WITHIN = frozenset(expand_all("azru:flow azru:variable"))


async def find_contradictions(engine: Engine) -> GroupedFigures | None:
    """Return the figures that contradict each other, or None; raise as the engine does."""
    rows = await select(engine, _QUERY.format(most=MOST + 1))
    pairs = rows[:MOST]
    figures = [(figure, *rest) for low, high, *rest in pairs for figure in (low, high)]
    return await group_figures(engine, figures, whole=len(rows) <= MOST)


def picture_contradictions(held: GroupedFigures, links: Links, about: str) -> Picture | None:
    """Return the picture of what contradicts, of all of it or about an indicator."""
    facts = held.found.names.read()
    series = read_grouped(held, links, about, within=_WITHIN)
    if not series:
        return None
    ordered = order_series(series)
    chosen = choose_series(ordered, _MOST_SERIES)
    marks = sum(each.count_drawn() for each in chosen)
    periods = sum(len(each.by_period()) for each in chosen)
    title = (
        gettext("Figures of %s that contradict each other") % facts.label(about)
        if about
        else gettext("Figures that contradict each other")
    )
    summary = gettext(
        "%(marks)s figures that cannot all be right, in %(series)s series and over %(periods)s"
        " periods; a mark for each figure, and for each period the span from the lowest to the"
        " highest."
    ) % {"marks": marks, "series": len(chosen), "periods": periods}

    def draw(width: int, *, style: str = "", brief: bool = False) -> Markup:
        strip = draw_strip(
            _take_short(ordered) if brief else ordered,
            title=title,
            summary=summary,
            width=width,
            style=style,
            most=_MOST_SERIES,
        )
        return strip.svg

    return Picture(
        title=title,
        summary=summary,
        key="strip",
        draw=draw,
        marks=marks,
        tables=tuple(map(_tabulate, ordered)),
        columns=COLUMNS,
        records=list_records(ordered, chosen),
        sources=cite_sources(facts, list_sources(ordered)),
        units=tuple(sorted({each.unit for each in ordered if each.unit})),
        about=about,
        whole=held.found.whole and len(chosen) == len(ordered),
        heading=gettext("Figures that contradict each other"),
    )


def _take_short(series: Sequence[Series]) -> Sequence[Series]:
    return [each for each in series if each.count_drawn() <= _SHORT][:_BRIEF] or series[:1]


def _tabulate(series: Series) -> PictureTable:
    rows = (
        (
            row.label,
            PictureCell(figure.said, figure.href),
            ", ".join(figure.reporters),
            gettext("The editors doubt it: %s") % " ".join(figure.doubts) if figure.doubts else "",
        )
        for row in series.by_period()
        for figure in row.figures
    )
    spans = list_spans(series)
    return PictureTable(
        caption_series(series),
        (gettext("Period"), gettext("Figure"), gettext("Reported by"), gettext("Remarks")),
        tabulate(rows),
        gettext("From the lowest to the highest: %s.") % "; ".join(spans) if spans else "",
    )
