"""Asks for promises with a date, and for what was reported of the same things."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from azru_kg.engine.protocol import Engine
from azru_kg.rdf.oxigraph_terms import AnyTerm
from azru_kg.server.ask.ask import read_iri, select
from azru_kg.server.pictures.naming import Names, name_things, read_date, read_text

MOST = 2_000
"""How many promises, and how many reports, are looked at; one may stand in several sources."""

# Who says a claim, and on which day, is told within the graph of one source.
_PROMISES = """SELECT DISTINCT ?claim ?thing ?state ?said ?who ?source ?period ?end ?slot WHERE {{
  GRAPH ?graph {{
    ?claim azru:expectedBy ?period .
    OPTIONAL {{ ?claim azru:promised ?state }}
    OPTIONAL {{ ?claim azru:asOf ?said }}
    OPTIONAL {{ ?claim azru:inferred ?slot FILTER (?slot = azru:expectedBy) }}
    OPTIONAL {{
      ?claim ?says ?who FILTER (?says IN (prov:wasAttributedTo, azru:unnamedSpeaker))
    }}
    ?source a azru:Source .
  }}
  ?claim ?about ?thing FILTER (?about IN (azru:project, schema:about))
  FILTER (ISIRI(?claim) && ISIRI(?thing))
  FILTER NOT EXISTS {{ ?claim a azru:Figure }}
  ?period dcat:endDate ?end .
}}
ORDER BY ?thing ?claim ?source
LIMIT {most}"""
_REPORTS = """SELECT DISTINCT ?claim ?thing ?state ?said ?who ?source WHERE {{
  GRAPH ?graph {{
    ?claim azru:status ?state ; azru:asOf ?said ; azru:project|schema:about ?thing .
    ?source a azru:Source .
    OPTIONAL {{ ?claim prov:wasAttributedTo|azru:unnamedSpeaker ?who }}
  }}
  FILTER (ISIRI(?claim) && ISIRI(?thing))
}}
ORDER BY ?thing ?claim ?source
LIMIT {most}"""


@dataclass(slots=True)
class CourseClaim:
    """A promise, or where it has no period a report, with all who say it."""

    iri: str
    thing: str
    state: str
    period: str = ""
    due: date | None = None
    said: date | None = None
    inferred: bool = True
    who: dict[str, None] = field(default_factory=dict)
    sources: dict[str, None] = field(default_factory=dict)

    @property
    def order(self) -> tuple[date, bool, str]:
        """Its place among the claims about its thing: by the day on which it was said."""
        return self.said or self.due or date.min, not self.period, self.iri


@dataclass(frozen=True, slots=True, eq=False)
class Promises:
    """Promises and reports by what they are about, and what all that they name is called."""

    by_thing: Mapping[str, tuple[CourseClaim, ...]]
    names: Names
    whole: bool


async def find_promises(engine: Engine) -> Promises | None:
    """Return what was promised by some date, with what was reported of it, or None."""
    promises = await select(engine, _PROMISES.format(most=MOST + 1))
    if not promises:
        return None
    reports = await select(engine, _REPORTS.format(most=MOST + 1))
    promised = {row[1] for row in promises}
    about = [row for row in reports[:MOST] if row[1] in promised]
    claims = _gather([*promises[:MOST], *about])
    by_thing: defaultdict[str, list[CourseClaim]] = defaultdict(list)
    for claim in claims:
        by_thing[claim.thing].append(claim)
    sources = {source for claim in claims for source in claim.sources}
    things = {each for claim in claims for each in (claim.thing, claim.state, claim.period)}
    speakers = {who for claim in claims for who in claim.who if "://" in who}
    names = await name_things(engine, (things | speakers) - {""}, sources)
    return Promises(
        {thing: tuple(sorted(found, key=_rank)) for thing, found in by_thing.items()},
        names,
        len(promises) <= MOST and len(reports) <= MOST,
    )


def name_speakers(claim: CourseClaim, names: Names) -> list[str]:
    """Return who says a claim, or where no speaker is named, who publishes it."""
    if claim.who:
        return [names.label(who) if "://" in who else who for who in claim.who]
    publishers = (
        each for source in claim.sources for each in names.iris(source, "dcterms:publisher")
    )
    return [names.label(publisher) for publisher in dict.fromkeys(publishers)]


def _gather(rows: Iterable[Sequence[AnyTerm | None]]) -> list[CourseClaim]:
    """Return claims, each once, with all that its sources say of it."""
    claims: dict[tuple[str, str], CourseClaim] = {}
    for claim, thing, state, said, who, source, *promise in rows:
        key = read_iri(claim), read_iri(thing)
        found = claims.setdefault(key, CourseClaim(*key, read_iri(state)))
        if promise:
            period, end, slot = promise
            found.period, found.due = read_iri(period), read_date(end)
            # What one source states outright is no reading.
            found.inferred = found.inferred and slot is not None
        days = [day for day in (found.said, read_date(said)) if day is not None]
        found.said = min(days, default=None)
        found.who |= dict.fromkeys(filter(None, (read_iri(who) or read_text(who),)))
        found.sources[read_iri(source)] = None
    return [found for found in claims.values() if found.due or found.said]


def _rank(claim: CourseClaim) -> tuple[date, bool, str]:
    return claim.order
