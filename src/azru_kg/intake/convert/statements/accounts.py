"""States what somebody says of one aspect of an event."""

from __future__ import annotations

from azru_kg.intake.convert.outcome import Conversion
from azru_kg.intake.convert.statements.statement import NARRATION, open_statement
from azru_kg.intake.convert.words import find_code
from azru_kg.intake.drafts import Drafts
from azru_kg.intake.register import Register, RowRefused
from azru_kg.intake.sheets.schemas.statements import AccountRow
from azru_kg.quotes.slugs import make_slug


def convert(row: AccountRow, register: Register, drafts: Drafts) -> Conversion:
    """State an account in the file of the source; raise RowRefused if the row cannot be taken.

    Whose account it is makes the claim: what two say alike is two claims, and so is what two
    documents say themselves. One claim is what two documents report of one speaker.
    """
    statement = open_statement(row, register, drafts)
    thing = register.find_thing(row.about, "about")
    position = find_code(register, "positions", row.position, "position")
    if row.aspect != position["aspect"]:
        raise RowRefused(
            "aspect", f"{row.position!r} is of the aspect {position['aspect']!r}. Write that"
        )
    aspect = register.find("code", position["aspect"], "aspect")
    code = register.find("code", position["code"], "position")
    slug, holder = _find_holder(row, statement.source, register)
    claim = f"claim:{thing.partition(':')[2]}-{position['code']}-by-{slug}"
    label = f"{register.label(thing)}: {register.label(code)}, according to {holder}"
    statement.say_claim(claim, "azru:Account", label)
    statement.say(claim, "schema:about", thing)
    statement.say(claim, "azru:aspect", aspect)
    statement.say(claim, "azru:position", code)
    statement.mark_claim(claim)
    statement.mention([thing])
    return Conversion(claims=(claim,))


def _find_holder(row: AccountRow, source: str, register: Register) -> tuple[str, str]:
    """Return the end of the name of the claim, and how its label calls whose account it is."""
    speaker = row.speaker or NARRATION
    if speaker == NARRATION:
        return source, register.label(f"source:{source}")
    for kind in ("person", "organisation"):
        if register.knows(kind, speaker):
            name = register.find(kind, speaker, "speaker")
            return name.partition(":")[2], register.label(name)
    return make_slug(speaker), speaker
