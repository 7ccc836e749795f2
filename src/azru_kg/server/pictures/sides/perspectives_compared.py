"""What each side reports of the same thing for the same period, and how far they are apart.

A side is who says a figure: the country of its speaker, and where none is named, or none is known,
that of its publisher.
"""

from __future__ import annotations

from decimal import Decimal

from azru_kg.engine.protocol import Engine
from azru_kg.languages.translations import gettext, mark, translate
from azru_kg.pictures.scales import Measure
from azru_kg.pictures.series import Series, list_sources
from azru_kg.pictures.sides import ComparedSides, Comparison, draw_sides, find_gap
from azru_kg.pictures.svg import Markup
from azru_kg.server.pages.cells import Links
from azru_kg.server.pages.facts import Facts
from azru_kg.server.pictures.grouped_figures import read_grouped
from azru_kg.server.pictures.picture import SCALES, Picture, cite_sources
from azru_kg.server.pictures.sides import side_reports
from azru_kg.server.pictures.sides.side_reports import (
    AZERBAIJAN,
    RUSSIA,
    Reports,
    find_reports,
    find_sides,
    say_gap,
)
from azru_kg.server.pictures.sides.side_tables import (
    SIDE_COLUMNS,
    join_series,
    list_side_records,
    tabulate_sides,
)

METHOD = (
    side_reports.METHOD,
    mark(
        "One that is said on several sides has a mark on each. One whose side is not known is left"
        " out. Periods for which only one side says something are left out, too."
    ),
    side_reports.METHOD_OF_GAPS,
    SCALES,
)
"""How it is made."""

_MOST_SERIES, _BRIEF, _SHORT = 40, 2, 6
_QUERY = """SELECT DISTINCT ?figure ?indicator ?first ?last WHERE {{
  {{
    SELECT ?indicator ?period WHERE {{
      ?any azru:indicator ?indicator ;
        azru:kind code:level ;
        sdmx-dimension:refPeriod ?period .
      {{ ?any prov:wasDerivedFrom/oa:hasSource?/dcterms:publisher/azru:jurisdiction ?country }}
      UNION {{ ?any prov:wasAttributedTo/(azru:country|azru:jurisdiction) ?country }}
    }}
    GROUP BY ?indicator ?period
    HAVING (COUNT(DISTINCT ?country) > 1)
  }}
  ?figure azru:indicator ?indicator ;
    azru:kind code:level ;
    sdmx-dimension:refPeriod ?period ;
    sdmx-measure:obsValue ?value .
  FILTER (ISIRI(?figure))
  # Another reading of the same words is no other report.
  FILTER NOT EXISTS {{ ?figure azru:rank code:alternative }}
  OPTIONAL {{ ?period dcat:startDate ?first ; dcat:endDate ?last }}
}}
ORDER BY ?figure
LIMIT {most}"""


async def find_perspectives(engine: Engine) -> Reports | None:
    """Return the figures on which several countries report; raise as the engine does."""
    return await find_reports(engine, _QUERY)


def picture_perspectives(held: Reports, links: Links, about: str) -> Picture | None:
    """Return the picture of what the sides report, of all of it or about an indicator."""
    facts = held.figures.found.names.read()
    series = read_grouped(held.figures, links, about)
    splits = [_split(each, facts, held) for each in series]
    compared = sorted(
        (each for each in splits if each.rows), key=lambda each: (-each.count(), each.heading)
    )
    shown = compared[:_MOST_SERIES]
    if not shown:
        return None
    gaps = [row.gap for each in shown for row in each.rows if row.gap is not None]
    title = (
        gettext("What each side reports: %s") % facts.label(about)
        if about
        else gettext("What each side reports")
    )
    summary = gettext(
        "%(marks)s marks in %(series)s series: what is said in Azerbaijan, in Russia and in third"
        " countries of the same period. For %(both)s periods both Azerbaijan and Russia say"
        " something; in %(apart)s of them there is a gap between the two."
    ) % {
        "marks": sum(each.count() for each in shown),
        "series": len(shown),
        "both": len(gaps),
        "apart": sum(gap.size > 0 for gap in gaps),
    }

    def draw(width: int, *, style: str = "", brief: bool = False) -> Markup:
        short = [each for each in shown if each.count() <= _SHORT][:_BRIEF] or shown[:1]
        drawn = short if brief else shown
        return draw_sides(drawn, title=title, summary=summary, width=width, style=style)

    return Picture(
        title=title,
        summary=summary,
        key="sides",
        draw=draw,
        marks=sum(each.count() for each in shown),
        tables=tuple(map(tabulate_sides, shown)),
        columns=SIDE_COLUMNS,
        records=tuple(list_side_records(compared)),
        sources=cite_sources(facts, list_sources(join_series(compared))),
        units=tuple(sorted({each.unit for each in compared if each.unit})),
        about=about,
        whole=held.figures.found.whole and len(shown) == len(compared),
        heading=gettext("What each side reports"),
    )


def _split(series: Series, facts: Facts, held: Reports) -> Comparison:
    """Return the figures of a series side by side, for the periods on which several report."""
    rows = []
    ends = [abs(end) for row in series.by_period() for end in (row.lowest, row.highest)]
    measure = Measure.of(max(ends, default=Decimal(0)))
    for period in series.by_period():
        sides = find_sides(period, facts, held)
        if len(sides) > 1:
            gap = find_gap(sides.get(AZERBAIJAN, ()), sides.get(RUSSIA, ()))
            named = {translate(side): figures for side, figures in sides.items()}
            rows.append(ComparedSides(period.label, named, gap, say_gap(gap, measure)))
    return Comparison(series.heading, series.unit, tuple(rows))
