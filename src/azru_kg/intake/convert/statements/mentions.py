"""States that a document names a thing."""

from __future__ import annotations

from azru_kg.intake.convert.outcome import Conversion
from azru_kg.intake.convert.statements.statement import open_statement
from azru_kg.intake.drafts import Drafts
from azru_kg.intake.register import Register
from azru_kg.intake.sheets.schemas.statements import MentionRow


def convert(row: MentionRow, register: Register, drafts: Drafts) -> Conversion:
    """State a mention in the file of the source; raise RowRefused if the row cannot be taken."""
    statement = open_statement(row, register, drafts)
    thing = register.find_thing(row.thing, "thing")
    statement.mention([thing])
    if row.printed or row.note:
        statement.mark_thing(thing)
    return Conversion(things=(thing,))
