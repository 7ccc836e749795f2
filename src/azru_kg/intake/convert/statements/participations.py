"""States who took part in an event, and in what role."""

from __future__ import annotations

from azru_kg.intake.convert.outcome import Conversion
from azru_kg.intake.convert.statements.statement import open_statement
from azru_kg.intake.drafts import Drafts
from azru_kg.intake.register import Register
from azru_kg.intake.sheets.schemas.statements import ParticipationRow

_NAMED_ONLY = "named-only"
_ATTENDEE = "attendee"
_DONE = {
    "attendee": "takes part",
    "chair": "chairs",
    "co-chair": "co-chairs",
    "host": "receives",
    "signatory": "signs",
    "speaker": "speaks",
    "visitor": "visits",
}


def convert(row: ParticipationRow, register: Register, drafts: Drafts) -> Conversion:
    """State a participation; who is only named is mentioned by the document, and no more.

    Raises RowRefused if the row cannot be taken.
    """
    statement = open_statement(row, register, drafts)
    event = register.find("event", row.event, "event")
    kinds = ("person", "organisation")
    participant = register.find_among(kinds, row.participant, "participant")
    statement.mention([event, participant])
    if row.role == _NAMED_ONLY:
        return Conversion(things=(participant,))
    tail = "" if row.role == _ATTENDEE else f"-{row.role}"
    slugs = (name.partition(":")[2] for name in (event, participant))
    claim = f"claim:{'-'.join(slugs)}{tail}"
    label = f"{register.label(participant)} {_DONE[row.role]}: {register.label(event)}"
    statement.say_claim(claim, "azru:Participation", label)
    statement.say(claim, "azru:event", event)
    statement.say(claim, "azru:participant", participant)
    statement.say(claim, "azru:role", f"code:{row.role}")
    statement.mark_claim(claim)
    return Conversion(claims=(claim,))
