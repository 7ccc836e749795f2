"""Describes corridors, and which of them are routes of another."""

from __future__ import annotations

from azru_kg.intake.convert.outcome import Conversion
from azru_kg.intake.convert.registers.naming import describe_thing
from azru_kg.intake.drafts import Drafts
from azru_kg.intake.register import Register
from azru_kg.intake.sheets.schemas.registers import CorridorRow


def convert(row: CorridorRow, register: Register, drafts: Drafts) -> Conversion:
    """Describe a corridor; raise RowRefused if the row cannot be taken."""
    outcome = describe_thing("corridor", row.id, "azru:Corridor", row.name, "", register, drafts)
    if row.part_of:
        larger = register.find("corridor", row.part_of, "part_of")
        drafts.describe(outcome.things[0], "dcterms:isPartOf", larger)
    return outcome
