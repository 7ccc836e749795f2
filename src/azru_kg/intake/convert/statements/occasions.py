"""Which event is the signing of which agreement.

An event of the type signing whose facts list the agreement is it, if the dates agree; otherwise the
signing is an event of its own, named after the agreement.
"""

from __future__ import annotations

from collections.abc import Iterable

from azru_kg.intake.register import Register
from azru_kg.intake.sheets.dates import PartialDate
from azru_kg.intake.sheets.schemas.registers import EventRow
from azru_kg.intake.sheets.schemas.statements import EventFactRow, SigningRow

_SIGNING = "signing"


def find_signing(register: Register, agreement: str) -> str | None:
    """Return the event in which an agreement was signed, by its prefixed name, or None.

    There is none where nothing is known of a signing: no row of one, and no event that lists it.
    """
    apart = name_signing(register, agreement)
    if register.is_founding(apart):
        return apart
    dates = list_dates(register, agreement)
    listing = list(_list_facts(register, agreement))
    for facts in listing:
        if _is_signing(register, facts.event) and is_occasion(facts, dates):
            return register.find("event", facts.event, "event")
    known = any(True for _ in _list_signings(register, agreement))
    return apart if known or any(is_occasion(facts, dates) for facts in listing) else None


def list_dates(register: Register, agreement: str, source: str | None = None) -> list[PartialDate]:
    """Return the days on which an agreement was signed; those of a source, if it gives any."""
    rows = list(_list_signings(register, agreement))
    own = [row.signed_on for row in rows if row.signed_on and row.source == source]
    return own or [row.signed_on for row in rows if row.signed_on]


def is_occasion(facts: EventFactRow, dates: Iterable[PartialDate]) -> bool:
    """Whether what was signed on one of the dates was signed at an event.

    Later events name agreements too, which were not signed there.
    """
    if facts.start is None:
        return False
    first, last = facts.start.first, (facts.end or facts.start).last
    return any(first <= day.last and day.first <= last for day in dates)


def name_signing(register: Register, agreement: str) -> str:
    """Return the prefixed name of the event that is the signing of an agreement and no more."""
    slug = f"signing-{agreement.partition(':')[2]}"
    return f"event:{register.terms.same.get(('event', slug), slug)}"


def _list_facts(register: Register, agreement: str) -> Iterable[EventFactRow]:
    slug = agreement.partition(":")[2]
    for row in register.rows("event-facts"):
        if isinstance(row, EventFactRow) and slug in row.agreements:
            yield row


def _list_signings(register: Register, agreement: str) -> Iterable[SigningRow]:
    slug = agreement.partition(":")[2]
    for row in register.rows("signings"):
        if isinstance(row, SigningRow) and row.agreement == slug:
            yield row


def _is_signing(register: Register, event: str) -> bool:
    rows = (row for row in register.rows("events") if row.key == event)
    return any(isinstance(row, EventRow) and row.type == _SIGNING for row in rows)
