"""The page of two people: their encounters, their calls apart, and who tells of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from azru_kg.engine.protocol import Engine
from azru_kg.languages.numerals import say_date
from azru_kg.languages.translations import gettext
from azru_kg.rdf.prefixes import expand
from azru_kg.server.ask.ask import read_iri, select, write_iris
from azru_kg.server.lists.catalogue import Held
from azru_kg.server.lists.dossiers.extracts import Dossier, Fact, Link, choose_state, draw_extract
from azru_kg.server.pages.cells import Links
from azru_kg.tables.definitions import TABLES
from azru_kg.tables.rows import Row
from azru_kg.tables.state import State

MOST: Final = 200
"""So many encounters, calls and sources are on the page."""

MET_MOST: Final = 8
"""So many people are named whom a person met most often."""

MEETINGS: Final = TABLES["meetings"]

_CALL = expand("code:telephone-call")
_PEOPLE, _KIND, _DATE, _WITHIN, _WITHIN_NAME, _EARLIEST = (
    MEETINGS.names.index(name)
    for name in ("people", "kind", "date", "dateWithin", "dateWithinName", "earliest")
)
_SOURCES = """SELECT DISTINCT ?source WHERE {{
  VALUES ?meeting {{ {meetings} }}
  VALUES ?person {{ {people} }}
  ?event schema:superEvent* ?meeting .
  ?participation azru:event ?event ;
    azru:participant ?person ;
    prov:wasDerivedFrom/oa:hasSource? ?source .
  ?source a azru:Source .
}}"""


@dataclass(frozen=True, slots=True)
class Encounters:
    """What the list of meetings has of two people: encounters, and telephone calls apart."""

    state: State
    meetings: tuple[Row, ...]
    calls: tuple[Row, ...]


def find_encounters(held: Held, people: Sequence[str]) -> Encounters:
    """Return the encounters of two people, given by their IRIs."""
    one, other = people
    state = choose_state(MEETINGS, **{"person": one, "with": other})
    rows = held.rows.choose(state)
    return Encounters(
        state,
        tuple(row for row in rows if row[_KIND] != _CALL),
        tuple(row for row in rows if row[_KIND] == _CALL),
    )


async def find_sources(engine: Engine, encounters: Encounters, people: Sequence[str]) -> set[str]:
    """Return the sources that name one of two people as having been there; raise as the engine."""
    if not encounters.meetings and not encounters.calls:
        return set()
    query = _write_sources(encounters, people)
    return {read_iri(source) for (source,) in await select(engine, query)}


def count_met(held: Held, person: str) -> list[tuple[str, int]]:
    """Return whom a person met most often, by IRI, with the number of encounters and calls."""
    rows = held.rows.choose(choose_state(MEETINGS, person=person))
    numbers = Counter(
        other for row in rows for other in {*(row[_PEOPLE] or "").split()} if other != person
    )
    return sorted(numbers.items(), key=lambda item: (-item[1], item[0]))[:MET_MOST]


def draw_pair(
    people: Sequence[str],
    encounters: Encounters,
    sources: set[str],
    lists: Mapping[str, Held],
    links: Links,
) -> Dossier:
    """Return the page of two people."""
    held = lists["meetings"]
    names = [held.labels.get(person, person) for person in people]
    extracts = [
        draw_extract(heading, held, encounters.state, links, most=MOST, rows=rows)
        for heading, rows in (
            (gettext("Encounters"), encounters.meetings),
            (gettext("Telephone calls"), encounters.calls),
        )
        if rows
    ]
    if sources and "sources" in lists:
        published = State(TABLES["sources"], sort="published")
        rows = [row for row in lists["sources"].rows.choose(published) if row[0] in sources]
        drawn = draw_extract(
            gettext("Sources"), lists["sources"], published, links, most=MOST, rows=rows
        )
        question = links.query([("query", _write_sources(encounters, people))])
        extracts.append(replace(drawn, address="", data=(), question=question))
    return Dossier(
        title=gettext("%(one)s and %(other)s") % {"one": names[0], "other": names[1]},
        lead=gettext(
            "Where both are said to have taken part. Talks and signings during a visit are parts of"
            " one encounter. That both were there does not say that they spoke."
        ),
        facts=tuple(_tell(encounters, sources, held.labels)),
        extracts=tuple(extracts),
        links=tuple(
            Link(name, links.target(person)) for name, person in zip(names, people, strict=True)
        ),
    )


def _write_sources(encounters: Encounters, people: Sequence[str]) -> str:
    meetings = [row[0] or "" for row in (*encounters.meetings, *encounters.calls)][:MOST]
    return _SOURCES.format(meetings=write_iris(meetings), people=write_iris(people))


def _tell(encounters: Encounters, sources: set[str], labels: Mapping[str, str]) -> list[Fact]:
    return [
        Fact(gettext("Encounters"), _span(encounters.meetings, labels)),
        Fact(gettext("Telephone calls"), _span(encounters.calls, labels)),
        Fact(gettext("Sources that tell of them"), str(len(sources))),
    ]


def _span(rows: Sequence[Row], labels: Mapping[str, str]) -> str:
    """Return how many there are, and between which days as far as these are known."""
    dated = sorted((row for row in rows if row[_EARLIEST]), key=lambda row: row[_EARLIEST] or "")
    if not dated:
        return str(len(rows))
    first, last = (
        say_date(row[_DATE] or "") or labels.get(row[_WITHIN] or "") or row[_WITHIN_NAME] or ""
        for row in (dated[0], dated[-1])
    )
    if first == last:
        return f"{len(rows)}, {first}"
    return gettext("%(number)s, from %(first)s to %(last)s") % {
        "number": len(rows),
        "first": first,
        "last": last,
    }
