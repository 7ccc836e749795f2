"""Meetings and agreements by year and month: how many sources tell of, and which."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from azru_kg.engine.protocol import Engine
from azru_kg.languages.numerals import name_month, say_day, say_integer
from azru_kg.languages.translations import gettext, mark
from azru_kg.pictures.months import Calendar, Occasion, count_years, draw_calendar
from azru_kg.pictures.svg import Markup
from azru_kg.rdf.oxigraph_terms import AnyTerm
from azru_kg.server.ask.ask import read_iri, select
from azru_kg.server.pages.cells import Links
from azru_kg.server.pictures.naming import Names, name_things, read_date
from azru_kg.server.pictures.picture import Picture, PictureCell, PictureTable, tabulate

MOST = 1_500
"""How many meetings, and how many agreements, are drawn."""

METHOD = (
    mark(
        "Meetings are meetings, visits, signings, forums and calls of which sources tell. Talks and"
        " signings during a visit are parts of it and have no mark of their own."
    ),
    mark(
        "An agreement stands at the day of its signing or issue; where sources differ, at the"
        " first. One that was signed at a meeting stands beside it."
    ),
    mark(
        "What is known by its month or year alone stands in that month, or in the column of what is"
        " known by its year. What has no date, or a longer period, is in the data and has no mark."
    ),
    mark(
        "It counts what the sources of this graph tell of, not what took place: a year with few"
        " marks may be one of few sources."
    ),
)
"""How it is made."""

COLUMNS = {
    "thing": "the IRI of the meeting or the agreement",
    "name": "what it is called",
    "what": "meeting or agreement",
    "day": "the first day of it, or the day of signing or issue",
    "first": "the first day of the period within which it was, where no day is known",
    "last": "the last day of that period",
    "drawn": "yes where the picture has a mark for it",
}
"""The columns of the CSV with their meanings."""

_BRIEF_YEARS = 12
_MEETINGS = """SELECT ?thing (MIN(?start) AS ?day) (MIN(?from) AS ?first) (MAX(?until) AS ?last)
WHERE {{
  VALUES ?class {{ azru:Event azru:Interview azru:Meeting azru:Signing azru:Visit }}
  ?thing a ?class .
  FILTER (ISIRI(?thing))
  FILTER NOT EXISTS {{ ?thing schema:superEvent ?wider }}
  # Of what is no meeting by its kind, only that in which somebody is said to have taken part.
  FILTER (
    ?class != azru:Event || EXISTS {{ ?taking azru:event ?thing }}
    || EXISTS {{ ?piece schema:superEvent ?thing . ?part azru:event ?piece }}
  )
  OPTIONAL {{ ?thing schema:startDate ?start }}
  OPTIONAL {{
    ?thing azru:dateWithin ?within .
    ?within dcat:startDate ?from ; dcat:endDate ?until .
  }}
}}
GROUP BY ?thing
ORDER BY ?thing
LIMIT {most}"""
_AGREEMENTS = """SELECT ?thing (MIN(?on) AS ?day) (MIN(?from) AS ?first) (MAX(?until) AS ?last)
WHERE {{
  ?thing a azru:Agreement .
  FILTER (ISIRI(?thing))
  OPTIONAL {{ ?thing ^azru:signed/schema:startDate ?signed }}
  OPTIONAL {{ ?thing dcterms:issued ?issued }}
  BIND (COALESCE(?signed, ?issued) AS ?on)
  OPTIONAL {{
    ?thing azru:dateWithin|^azru:signed/azru:dateWithin ?within .
    ?within dcat:startDate ?from ; dcat:endDate ?until .
  }}
}}
GROUP BY ?thing
ORDER BY ?thing
LIMIT {most}"""


@dataclass(frozen=True, slots=True)
class Happening:
    """A meeting or an agreement, with its day or the first and last day of its period."""

    iri: str
    agreement: bool
    day: date | None
    first: date | None
    last: date | None

    @property
    def year(self) -> int | None:
        """The year in which it was, or None where that is not known."""
        if self.day is not None:
            return self.day.year
        known = self.first and self.last and self.first.year == self.last.year
        return self.first.year if known and self.first else None

    @property
    def month(self) -> int | None:
        """The month in which it was, or None where that is not known."""
        if self.day is not None:
            return self.day.month
        known = self.first and self.last and self.first.month == self.last.month
        return self.first.month if known and self.first and self.year else None

    @property
    def order(self) -> tuple[date, bool, str]:
        """Its place in the order of time."""
        return self.day or self.first or date.max, self.agreement, self.iri


@dataclass(frozen=True, slots=True, eq=False)
class Happenings:
    """Meetings and agreements in the order of time, and what they are called."""

    all: tuple[Happening, ...]
    names: Names
    whole: bool


async def find_happenings(engine: Engine) -> Happenings | None:
    """Return the meetings and agreements, or None where none has a year."""
    meetings = await select(engine, _MEETINGS.format(most=MOST + 1))
    agreements = await select(engine, _AGREEMENTS.format(most=MOST + 1))
    found = [
        *_read(meetings[:MOST], agreement=False),
        *_read(agreements[:MOST], agreement=True),
    ]
    if not any(each.year for each in found):
        return None
    names = await name_things(engine, (each.iri for each in found), ())
    whole = len(meetings) <= MOST and len(agreements) <= MOST
    return Happenings(tuple(sorted(found, key=_rank)), names, whole)


def picture_happenings(held: Happenings, links: Links, _about: str) -> Picture | None:
    """Return the picture of all meetings and agreements."""
    drawn = [each for each in held.all if each.year is not None]
    occasions = tuple(_make_occasions(drawn, held.names, links))
    years = sorted({each.year for each in occasions})
    title = gettext("Meetings and agreements by month")
    summary = gettext(
        "%(meetings)s meetings and %(agreements)s agreements from %(first)s to %(last)s of which"
        " sources tell; %(others)s more have no year that is known."
    ) % {
        "meetings": say_integer(sum(not each.act for each in occasions)),
        "agreements": say_integer(sum(each.act for each in occasions)),
        "first": years[0],
        "last": years[-1],
        "others": say_integer(len(held.all) - len(drawn)),
    }

    def draw(width: int, *, style: str = "", brief: bool = False) -> Markup:
        since = years[-1] - _BRIEF_YEARS if brief else years[0]
        calendar = Calendar(
            tuple(each for each in occasions if each.year >= since),
            tuple(map(name_month, range(1, 13))),
            gettext("year"),
            {year: _link_year(links, "meetings", year) for year in years},
        )
        return draw_calendar(calendar, title=title, summary=summary, width=width, style=style)

    return Picture(
        title=title,
        summary=summary,
        key="months",
        draw=draw,
        marks=len(occasions),
        tables=(_tabulate(occasions, links),),
        columns=COLUMNS,
        records=tuple(_list_records(held)),
        sources=(),
        whole=held.whole,
    )


def _read(rows: Iterable[Sequence[AnyTerm | None]], *, agreement: bool) -> Iterator[Happening]:
    for thing, day, first, last in rows:
        if iri := read_iri(thing):
            yield Happening(iri, agreement, read_date(day), read_date(first), read_date(last))


def _rank(happening: Happening) -> tuple[date, bool, str]:
    return happening.order


def _make_occasions(
    happenings: Iterable[Happening], names: Names, links: Links
) -> Iterator[Occasion]:
    for each in happenings:
        if each.year is None:
            continue
        when = say_day(each.day) if each.day else _say_month(each.year, each.month)
        told = f"{names.label(each.iri)}, {when}"
        yield Occasion(links.target(each.iri), each.year, each.month, told, act=each.agreement)


def _say_month(year: int, month: int | None) -> str:
    return str(year) if month is None else f"{name_month(month)} {year}"


def _link_year(links: Links, slug: str, year: int) -> str:
    return f"{links.root}/{slug}?from={year}&to={year}"


def _tabulate(occasions: Sequence[Occasion], links: Links) -> PictureTable:
    rows = (
        (
            str(year),
            PictureCell(say_integer(meetings), _link_year(links, "meetings", year)),
            PictureCell(say_integer(acts), _link_year(links, "agreements", year)),
        )
        for year, meetings, acts in count_years(occasions)
    )
    return PictureTable(
        gettext("How many by year; each number leads to them"),
        (gettext("Year"), gettext("Meetings"), gettext("Agreements")),
        tabulate(rows),
    )


def _list_records(held: Happenings) -> Iterator[tuple[str, ...]]:
    for each in held.all:
        yield (
            each.iri,
            held.names.label(each.iri),
            "agreement" if each.agreement else "meeting",
            each.day.isoformat() if each.day else "",
            each.first.isoformat() if each.first else "",
            each.last.isoformat() if each.last else "",
            "yes" if each.year is not None else "no",
        )
