"""States what a row says of a corridor and of its segments, their lengths and states."""

from __future__ import annotations

from decimal import Decimal

import pyoxigraph as ox

from azru_kg.intake.convert.claims import state_claim, state_date, state_mentions
from azru_kg.intake.convert.outcome import Outcome
from azru_kg.intake.convert.projects import state_status
from azru_kg.intake.drafts import Drafts, english, spell_decimal
from azru_kg.intake.register import Register, RowRefused
from azru_kg.intake.schemas import CorridorRow, CorridorSegment
from azru_kg.intake.terms import Cells


def convert(row: CorridorRow, register: Register, drafts: Drafts) -> Outcome:
    """State a corridor: its name for all, the rest in the files of its sources."""
    corridor = register.find("corridor", row.id, "id")
    slugs = register.list_sources(row.sources)
    if not register.is_founding(corridor):
        drafts.describe(corridor, "a", "azru:Corridor")
        drafts.describe(corridor, "skos:prefLabel", english(row.name))
    countries = [register.find("country", code, "countries") for code in row.countries]
    drafts.state(slugs, corridor, "dcterms:spatial", *countries)
    whole = register.terms.index("routes", "route").get((row.id,))
    if whole:
        larger = register.find("corridor", whole["corridor"], "id")
        drafts.state(slugs, corridor, "dcterms:isPartOf", larger)
    if row.notes:
        drafts.state(slugs[:1], corridor, "rdfs:comment", english(row.notes))
    state_mentions(drafts, slugs, [corridor])
    claims, things = [], [corridor]
    for segment in row.segments:
        thing, stated = _state_segment(row, segment, register, drafts, corridor)
        things.append(thing)
        claims += stated
    return Outcome(claims=tuple(dict.fromkeys(claims)), things=tuple(things))


def _state_segment(
    row: CorridorRow, segment: CorridorSegment, register: Register, drafts: Drafts, corridor: str
) -> tuple[str, list[str]]:
    known = register.terms.index("segments", "corridor", "name").get((row.id, segment.name))
    if known is None:
        raise RowRefused(
            "segments", f"{segment.name!r} is in no row of terms/segments.csv. Add it there"
        )
    sources = tuple(known["sources"].split(";"))
    slugs = register.list_sources(sources, "segments")
    thing = f"segment:{known['segment_id']}"
    drafts.state(slugs, thing, "azru:segmentOf", corridor)
    if not register.is_founding(thing):
        drafts.describe(thing, "a", "azru:Segment")
        drafts.describe(thing, "skos:prefLabel", english(known["label"]))
    project = _find_project(known, segment, register, drafts)
    drafts.state(slugs, project, "azru:delivers", thing)
    claims = []
    if segment.status:
        claims.append(
            state_status(register, drafts, project, segment.status, segment.as_of, sources)
        )
    if segment.length_km is not None:
        claims += _state_length(known, segment, register, drafts, thing)
    state_mentions(drafts, slugs, [thing])
    return thing, claims


def _find_project(
    known: Cells, segment: CorridorSegment, register: Register, drafts: Drafts
) -> str:
    """Return the project that builds the segment; one of the same name if no row has it."""
    if known["project_id"]:
        return register.find("project", known["project_id"], "segments")
    project = f"project:{known['segment_id']}"
    drafts.describe(project, "a", "azru:Project")
    drafts.describe(project, "skos:prefLabel", english(known["label"]))
    return project


def _state_length(
    known: Cells, segment: CorridorSegment, register: Register, drafts: Drafts, thing: str
) -> list[str]:
    """State the length as a figure, unless rows of figures do; return the claims."""
    if known["length_observations"]:
        return [f"claim:{name}" for name in known["length_observations"].split(";")]
    length = segment.length_km or Decimal(0)
    sources = known["sources"].split(";")
    slugs = register.list_sources(sources, "segments")
    claim = f"claim:{known['segment_id']}-length-{str(length).replace('.', '-')}-km"
    label = f"Length of a line, {segment.name}: {length} kilometres"
    state_claim(drafts, slugs, claim, "azru:Figure", label)
    for name, value in (
        ("azru:indicator", "indicator:line-length"),
        ("azru:kind", "code:level"),
        ("azru:bound", "code:as-stated"),
        ("azru:rank", "code:preferred"),
        ("schema:about", thing),
        ("sdmx-attribute:unitMeasure", "unit:KiloM"),
        ("azru:notStated", "sdmx-dimension:refPeriod"),
        ("azru:notStated", "prov:wasAttributedTo"),
    ):
        drafts.state(slugs, claim, name, value)
    drafts.state(slugs, claim, "sdmx-measure:obsValue", length)
    printed = ox.Literal(f"{spell_decimal(length).removesuffix('.0')} km")
    drafts.state(slugs, claim, "azru:reportedValue", printed)
    day = segment.as_of or register.find_publication(sources)
    state_date(drafts, slugs, claim, "azru:asOf", day)
    return [claim]
