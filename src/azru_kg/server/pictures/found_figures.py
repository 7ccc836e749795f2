"""Asks for the figures of an indicator, and what is needed to draw and to explain them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pyoxigraph as ox

from azru_kg.engine.protocol import Engine
from azru_kg.rdf.oxigraph_terms import AnyTerm
from azru_kg.server.ask.ask import read_iri, select
from azru_kg.server.ask.descriptions import Description, describe_surroundings
from azru_kg.server.ask.sayings import Sayings, find_sayings
from azru_kg.server.ask.surroundings import Fate, Surroundings
from azru_kg.server.pictures.naming import Names

MOST = 500
"""How many figures of an indicator are looked at."""

_QUERY = """SELECT ?figure (MIN(?first) AS ?start) (MAX(?last) AS ?end) WHERE {{
  ?figure azru:indicator <{iri}> ;
    azru:kind code:level ;
    sdmx-measure:obsValue ?value .
  FILTER (ISIRI(?figure))
  # Another reading of the same words is no other report.
  FILTER NOT EXISTS {{ ?figure azru:rank code:alternative }}
  OPTIONAL {{
    ?figure sdmx-dimension:refPeriod ?period .
    ?period dcat:startDate ?first ;
      dcat:endDate ?last .
  }}
}}
GROUP BY ?figure
ORDER BY ?figure
LIMIT {most}"""


Period = tuple[AnyTerm | None, ...]
"""A figure, and the first and last day of its period."""


@dataclass(frozen=True, slots=True, eq=False)
class FoundFigures:
    """Figures; `years` has the calendar year of each that is for one, `firsts` their first days.

    `whole` where there are no others. `names` reads all that is known of them.
    """

    description: Description
    names: Names
    sayings: Sayings
    years: Mapping[str, int]
    firsts: Mapping[str, str]
    whole: bool


async def find_figures(engine: Engine, iri: str) -> FoundFigures | None:
    """Return the values that are reported of an indicator, or None; raise as the engine does.

    `iri` is trusted: it holds no character that ends an IRI in SPARQL.
    """
    rows = await select(engine, _QUERY.format(iri=iri, most=MOST + 1))
    shown = [row for row in rows[:MOST] if row and read_iri(row[0])]
    if not shown:
        return None
    return await describe_figures(engine, iri, shown, whole=len(rows) <= MOST)


async def describe_figures(
    engine: Engine, iri: str, rows: Sequence[Period], *, whole: bool
) -> FoundFigures:
    """Return figures with what is needed to draw them; `iri` is what they are about."""
    claims = tuple(dict.fromkeys(read_iri(figure) for figure, _, _ in rows))
    about = Surroundings(iri, Fate(known=True), claims, len(claims))
    years = {
        read_iri(figure): year
        for figure, start, end in rows
        if (year := read_year(start, end)) is not None
    }
    firsts = {
        read_iri(figure): start.value for figure, start, _ in rows if isinstance(start, ox.Literal)
    }
    description = await describe_surroundings(engine, about)
    return FoundFigures(
        description,
        Names(description.triples),
        await find_sayings(engine, claims),
        years,
        firsts,
        whole,
    )


def read_year(start: AnyTerm | None, end: AnyTerm | None) -> int | None:
    """Return the calendar year that a period with such a first and last day is, or None.

    >>> read_year(ox.Literal("2023-01-01"), ox.Literal("2023-12-31"))
    2023
    >>> read_year(ox.Literal("2023-01-01"), ox.Literal("2023-06-30"))
    """
    if not isinstance(start, ox.Literal) or not isinstance(end, ox.Literal):
        return None
    try:
        first, last = date.fromisoformat(start.value), date.fromisoformat(end.value)
    except ValueError:
        return None
    whole = (first.month, first.day, last.month, last.day) == (1, 1, 12, 31)
    return first.year if whole and first.year == last.year else None
