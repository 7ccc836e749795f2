"""States that a project, an agreement, a segment or an event was in a state on a day."""

from __future__ import annotations

from azru_kg.intake.convert.outcome import Conversion
from azru_kg.intake.convert.statements.statement import open_statement
from azru_kg.intake.convert.words import find_code
from azru_kg.intake.drafts import Drafts
from azru_kg.intake.register import Register
from azru_kg.intake.sheets.schemas.statements import StatusRow


def convert(row: StatusRow, register: Register, drafts: Drafts) -> Conversion:
    """State a status in the file of the source; raise RowRefused if the row cannot be taken.

    The same state on the same date is one claim, whoever reports it.
    """
    statement = open_statement(row, register, drafts)
    statement.check_date("as_of", row.as_of)
    thing = register.find_thing(row.about, "about")
    code = find_code(register, "statuses", row.status, "status")["code"]
    day = row.as_of or statement.find_date()
    when = day.period.slug.lower() if day else "undated"
    claim = f"claim:{thing.partition(':')[2]}-{code}-{when}"
    state = register.label(f"code:{code}")
    label = f"{register.label(thing)}: {state}" + (f", {day.period.label}" if day else "")
    statement.say_claim(claim, "azru:StatusReport", label, as_of=day)
    name = "azru:project" if thing.startswith("project:") else "schema:about"
    statement.say(claim, name, thing)
    statement.say(claim, "azru:status", f"code:{code}")
    statement.mark_claim(claim, {**row.marks, "about": name})
    statement.mention([thing])
    return Conversion(claims=(claim,))
