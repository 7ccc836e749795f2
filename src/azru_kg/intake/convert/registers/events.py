"""Describes events."""

from __future__ import annotations

from azru_kg.intake.convert.outcome import Conversion
from azru_kg.intake.convert.registers.naming import describe_thing
from azru_kg.intake.convert.words import find_code
from azru_kg.intake.drafts import Drafts
from azru_kg.intake.register import Register
from azru_kg.intake.sheets.schemas.registers import EventRow


def convert(row: EventRow, register: Register, drafts: Drafts) -> Conversion:
    """Describe an event; raise RowRefused if the row cannot be taken."""
    kind = find_code(register, "event_types", row.type, "type")
    code = f"code:{kind['code']}"
    return describe_thing("event", row.id, kind["class"], row.title, code, register, drafts)
