"""States what a row says of a project, and its reported states."""

from __future__ import annotations

from azru_kg.intake.convert.claims import state_claim, state_date, state_mentions
from azru_kg.intake.convert.outcome import Conversion
from azru_kg.intake.convert.words import find_code, find_place, find_sectors
from azru_kg.intake.dates import PartialDate
from azru_kg.intake.drafts import Drafts
from azru_kg.intake.register import Register
from azru_kg.intake.schemas import ProjectRow
from azru_kg.rdf.oxigraph_terms import english


def convert(row: ProjectRow, register: Register, drafts: Drafts) -> Conversion:
    """State a project: its name for all, the rest in the files of its sources."""
    project = register.find("project", row.id, "id")
    slugs = register.list_sources(row.sources)
    covered = register.terms.founding.get((row.kind, row.id))
    if not register.is_founding(project):
        drafts.describe(project, "a", "azru:Project")
        drafts.describe(project, "skos:prefLabel", english(row.name))
    code = find_code(register, "project_types", row.type, "type")["code"]
    drafts.state(slugs, project, "dcterms:type", f"code:{code}")
    things = [project]
    if row.sector:
        sectors = find_sectors(register, (row.sector,), "sector")
        drafts.state(slugs, project, "dcterms:subject", *sectors)
    if row.location:
        things.append(find_place(register, row.location, "location"))
        drafts.state(slugs, project, "schema:location", things[-1])
    if row.country:
        country = register.find("country", row.country, "country")
        drafts.state(slugs, project, "azru:country", country)
    if row.corridor:
        things.append(register.find("corridor", row.corridor, "corridor"))
        drafts.state(slugs, project, "azru:corridor", things[-1])
    bodies = [register.find("organisation", name, "organisations") for name in row.organisations]
    drafts.state(slugs, project, "schema:about", *bodies)
    if row.notes:
        drafts.state(slugs[:1], project, "rdfs:comment", english(row.notes))
    state_mentions(drafts, slugs, [*things, *bodies])
    claims = [
        state_status(register, drafts, project, state.status, state.as_of, state.sources)
        for state in row.status
    ]
    return Conversion(claims=tuple(dict.fromkeys(claims)), things=(project,), covered=covered)


def state_status(
    register: Register,
    drafts: Drafts,
    project: str,
    word: str,
    as_of: PartialDate | None,
    sources: tuple[str, ...],
) -> str:
    """State that sources report a state of a project on a date; return the claim.

    The same state on the same date is one claim, whoever reports it.
    """
    slugs = register.list_sources(sources, "status")
    code = find_code(register, "statuses", word, "status")["code"]
    day = as_of or register.find_publication(sources)
    when = day.period.slug if day else "undated"
    claim = f"claim:{project.partition(':')[2]}-{code}-{when.lower()}"
    state = register.label(f"code:{code}")
    label = f"{register.label(project)}: {state}" + (f", {day.period.label}" if day else "")
    state_claim(drafts, slugs, claim, "azru:StatusReport", label)
    drafts.state(slugs, claim, "azru:project", project)
    drafts.state(slugs, claim, "azru:status", f"code:{code}")
    drafts.state(slugs, claim, "azru:notStated", "prov:wasAttributedTo")
    state_date(drafts, slugs, claim, "azru:asOf", day)
    state_mentions(drafts, slugs, [project])
    return claim
