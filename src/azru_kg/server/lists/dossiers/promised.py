"""The page of what is promised of a thing: each deadline, by whom and when, and what came of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import pyoxigraph as ox

from azru_kg.engine.protocol import Engine
from azru_kg.languages.numerals import say_date
from azru_kg.languages.translations import gettext, mark
from azru_kg.rdf.oxigraph_terms import AnyTerm
from azru_kg.server.ask.ask import read_iri, select
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
from azru_kg.tables.rows import Row
from azru_kg.tables.state import State

MOST: Final = 200
"""So many promises, and so many reports, are on the page."""

PROMISES: Final = TABLES["promises"]

_STATE, _STATE_NAME, _DEADLINE, _EXPECTED, _PERIOD, _SAID, _PUBLISHED = (
    PROMISES.names.index(name)
    for name in (
        "state",
        "stateName",
        "deadline",
        "expectedBy",
        "expectedByName",
        "asOf",
        "published",
    )
)
_REPORTS = """SELECT DISTINCT ?report ?state ?day ?within ?who ?source WHERE {{
  GRAPH ?graph {{
    ?source a azru:Source .
    ?report azru:project|schema:about <{iri}> ;
      azru:status ?state .
    OPTIONAL {{ ?report azru:asOf ?day }}
    OPTIONAL {{ ?report azru:dateWithin ?within }}
    OPTIONAL {{ ?report prov:wasAttributedTo|azru:unnamedSpeaker ?who }}
  }}
}}
ORDER BY ?day ?report ?source
LIMIT {most}"""
_COLUMNS = (mark("On"), mark("State"), mark("Said by"), mark("Source"))
_LATE = "9999"


@dataclass(frozen=True, slots=True)
class ReportedState:
    """What a source reports of the state of a thing; `when` is a day, or the IRI of a period."""

    claim: str
    state: str
    when: AnyTerm | None
    who: AnyTerm | None
    source: str


async def find_reports(engine: Engine, iri: str) -> list[ReportedState]:
    """Return what is reported of the state of a thing, in the order of the days.

    `iri` is trusted: it holds no character that ends an IRI in SPARQL.
    """
    rows = await select(engine, _REPORTS.format(iri=iri, most=MOST))
    return [
        ReportedState(read_iri(report), read_iri(state), day or within, who, read_iri(source))
        for report, state, day, within, who, source in rows
    ]


def list_named(reports: Iterable[ReportedState]) -> list[str]:
    """Return the IRIs for which names are needed."""
    return [
        iri
        for report in reports
        for iri in (report.state, read_iri(report.when), read_iri(report.who), report.source)
        if iri
    ]


def find_promises(held: Held, iri: str) -> tuple[State, Sequence[Row]]:
    """Return what is promised of a thing, in the order in which it was said."""
    state = choose_state(PROMISES, "asOf", about=iri)
    rows = held.rows.choose(state)
    return state, sorted(rows, key=lambda row: row[_SAID] or row[_PUBLISHED] or _LATE)


def draw_promises(
    iri: str,
    held: Held,
    reports: Sequence[ReportedState],
    labels: Mapping[str, str],
    links: Links,
) -> Dossier:
    """Return the page of what is promised of a thing."""
    state, rows = find_promises(held, iri)
    own = next((row[PROMISES.names.index("aboutName")] for row in rows if row), None)
    name = held.labels.get(iri) or own or labels.get(iri, iri)
    by_state: dict[str, list[Row]] = {}
    for row in rows:
        by_state.setdefault(row[_STATE] or "", []).append(row)
    state_facet = {facet.name: facet for facet in PROMISES.facets}["state"]
    extracts = [
        draw_extract(
            gettext("To be %(state)s") % {"state": _name_state(members[0], held) or name_},
            held,
            state.choose(state_facet, name_),
            links,
            most=MOST,
            rows=members,
            without=("about", "moved"),
        )
        for name_, members in by_state.items()
    ]
    if reports:
        question = links.query([("query", _REPORTS.format(iri=iri, most=MOST))])
        extracts.append(replace(_draw_reports(reports, labels, links), question=question))
    return Dossier(
        title=gettext("What is promised: %(thing)s") % {"thing": name},
        lead=gettext(
            "Each promise in the order in which it was said. An arrow leads from a date to one that"
            " is named for the same state later."
        ),
        facts=tuple(_tell(by_state, held)),
        extracts=tuple(extracts),
        links=(
            Link(name, links.target(iri)),
            Link(gettext("All promises"), f"{links.root}/promises"),
        ),
    )


def _name_state(row: Row, held: Held) -> str:
    return held.labels.get(row[_STATE] or "") or row[_STATE_NAME] or ""


def _tell(by_state: Mapping[str, Sequence[Row]], held: Held) -> Iterable[Fact]:
    """Yield the dates that are named for each state, in the order in which they were said."""
    for rows in by_state.values():
        dated = dict.fromkeys(
            _say_deadline(row, held) for row in rows if row[_SAID] or row[_PUBLISHED]
        )
        undated = dict.fromkeys(_say_deadline(row, held) for row in rows)
        named = [" → ".join(filter(None, dated))]
        others = ", ".join(date for date in undated if date and date not in dated)
        if others:
            named.append(gettext("on no known day: %(dates)s") % {"dates": others})
        told = "; ".join(filter(None, named))
        if told:
            label = gettext("To be %(state)s") % {"state": _name_state(rows[0], held)}
            yield Fact(label, told)


def _say_deadline(row: Row, held: Held) -> str:
    period = held.labels.get(row[_EXPECTED] or "") or row[_PERIOD]
    return period or say_date(row[_DEADLINE] or "")


def _draw_reports(
    reports: Sequence[ReportedState], labels: Mapping[str, str], links: Links
) -> Extract:
    return Extract(
        heading=gettext("What came of it"),
        noun="",
        columns=tuple(ExtractColumn(label, "") for label in _COLUMNS),
        rows=tuple(
            (
                TableCell((Item(_say(report.when, labels)),), "date")
                if report.when
                else TableCell(),
                TableCell((_link(report.claim, labels.get(report.state, ""), links),)),
                _name_speaker(report.who, labels, links),
                TableCell((_link(report.source, labels.get(report.source, ""), links),)),
            )
            for report in reports
        ),
        total=len(reports),
        note=gettext(
            "What sources report of its state. Nothing says what came between two reports."
        ),
    )


def _name_speaker(who: AnyTerm | None, labels: Mapping[str, str], links: Links) -> TableCell:
    if who is None:
        return TableCell()
    iri = read_iri(who)
    item = _link(iri, labels.get(iri, ""), links) if iri else Item(_say(who, labels))
    return TableCell((item,))


def _say(term: AnyTerm | None, labels: Mapping[str, str]) -> str:
    if isinstance(term, ox.Literal):
        return say_date(term.value)
    iri = read_iri(term)
    return labels.get(iri, iri)


def _link(iri: str, text: str, links: Links) -> Item:
    href = links.target(iri)
    return Item(text or iri, href, external=href == iri)
