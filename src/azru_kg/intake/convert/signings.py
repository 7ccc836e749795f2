"""Where and when agreements were signed: which event is the signing of which agreement."""

from __future__ import annotations

from azru_kg.intake.register import Register
from azru_kg.intake.schemas import AgreementRow, EventRow

_SIGNING = "signing"


def find_signing(register: Register, row: AgreementRow) -> str | None:
    """Return the event in which an agreement was signed, or None where nothing is known of it.

    An event of the type signing that lists the agreement is it; otherwise it is an event of its
    own, if date, place, a signatory or a larger event is known.
    """
    apart = name_signing(register, row.id)
    if register.is_founding(apart):
        return apart
    listing = list_events(register, row.id)
    for event in listing:
        if event.type == _SIGNING and is_occasion(event, row):
            return register.find("event", event.id, "id")
    known = row.signed_on or row.signed_at or row.signatories
    return apart if known or any(is_occasion(event, row) for event in listing) else None


def list_events(register: Register, agreement: str) -> list[EventRow]:
    """Return the rows of events that name an agreement, by its id."""
    rows = register.rows("events")
    return [row for row in rows if isinstance(row, EventRow) and agreement in row.agreements]


def list_agreements(register: Register, event: EventRow) -> list[AgreementRow]:
    """Return the rows of the agreements that an event names."""
    rows = {row.key: row for row in register.rows("agreements")}
    named = (rows.get(name) for name in event.agreements)
    return [row for row in named if isinstance(row, AgreementRow)]


def is_occasion(event: EventRow, agreement: AgreementRow) -> bool:
    """Whether an agreement was signed at an event that names it: its date falls within the event.

    Later events name agreements too, which were not signed there. Where a date is missing only an
    event that is called a signing counts.
    """
    if event.start is None or agreement.signed_on is None:
        return event.type == _SIGNING
    last = (event.end or event.start).last
    signed = agreement.signed_on
    return event.start.first <= signed.last and signed.first <= last


def name_signing(register: Register, agreement: str) -> str:
    """Return the prefixed name of the event that is the signing of an agreement and no more."""
    name = register.find("agreement", agreement, "id").partition(":")[2]
    slug = f"signing-{name}"
    return f"event:{register.terms.same.get(('event', slug), slug)}"
