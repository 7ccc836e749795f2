"""States what a row says of an agreement and of its signing."""

from __future__ import annotations

import pyoxigraph as ox

from azru_kg.intake.convert.claims import state_date, state_mentions, state_participation
from azru_kg.intake.convert.outcome import Conversion
from azru_kg.intake.convert.signings import find_signing, name_signing
from azru_kg.intake.convert.words import find_code, find_place, find_sectors
from azru_kg.intake.dates import Period
from azru_kg.intake.drafts import Drafts
from azru_kg.intake.register import Register
from azru_kg.intake.schemas import AgreementRow
from azru_kg.rdf.oxigraph_terms import english, named


def convert(row: AgreementRow, register: Register, drafts: Drafts) -> Conversion:
    """State an agreement: its name for all, the rest in the files of its sources."""
    agreement = register.find("agreement", row.id, "id")
    slugs = register.list_sources(row.sources)
    covered = register.terms.founding.get((row.kind, row.id))
    if not register.is_founding(agreement):
        drafts.describe(agreement, "a", "azru:Agreement")
        drafts.describe(agreement, "skos:prefLabel", english(row.title))
    code = find_code(register, "agreement_types", row.type, "type")["code"]
    drafts.state(slugs, agreement, "dcterms:type", f"code:{code}")
    parties = [register.find("country", party, "parties") for party in row.parties]
    drafts.state(slugs, agreement, "azru:party", *parties)
    sectors = find_sectors(register, row.fields, "fields")
    drafts.state(slugs, agreement, "dcterms:subject", *sectors)
    _state_dates(row, register, drafts, agreement, slugs)
    if row.notes:
        drafts.state(slugs[:1], agreement, "rdfs:comment", english(row.notes))
    claims, things = _state_signing(row, register, drafts, agreement, slugs)
    state_mentions(drafts, slugs, [agreement, *things])
    return Conversion(claims=tuple(claims), things=(agreement, *things), covered=covered)


def _state_dates(
    row: AgreementRow, register: Register, drafts: Drafts, agreement: str, slugs: list[str]
) -> None:
    state_date(drafts, slugs, agreement, "dcterms:issued", row.signed_on)
    open_slots = []
    if slugs and (row.valid_from or row.valid_to):
        start = row.valid_from.first if row.valid_from else None
        period = Period(start, row.valid_to.last if row.valid_to else None)
        drafts.state(slugs, agreement, "dcterms:temporal", drafts.take_period(period))
    else:
        open_slots.append("dcterms:temporal")
    force = row.in_force_on
    if force is None:
        open_slots.append("dcterms:valid")
    elif force.day:
        drafts.state(slugs, agreement, "dcterms:valid", force.day)
    else:
        month = ox.Literal(f"{force.first:%Y-%m}", datatype=named("xsd:gYearMonth"))
        drafts.state(slugs, agreement, "dcterms:valid", month)
    if row.supersedes:
        older = register.find("agreement", row.supersedes, "supersedes")
        drafts.state(slugs, agreement, "dcterms:replaces", older)
    else:
        open_slots.append("dcterms:replaces")
    drafts.state(slugs, agreement, "azru:notStated", *open_slots)


def _state_signing(
    row: AgreementRow, register: Register, drafts: Drafts, agreement: str, slugs: list[str]
) -> tuple[list[str], list[str]]:
    """State when, where and by whom it was signed; return the claims, and the things named."""
    signing = find_signing(register, row)
    if signing is None:
        return [], []
    things = [signing]
    apart = signing == name_signing(register, row.id) and not _has_row(register, signing)
    if apart and not register.is_founding(signing):
        drafts.describe(signing, "a", "azru:Signing")
        drafts.describe(signing, "skos:prefLabel", english(f"Signing: {row.title}"))
    if apart:
        drafts.state(slugs, signing, "azru:signed", agreement)
        state_date(drafts, slugs, signing, "schema:startDate", row.signed_on)
    if row.signed_at:
        place = find_place(register, row.signed_at, "signed_at")
        drafts.state(slugs, signing, "schema:location", place)
        things.append(place)
    elif apart:
        drafts.state(slugs, signing, "azru:notStated", "schema:location")
    claims = []
    for signatory in row.signatories:
        person = register.find("person", signatory.person, "signatories")
        side = register.find("country", signatory.for_, "signatories")
        claim = f"claim:{signing.partition(':')[2]}-signatory-{person.partition(':')[2]}"
        label = f"{register.label(person)} signs for {register.label(side)}: {row.title}"
        state_participation(drafts, slugs, claim, label, (signing, person, "code:signatory"))
        drafts.state(slugs, claim, "azru:onBehalfOf", side)
        state_date(drafts, slugs, claim, "azru:asOf", register.find_publication(row.sources))
        claims.append(claim)
        things.append(person)
    return claims, things


def _has_row(register: Register, event: str) -> bool:
    return any(f"event:{row.key}" == event for row in register.rows("events"))
