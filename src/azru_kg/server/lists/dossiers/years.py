"""The years that the lists know, and the page of each: what was signed, promised, said in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from azru_kg.languages.translations import gettext, mark, translate
from azru_kg.server.lists.catalogue import Held
from azru_kg.server.lists.dossiers.extracts import (
    Dossier,
    Extract,
    ExtractColumn,
    Link,
    choose_state,
    draw_extract,
)
from azru_kg.server.lists.page import Item, TableCell
from azru_kg.server.pages.cells import Links
from azru_kg.tables.definitions import TABLES
from azru_kg.tables.state import State

MOST: Final = 20
"""So many rows of each list are on the page of a year."""


@dataclass(frozen=True, slots=True)
class _Part:
    """What a list has of a year: in which of its facets the year stands, and how it is sorted."""

    heading: str
    short: str
    slug: str
    facet: str
    sort: str = ""


_PARTS: Final = (
    _Part(mark("Signed"), mark("Signed"), "agreements", "year", "signedOn"),
    _Part(mark("Who met whom"), mark("Met"), "meetings", "year", "date"),
    _Part(mark("Promised in this year"), mark("Promised"), "promises", "said", "asOf"),
    _Part(mark("Due in this year"), mark("Due"), "promises", "year", "expectedBy"),
    _Part(mark("Figures for this year"), mark("Figures for it"), "figures", "year"),
    _Part(mark("Figures said in this year"), mark("Figures said"), "figures", "said", "asOf"),
    _Part(mark("Published"), mark("Published"), "sources", "year", "published"),
)

SLUGS: Final = tuple(dict.fromkeys(part.slug for part in _PARTS))
"""The lists of which the pages of years are made."""


@dataclass(frozen=True, slots=True)
class Years:
    """How many rows there are of each year, by the headings of its page."""

    numbers: Mapping[str, Counter[str]]

    @property
    def listed(self) -> tuple[str, ...]:
        """The years of which there is anything, in their order."""
        return tuple(sorted({year for counter in self.numbers.values() for year in counter}))


def count_years(lists: Mapping[str, Held]) -> Years:
    """Return the years that lists know."""
    numbers = {}
    for part in _PARTS:
        if part.slug in lists:
            counts = lists[part.slug].rows.find(State(TABLES[part.slug])).counts[part.facet]
            numbers[part.heading] = Counter({year: n for year, n in counts.items() if year})
    return Years(numbers)


def draw_year(year: str, years: Years, lists: Mapping[str, Held], links: Links) -> Dossier:
    """Return the page of a year that is listed."""
    parts = [part for part in _PARTS if years.numbers.get(part.heading, Counter())[year]]
    place = years.listed.index(year)
    around = [*years.listed[max(place - 1, 0) : place], year, *years.listed[place + 1 : place + 2]]
    at = around.index(year)
    return Dossier(
        title=gettext("The year %(year)s") % {"year": year},
        lead=gettext(
            "What was signed, promised, said and published in %(year)s, and the figures for it, as"
            " sources have it. A list leads to all of its rows."
        )
        % {"year": year},
        extracts=tuple(_draw_part(part, year, lists[part.slug], links) for part in parts),
        before=_link(around[at - 1], links) if at else None,
        after=_link(around[at + 1], links) if at + 1 < len(around) else None,
        up=Link(gettext("All years"), f"{links.root}/year/"),
    )


def draw_years(years: Years, links: Links) -> Dossier:
    """Return the page of all years, the latest first, with how much there is of each."""
    parts = [part for part in _PARTS if years.numbers.get(part.heading)]
    columns = (
        ExtractColumn(mark("Year"), ""),
        *(ExtractColumn(part.short, part.heading, numeric=True) for part in parts),
    )
    rows = [
        (
            TableCell((Item(year, f"{links.root}/year/{year}"),)),
            *(_write_number(years.numbers[part.heading][year]) for part in parts),
        )
        for year in reversed(years.listed)
    ]
    extract = Extract(gettext("How much there is of each"), "", columns, tuple(rows), len(rows))
    lead = gettext("What was signed, promised, said and published in each year.")
    return Dossier(gettext("Years"), lead, extracts=(extract,))


def _draw_part(part: _Part, year: str, held: Held, links: Links) -> Extract:
    state = choose_state(TABLES[part.slug], part.sort, **{part.facet: year})
    return draw_extract(translate(part.heading), held, state, links, most=MOST)


def _link(year: str, links: Links) -> Link:
    return Link(year, f"{links.root}/year/{year}")


def _write_number(number: int) -> TableCell:
    return TableCell((Item(str(number)),), "numeric") if number else TableCell()
