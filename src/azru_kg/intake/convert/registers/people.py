"""States who a person is."""

from __future__ import annotations

from azru_kg.intake.convert.outcome import Conversion
from azru_kg.intake.convert.registers.naming import (
    collect_names,
    describe_names,
    describe_spellings,
    list_doubles,
)
from azru_kg.intake.drafts import Drafts
from azru_kg.intake.register import Register
from azru_kg.intake.sheets.schemas.registers import PersonRow


def convert(row: PersonRow, register: Register, drafts: Drafts) -> Conversion:
    """Describe a person; raise RowRefused if the row cannot be taken."""
    person = register.find("person", row.id, "id")
    register.find("country", row.country, "country")
    rows = list_doubles(person, row, register)
    if rows:
        names = collect_names(person, rows, register)
        drafts.describe(person, "a", "foaf:Person")
        describe_names(person, names, register, drafts)
        describe_spellings(person, names, drafts)
        drafts.describe(person, "azru:country", f"country:{rows[0].country}")
    return Conversion(things=(person,))
