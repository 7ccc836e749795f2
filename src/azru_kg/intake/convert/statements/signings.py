"""States that an agreement was signed: when, where, by whom and for whom."""

from __future__ import annotations

from azru_kg.intake.convert.outcome import Conversion
from azru_kg.intake.convert.statements.occasions import find_signing, name_signing
from azru_kg.intake.convert.statements.statement import StatementDraft, open_statement
from azru_kg.intake.convert.words import find_place
from azru_kg.intake.drafts import Drafts
from azru_kg.intake.register import Register
from azru_kg.intake.sheets.schemas.statements import SigningRow
from azru_kg.rdf.oxigraph_terms import english

_OF_THE_EVENT, _OF_THE_SIGNATORY = (
    {name: SigningRow.marks[name] for name in names}
    for names in (("agreement", "signed_on", "signed_at"), ("signatory", "for"))
)
"""What the fields of a row stand for, of the signing and of the one who signs."""


def convert(row: SigningRow, register: Register, drafts: Drafts) -> Conversion:
    """State a signing in the file of the source; raise RowRefused if the row cannot be taken."""
    statement = open_statement(row, register, drafts)
    statement.check_date("signed_on", row.signed_on)
    agreement = register.find("agreement", row.agreement, "agreement")
    signing = find_signing(register, agreement) or name_signing(register, agreement)
    if signing == name_signing(register, agreement) and not register.is_founding(signing):
        drafts.describe(signing, "a", "azru:Signing")
        title = f"Signing: {register.label(agreement)}"
        drafts.describe(signing, "skos:prefLabel", english(title))
        drafts.describe(signing, "dcterms:type", "code:signing")
    statement.say(signing, "azru:signed", agreement)
    statement.say_date(signing, "schema:startDate", row.signed_on)
    statement.say_date(agreement, "dcterms:issued", row.signed_on)
    things = [agreement, signing]
    if row.signed_at:
        things.append(find_place(register, row.signed_at, "signed_at"))
        statement.say(signing, "schema:location", things[-1])
    statement.mention(things)
    if row.signatory or row.for_:
        statement.mark(signing, _OF_THE_EVENT)
        return Conversion(claims=(_state_signatory(row, signing, agreement, statement),))
    statement.mark_thing(signing, _OF_THE_EVENT)
    return Conversion(things=(signing,))


def _state_signatory(
    row: SigningRow, signing: str, agreement: str, statement: StatementDraft
) -> str:
    """State who signed, and for whom: a side, where no person is named."""
    register = statement.register
    person = register.find("person", row.signatory, "signatory") if row.signatory else None
    side = register.find_party(row.for_, "for") if row.for_ else None
    claim = f"claim:{signing.partition(':')[2]}-signatory{_name_parts(person, side)}"
    names = [register.label(name) for name in (person, side) if name]
    label = f"{' signs for '.join(names)}{'' if person and side else ' signs'}"
    title = register.label(agreement)
    statement.say_claim(claim, "azru:Participation", f"{label}: {title}")
    statement.say(claim, "azru:event", signing)
    statement.say(claim, "azru:role", "code:signatory")
    if person:
        statement.say(claim, "azru:participant", person)
    if side:
        statement.say(claim, "azru:onBehalfOf", side)
    statement.mark_claim(claim, _OF_THE_SIGNATORY)
    statement.mention(name for name in (person, side) if name)
    return claim


def _name_parts(person: str | None, side: str | None) -> str:
    """Return what tells a signatory apart in the name of a claim.

    A country stands there only where no person does: a person signs for one of them at most.
    """
    who = f"-{person.partition(':')[2]}" if person else ""
    if side is None or (person and side.startswith("country:")):
        return who
    return f"{who}-for-{side.partition(':')[2].lower()}"
