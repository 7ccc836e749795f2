"""Shows how much there is of each topic, year and perspective, as tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from azru_kg.graph.coverage import SIDES, Coverage
from azru_kg.graph.topics import Topic
from azru_kg.languages.translations import gettext, translate

SHOWN = ("sources", "statements")
"""What a page shows of what is counted."""


@dataclass(frozen=True, slots=True)
class CoverageHead:
    """What a column, or a row, is about: what it is called, and where its page is."""

    name: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class CoverageTable:
    """Numbers of sources and statements; `columns` have two each, as has all of a row at its end.

    `first` is what rows are about.
    """

    name: str
    caption: str
    first: str
    columns: tuple[CoverageHead, ...]
    rows: tuple[tuple[CoverageHead, tuple[int, ...]], ...]


def draw_coverage(coverage: Coverage, root: str) -> tuple[CoverageTable, ...]:
    """Return the tables of coverage, of those dimensions of which there is anything."""
    topics = [
        *((topic.iri, _name_topic(topic, root)) for topic in coverage.topics),
        ("", CoverageHead(gettext("All together"))),
    ]
    sides = [(side, _name_side(side, root)) for side in SIDES]
    years = [(year, CoverageHead(year or gettext("not stated"))) for year in coverage.years]

    def count(topic: str, year: str | None, side: str | None) -> Counter[str]:
        return coverage.count(topic=topic, year=year, perspective=side)

    tables = []
    if coverage.topics:
        tables += [
            _tabulate(
                ("by-topic", gettext("By topic and perspective"), gettext("Topic")),
                topics,
                sides,
                lambda topic, side: count(topic, None, side),
            ),
            _tabulate(
                ("by-topic-and-year", gettext("By year and topic"), gettext("Year")),
                years,
                topics[:-1],
                lambda year, topic: count(topic, year, None),
            ),
        ]
    if coverage.places:
        tables.append(
            _tabulate(
                ("by-year", gettext("By year and perspective"), gettext("Year")),
                years,
                sides,
                lambda year, side: count("", year, side),
            )
        )
    return tuple(tables)


def _tabulate(
    about: tuple[str, str, str],
    rows: Iterable[tuple[str, CoverageHead]],
    columns: Iterable[tuple[str, CoverageHead]],
    count: Callable[[str, str], Counter[str]],
) -> CoverageTable:
    keys, heads = zip(*columns, strict=True)
    return CoverageTable(
        *about,
        heads,
        tuple(
            (head, tuple(count(row, key)[amount] for key in keys for amount in SHOWN))
            for row, head in rows
        ),
    )


def _name_topic(topic: Topic, root: str) -> CoverageHead:
    return CoverageHead(topic.name[:1].upper() + topic.name[1:], f"{root}/topics/{topic.slug}")


def _name_side(side: str, root: str) -> CoverageHead:
    return CoverageHead(translate(SIDES[side]), f"{root}/perspective/{side}" if side else "")
