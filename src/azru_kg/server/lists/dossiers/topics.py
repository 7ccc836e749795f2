"""The page of a topic: how much there is of it, what it is most about, and what came last."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from typing import Final

from azru_kg.graph.coverage import AMOUNTS, SIDES, Coverage
from azru_kg.graph.topics import Topic
from azru_kg.languages.numerals import say_integer
from azru_kg.languages.reading import ENGLISH
from azru_kg.languages.translations import gettext, mark, translate
from azru_kg.rdf.prefixes import IDENTITY
from azru_kg.server.ask.labels import Label
from azru_kg.server.lists.catalogue import Held
from azru_kg.server.lists.dossiers.extracts import (
    Dossier,
    Extract,
    ExtractColumn,
    Fact,
    Link,
    choose_state,
    draw_extract,
)
from azru_kg.server.lists.page import Item, TableCell
from azru_kg.server.pages.cells import Links
from azru_kg.tables.definitions import TABLES

MOST: Final = 5
"""So many rows of each kind are on the page of a topic."""

_PARTS: Final = (
    (mark("Indicators with most figures"), "indicators", ""),
    (mark("Latest events"), "meetings", ""),
    (mark("Projects"), "projects", "-claims"),
    (mark("Latest agreements"), "agreements", ""),
    (mark("Latest promises"), "promises", "-asOf"),
    (mark("Latest figures"), "figures", "-asOf"),
    (mark("Latest documents"), "sources", ""),
)

SLUGS: Final = tuple(slug for _, slug, _ in _PARTS)
"""The lists of which the pages of topics are made."""

_FACET: Final = "topic"
_TOLD_OF: Final = tuple(
    f"{IDENTITY}{kind}/"
    for kind in (
        "agreement", "corridor", "event", "organisation", "person", "place", "post", "project",
        "segment",
    )
)  # fmt: skip


def list_told(coverage: Coverage, topic: Topic) -> list[tuple[str, int]]:
    """Return the things of which most statements of a topic tell, each with their number."""
    told = coverage.told.get(topic.iri, Counter[str]())
    things = [(thing, number) for thing, number in told.items() if thing.startswith(_TOLD_OF)]
    return sorted(things, key=lambda pair: (-pair[1], pair[0]))[:MOST]


def draw_topic(
    topic: Topic,
    coverage: Coverage,
    lists: Mapping[str, Held],
    labels: Mapping[str, str],
    links: Links,
) -> Dossier:
    """Return the page of a topic; `labels` name what most is told of."""
    at = coverage.topics.index(topic)
    around = coverage.topics[max(at - 1, 0) : at + 2]
    told = list_told(coverage, topic)
    return Dossier(
        title=topic.name[:1].upper() + topic.name[1:],
        lead=Label(topic.definition, ENGLISH),
        facts=tuple(_tell(coverage, topic)),
        extracts=(
            _draw_sides(coverage, topic, links),
            *_draw_lists(topic, lists, links),
            *([_draw_told(told, labels, links)] if told else []),
        ),
        before=_link(around[0], links) if at else None,
        after=_link(around[-1], links) if at + 1 < len(coverage.topics) else None,
        up=Link(gettext("All topics"), f"{links.root}/topics"),
        links=(Link(gettext("What belongs to it"), links.target(topic.iri)),),
    )


def _tell(coverage: Coverage, topic: Topic) -> Iterator[Fact]:
    numbers = coverage.count(topic=topic.iri)
    for amount in AMOUNTS:
        yield Fact(translate(AMOUNTS[amount]), say_integer(numbers[amount]))
    years = sorted({place.year for place in coverage.places if place.topic == topic.iri} - {""})
    if years:
        span = {"first": years[0], "last": years[-1]}
        yield Fact(gettext("Said"), gettext("from %(first)s to %(last)s") % span)


def _draw_sides(coverage: Coverage, topic: Topic, links: Links) -> Extract:
    """Return how much each side says of a topic."""
    rows = []
    for side, name in SIDES.items():
        item = Item(translate(name), f"{links.root}/perspective/{side}" if side else "")
        numbers = coverage.count(topic=topic.iri, perspective=side)
        cells = (TableCell((Item(say_integer(numbers[each])),), "numeric") for each in AMOUNTS)
        rows.append((TableCell((item,)), *cells))
    heads = (ExtractColumn(AMOUNTS[amount], "", numeric=True) for amount in AMOUNTS)
    return Extract(
        heading=gettext("Who says it"),
        noun="",
        columns=(ExtractColumn(mark("Perspective"), ""), *heads),
        rows=tuple(rows),
        total=len(rows),
        note=gettext(
            "A statement is a claim in one document; it may be of several topics. Which documents"
            " are of a topic follows from what their statements are about."
        ),
    )


def _draw_lists(topic: Topic, lists: Mapping[str, Held], links: Links) -> Iterator[Extract]:
    for heading, slug, sort in _PARTS:
        held = lists.get(slug)
        if held is None or topic.iri not in held.rows.values[_FACET]:
            continue
        state = choose_state(TABLES[slug], sort, **{_FACET: topic.iri})
        yield draw_extract(translate(heading), held, state, links, most=MOST)


def _draw_told(
    told: Collection[tuple[str, int]], labels: Mapping[str, str], links: Links
) -> Extract:
    rows = tuple(
        (
            TableCell((Item(labels.get(thing, thing), links.target(thing)),)),
            TableCell((Item(say_integer(number)),), "numeric"),
        )
        for thing, number in told
    )
    columns = (
        ExtractColumn(mark("Thing"), ""),
        ExtractColumn(AMOUNTS["statements"], "", numeric=True),
    )
    return Extract(gettext("Most told of"), "", columns, rows, len(rows))


def _link(topic: Topic, links: Links) -> Link:
    return Link(topic.name, f"{links.root}/topics/{topic.slug}")
