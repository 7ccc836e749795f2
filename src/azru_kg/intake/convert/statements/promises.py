"""States that something is to be done by a date, and who says so."""

from __future__ import annotations

from azru_kg.intake.convert.outcome import Conversion
from azru_kg.intake.convert.statements.statement import open_statement
from azru_kg.intake.convert.words import find_code
from azru_kg.intake.drafts import Drafts
from azru_kg.intake.register import Register
from azru_kg.intake.sheets.schemas.statements import PromiseRow


def convert(row: PromiseRow, register: Register, drafts: Drafts) -> Conversion:
    """State a promise in the file of the source; raise RowRefused if the row cannot be taken.

    The same state promised by the same date is one claim, whoever promises it.
    """
    statement = open_statement(row, register, drafts)
    thing = register.find_thing(row.about, "about")
    code = find_code(register, "statuses", row.promised, "promised")["code"]
    period = row.expected_by.period
    claim = f"claim:{thing.partition(':')[2]}-{code}-by-{period.slug.lower()}"
    state = register.label(f"code:{code}")
    label = f"{register.label(thing)}: to be {state} by {period.label}"
    statement.say_claim(claim, "azru:Promise", label)
    statement.say(claim, "schema:about", thing)
    statement.say(claim, "azru:promised", f"code:{code}")
    statement.say(claim, "azru:expectedBy", drafts.take_period(period))
    statement.mark_claim(claim)
    statement.mention([thing])
    return Conversion(claims=(claim,))
