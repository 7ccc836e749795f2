"""Mirror figures: what each side says of the same trade, year by year, and how far they are apart.

Goods that one side counts as exports the other counts as imports; turnover both count whole. What
is drawn is of whole calendar years and of all goods together, in US dollars.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from azru_kg.engine.protocol import Engine
from azru_kg.languages.translations import gettext, mark, translate
from azru_kg.pictures.scales import Measure
from azru_kg.pictures.series import Figure, Reported, Series, list_sources
from azru_kg.pictures.sides import ComparedSides, Comparison, draw_sides, find_gap
from azru_kg.pictures.svg import Markup
from azru_kg.rdf.prefixes import expand
from azru_kg.server.pages.cells import Links
from azru_kg.server.pages.facts import Facts
from azru_kg.server.pictures.grouped_figures import read_grouped
from azru_kg.server.pictures.picture import Picture, PictureTable, cite_sources
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
        "Exports that one side counts are compared with the imports of the other, and turnover with"
        " turnover. Only whole calendar years count, all goods together, in US dollars; plans and"
        " targets are left out, and so is what is said in third countries."
    ),
    side_reports.METHOD_OF_GAPS,
    mark(
        "Who says a figure need not be who counted it. Sides count differently: by country of"
        " origin or of dispatch, with or without the cost of carriage, and at different times."
    ),
)
"""How it is made."""

_FLOWS = {
    "": mark("Turnover, as each side tells it"),
    "country:AZ": mark("Goods from Azerbaijan to Russia: exports of the one, imports of the other"),
    "country:RU": mark("Goods from Russia to Azerbaijan: exports of the one, imports of the other"),
}
_HEADINGS = {expand(origin) if origin else "": heading for origin, heading in _FLOWS.items()}
_BRIEF = 3
_COLUMNS = {
    **SIDE_COLUMNS,
    "gap": "what lies between the nearest ends of what both sides report for the period",
    "gap_percent": "by how many percent the higher of these ends exceeds the lower",
}
_QUERY = """SELECT DISTINCT ?figure ?indicator ?first ?last WHERE {{
  VALUES ?indicator {{ indicator:trade-turnover indicator:goods-exports indicator:goods-imports }}
  ?figure azru:indicator ?indicator ;
    azru:kind code:level ;
    sdmx-attribute:unitMeasure unit:CCY_USD ;
    sdmx-dimension:refPeriod ?period ;
    sdmx-measure:obsValue ?value .
  ?period dcat:startDate ?first ;
    dcat:endDate ?last .
  FILTER (ISIRI(?figure) && STRENDS(STR(?first), "-01-01") && STRENDS(STR(?last), "-12-31"))
  FILTER (SUBSTR(STR(?first), 1, 4) = SUBSTR(STR(?last), 1, 4))
  {{ ?figure azru:between country:AZ , country:RU }}
  UNION {{ ?figure azru:origin country:AZ ; azru:destination country:RU }}
  UNION {{ ?figure azru:origin country:RU ; azru:destination country:AZ }}
  # Another reading of the same words is no other report, and a part of trade is not all of it.
  FILTER NOT EXISTS {{ ?figure azru:rank code:alternative }}
  FILTER NOT EXISTS {{
    ?figure ?restriction ?what
    FILTER (?restriction IN (
      azru:commodity, azru:modality, azru:mode, azru:object, azru:part, azru:per, azru:whole
    ))
  }}
}}
ORDER BY ?figure
LIMIT {most}"""


async def find_mirror_figures(engine: Engine) -> Reports | None:
    """Return the figures of trade of whole years, or None; raise as the engine does."""
    return await find_reports(engine, _QUERY)


def picture_mirror_figures(held: Reports, links: Links, _about: str) -> Picture | None:
    """Return the picture of mirror figures; there is none of a single thing."""
    facts = held.figures.found.names.read()
    flows = _sort_flows(held, facts, links)
    compared = [
        each
        for origin, heading in _HEADINGS.items()
        if (each := _compare(translate(heading), flows.get(origin, ()), facts, held)).rows
    ]
    if not compared:
        return None
    gaps = [row.gap for each in compared for row in each.rows if row.gap is not None]
    title = gettext("Mirror figures of trade")
    summary = gettext(
        "%(marks)s marks in %(series)s series: what is said in Azerbaijan and in Russia of the same"
        " trade, by calendar year. For %(both)s years both sides say something; in %(apart)s of"
        " them there is a gap. Other years have figures of one side alone."
    ) % {
        "marks": sum(each.count() for each in compared),
        "series": len(compared),
        "both": len(gaps),
        "apart": sum(gap.size > 0 for gap in gaps),
    }

    def draw(width: int, *, style: str = "", brief: bool = False) -> Markup:
        drawn = [_shorten(compared[0])] if brief else compared
        return draw_sides(drawn, title=title, summary=summary, width=width, style=style)

    return Picture(
        title=title,
        summary=summary,
        key="sides",
        draw=draw,
        marks=sum(each.count() for each in compared),
        tables=tuple(map(_tabulate, compared)),
        columns=_COLUMNS,
        records=tuple(_list_records(compared)),
        sources=cite_sources(facts, list_sources(join_series(compared))),
        units=tuple(sorted({each.unit for each in compared if each.unit})),
        whole=held.figures.found.whole,
    )


def _sort_flows(held: Reports, facts: Facts, links: Links) -> Mapping[str, list[Figure]]:
    """Return the figures by where the goods come from; those of turnover come from nowhere."""
    flows: defaultdict[str, list[Figure]] = defaultdict(list)
    for series in read_grouped(held.figures, links, ""):
        for figure in series.figures:
            flows["".join(facts.iris(figure.iri, "azru:origin")[:1])].append(figure)
    return flows


def _compare(heading: str, figures: Sequence[Figure], facts: Facts, held: Reports) -> Comparison:
    """Return what both sides say of a flow, by year, of the years of which either says anything."""
    unit = next(
        (facts.english(each) for figure in figures[:1] for each in _unit(facts, figure)), ""
    )
    periods = Series(heading, unit, tuple(figures), periods=True).by_period()
    measure = Measure.of(max((row.highest for row in periods), default=Decimal(0)))
    rows = (_compare_year(period, facts, held, measure) for period in periods)
    return Comparison(heading, unit, tuple(row for row in rows if row.figures))


def _compare_year(period: Reported, facts: Facts, held: Reports, measure: Measure) -> ComparedSides:
    found = find_sides(period, facts, held)
    sides = {side: found[side] for side in (AZERBAIJAN, RUSSIA) if side in found}
    gap = find_gap(sides.get(AZERBAIJAN, ()), sides.get(RUSSIA, ()))
    silent = [side for side in (AZERBAIJAN, RUSSIA) if side not in sides]
    words = (
        gettext("no figure of the side of %s") % translate(silent[0])
        if len(silent) == 1
        else say_gap(gap, measure)
    )
    named = {translate(side): figures for side, figures in sides.items()}
    return ComparedSides(period.label, named, gap, words)


def _unit(facts: Facts, figure: Figure) -> Sequence[str]:
    return facts.iris(figure.iri, "sdmx-attribute:unitMeasure")


def _shorten(compared: Comparison) -> Comparison:
    """Return the latest years of which both sides say something, or else the latest."""
    both = [row for row in compared.rows if row.gap is not None]
    return replace(compared, rows=tuple((both or compared.rows)[-_BRIEF:]))


def _tabulate(compared: Comparison) -> PictureTable:
    """Return a comparison as a table that says for which years there is nothing."""
    table = tabulate_sides(compared)
    years = {int(row.label) for row in compared.rows if row.label.isdecimal()}
    missing = [str(year) for year in range(min(years), max(years)) if year not in years]
    if not missing:
        return table
    told = gettext("Years without a figure of either side: %s.") % ", ".join(missing)
    return replace(table, note=f"{table.note} {told}".strip())


def _list_records(compared: Sequence[Comparison]) -> Iterator[tuple[str, ...]]:
    for each in compared:
        for row in each.rows:
            gap = row.gap
            size = "" if gap is None else f"{gap.size:f}"
            percent = "" if gap is None or gap.percent is None else f"{gap.percent:f}"
            for record in list_side_records([replace(each, rows=(row,))]):
                yield (*record, size, percent)
