"""States when and where an event was, what it was about, and what it was part of."""

from __future__ import annotations

from azru_kg.intake.convert.outcome import Conversion
from azru_kg.intake.convert.statements.occasions import find_signing, is_occasion, list_dates
from azru_kg.intake.convert.statements.statement import StatementDraft, open_statement
from azru_kg.intake.convert.words import find_place, find_sectors
from azru_kg.intake.drafts import Drafts
from azru_kg.intake.register import Register
from azru_kg.intake.sheets.schemas.statements import EventFactRow


def convert(row: EventFactRow, register: Register, drafts: Drafts) -> Conversion:
    """State the facts of an event in the file of the source.

    Raises RowRefused if the row cannot be taken.
    """
    statement = open_statement(row, register, drafts)
    event = register.find("event", row.event, "event")
    things = [event]
    statement.say_date(event, "schema:startDate", row.start)
    if row.end and row.end.day and row.start and row.start.day:
        statement.say(event, "schema:endDate", row.end.day)
    place = _find_location(row, register)
    if place:
        statement.say(event, "schema:location", place)
        things.append(place)
    statement.say(event, "schema:about", *find_sectors(register, row.topics, "topics"))
    if row.part_of:
        larger = register.find("event", row.part_of, "part_of")
        statement.say(event, "schema:superEvent", larger)
        things.append(larger)
    things += _state_agreements(row, event, statement)
    statement.mark_thing(event)
    statement.mention(things)
    return Conversion(things=(event,))


def _state_agreements(row: EventFactRow, event: str, statement: StatementDraft) -> list[str]:
    """State which agreements were signed at the event, or were a topic of it; return them."""
    register, things = statement.register, list[str]()
    for name in row.agreements:
        agreement = register.find("agreement", name, "agreements")
        signing = find_signing(register, agreement)
        things.append(agreement)
        if signing == event:
            _relate(event, "azru:signed", agreement, statement)
        elif signing and is_occasion(row, list_dates(register, agreement, row.source)):
            _relate(signing, "schema:superEvent", event, statement)
            things.append(signing)
        else:
            _relate(event, "schema:about", agreement, statement)
    return things


def _relate(subject: str, name: str, thing: str, statement: StatementDraft) -> None:
    """State what the column of agreements comes to, and whether that is inferred."""
    statement.say(subject, name, thing)
    statement.mark(subject, {"agreements": name})


def _find_location(row: EventFactRow, register: Register) -> str | None:
    if row.place:
        return find_place(register, row.place, "place")
    return register.find("country", row.country, "country") if row.country else None
