"""States what a row says of a corridor and of its segments, their lengths and states."""

from __future__ import annotations

from azru_kg.intake.convert.claims import state_mentions
from azru_kg.intake.convert.outcome import Conversion
from azru_kg.intake.convert.projects import state_status
from azru_kg.intake.drafts import Drafts
from azru_kg.intake.register import Register, RowRefused
from azru_kg.intake.schemas import CorridorRow, CorridorSegment
from azru_kg.intake.word_tables import Cells
from azru_kg.rdf.oxigraph_terms import english


def convert(row: CorridorRow, register: Register, drafts: Drafts) -> Conversion:
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
    return Conversion(claims=tuple(dict.fromkeys(claims)), things=tuple(things))


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
    project = _find_project(known, register, drafts)
    drafts.state(slugs, project, "azru:delivers", thing)
    claims = []
    if segment.status:
        claims.append(
            state_status(register, drafts, project, segment.status, segment.as_of, sources)
        )
    if segment.length_km is not None:
        claims += _find_lengths(known, segment)
    state_mentions(drafts, slugs, [thing])
    return thing, claims


def _find_project(known: Cells, register: Register, drafts: Drafts) -> str:
    """Return the project that builds the segment; one of the same name if no row has it."""
    if known["project_id"]:
        return register.find("project", known["project_id"], "segments")
    project = f"project:{known['segment_id']}"
    drafts.describe(project, "a", "azru:Project")
    drafts.describe(project, "skos:prefLabel", english(known["label"]))
    return project


def _find_lengths(known: Cells, segment: CorridorSegment) -> list[str]:
    """Return the claims of the length: it is a figure, and so a row of the observations."""
    if not known["length_observations"]:
        raise RowRefused(
            "segments",
            f"no observation gives the length of {segment.name!r}. Add a row to the sheet "
            "observations, and its id to terms/segments.csv",
        )
    return [f"claim:{name}" for name in known["length_observations"].split(";")]
