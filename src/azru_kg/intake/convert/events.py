"""States what a row says of an event and of those who took part."""

from __future__ import annotations

from azru_kg.intake.convert.claims import state_date, state_mentions, state_participation
from azru_kg.intake.convert.outcome import Conversion
from azru_kg.intake.convert.signings import find_signing, is_occasion, list_agreements
from azru_kg.intake.convert.words import find_code, find_place, find_sectors
from azru_kg.intake.drafts import Drafts
from azru_kg.intake.register import Register
from azru_kg.intake.schemas import EventRow
from azru_kg.rdf.oxigraph_terms import english

_MEETING = "azru:Meeting"
_SIGNING = "azru:Signing"
_VISIT = "azru:Visit"
_ROLES = {"code:visitor": "visits", "code:host": "receives", "code:attendee": "takes part"}


def convert(row: EventRow, register: Register, drafts: Drafts) -> Conversion:
    """State an event: its class and name for all, the rest in the files of its sources."""
    event = register.find("event", row.id, "id")
    slugs = register.list_sources(row.sources)
    covered = register.terms.founding.get((row.kind, row.id))
    type_ = find_code(register, "event_types", row.type, "type")
    signed = _state_agreements(row, register, drafts, event, slugs)
    kind = type_["class"]
    if kind == _SIGNING and not signed:
        kind = "azru:Event"
    if not register.is_founding(event):
        drafts.describe(event, "a", kind)
        drafts.describe(event, "skos:prefLabel", english(row.title))
        drafts.describe(event, "dcterms:type", f"code:{type_['code']}")
    state_date(drafts, slugs, event, "schema:startDate", row.start)
    if row.end and row.end.day and row.start and row.start.day:
        drafts.state(slugs, event, "schema:endDate", row.end.day)
    place = _find_location(row, register)
    if place:
        drafts.state(slugs, event, "schema:location", place)
    else:
        drafts.state(slugs, event, "azru:notStated", "schema:location")
    drafts.state(slugs, event, "schema:about", *find_sectors(register, row.topics, "topics"))
    claims = _state_participations(row, register, drafts, event, slugs, kind)
    people = [register.find("person", name, "participants") for name in row.participants]
    things = [event, *([place] if place else []), *people]
    state_mentions(drafts, slugs, things)
    return Conversion(claims=tuple(claims), things=(event,), covered=covered)


def _state_agreements(
    row: EventRow, register: Register, drafts: Drafts, event: str, slugs: list[str]
) -> bool:
    """State what the event has to do with agreements; return whether it is a signing itself."""
    signed = False
    for name in row.agreements:
        register.find("agreement", name, "agreements")
    for other in list_agreements(register, row):
        agreement = register.find("agreement", other.id, "agreements")
        signing = find_signing(register, other)
        if signing == event:
            drafts.state(slugs, event, "azru:signed", agreement)
            signed = True
        elif signing and is_occasion(row, other):
            drafts.state(slugs, signing, "schema:superEvent", event)
            state_mentions(drafts, slugs, [signing])
        else:
            drafts.state(slugs, event, "schema:about", agreement)
        state_mentions(drafts, slugs, [agreement])
    return signed


def _find_location(row: EventRow, register: Register) -> str | None:
    if row.place:
        return find_place(register, row.place, "place")
    return register.find("country", row.country, "country") if row.country else None


def _state_participations(
    row: EventRow, register: Register, drafts: Drafts, event: str, slugs: list[str], kind: str
) -> list[str]:
    claims, roles = [], []
    for name in row.participants:
        person = register.find("person", name, "participants")
        role = _find_role(row, register.person_country(person), kind)
        claim = f"claim:{row.id}-{person.partition(':')[2]}"
        label = f"{register.label(person)} {_ROLES[role]}: {row.title}"
        state_participation(drafts, slugs, claim, label, (event, person, role))
        if role != "code:attendee":
            drafts.state(slugs, claim, "azru:inferred", "azru:role")
        state_date(drafts, slugs, claim, "azru:asOf", register.find_publication(row.sources))
        claims.append(claim)
        roles.append(role)
    alone = kind == _MEETING and len(roles) < 2
    if alone or (kind == _VISIT and "code:visitor" not in roles):
        drafts.state(slugs, event, "azru:notStated", "azru:participant")
    return claims


def _find_role(row: EventRow, country: str | None, kind: str) -> str:
    """Return the role of a participant: in a visit, whoever comes from elsewhere is a visitor."""
    if kind != _VISIT or row.country is None or country is None:
        return "code:attendee"
    return "code:host" if country == row.country else "code:visitor"
