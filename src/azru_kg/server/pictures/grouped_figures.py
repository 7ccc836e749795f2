"""Figures of several indicators, with what is needed to draw them; series are named by theirs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from azru_kg.engine.protocol import Engine
from azru_kg.pictures.series import Series
from azru_kg.rdf.oxigraph_terms import AnyTerm
from azru_kg.rdf.prefixes import expand
from azru_kg.server.ask.ask import read_iri
from azru_kg.server.pages.cells import Links
from azru_kg.server.pictures.figure_series import name_within, read_series
from azru_kg.server.pictures.found_figures import FoundFigures, describe_figures

_FIGURE = expand("azru:Figure")


@dataclass(frozen=True, slots=True, eq=False)
class GroupedFigures:
    """Figures, and which of them are of each indicator."""

    found: FoundFigures
    indicators: tuple[tuple[str, tuple[str, ...]], ...]


async def group_figures(
    engine: Engine, rows: Sequence[Sequence[AnyTerm | None]], *, whole: bool
) -> GroupedFigures | None:
    """Return figures by their indicators, or None where there are none.

    A row has a figure, its indicator, and the first and last day of its period.
    """
    if not rows:
        return None
    by_indicator: defaultdict[str, list[str]] = defaultdict(list)
    for figure, indicator, _, _ in rows:
        by_indicator[read_iri(indicator)].append(read_iri(figure))
    periods = [(figure, first, last) for figure, _, first, last in rows]
    return GroupedFigures(
        await describe_figures(engine, _FIGURE, periods, whole=whole),
        tuple(
            (indicator, tuple(dict.fromkeys(claims)))
            for indicator, claims in sorted(by_indicator.items())
        ),
    )


def read_grouped(
    held: GroupedFigures, links: Links, about: str, within: Collection[str] = ()
) -> tuple[Series, ...]:
    """Return the series of all indicators, or of the one that it is about."""
    return tuple(_read_all(held, links, about, within))


def _read_all(
    held: GroupedFigures, links: Links, about: str, within: Collection[str]
) -> Iterable[Series]:
    for indicator, claims in held.indicators:
        if about in ("", indicator):
            description = replace(held.found.description, claims=claims)
            found = replace(held.found, description=description)
            name = held.found.names.label(indicator)
            for each in read_series(found, links, within=within, periods=True):
                heading = each.heading if about else name_within(name, each.heading)
                yield replace(each, heading=heading)
