"""States the parties, fields and validity of an agreement."""

from __future__ import annotations

import pyoxigraph as ox

from azru_kg.intake.convert.outcome import Conversion
from azru_kg.intake.convert.statements.statement import StatementDraft, open_statement
from azru_kg.intake.convert.words import find_sectors
from azru_kg.intake.drafts import Drafts
from azru_kg.intake.register import Register
from azru_kg.intake.sheets.dates import PartialDate, Period
from azru_kg.intake.sheets.schemas.statements import AgreementFactRow
from azru_kg.rdf.oxigraph_terms import named


def convert(row: AgreementFactRow, register: Register, drafts: Drafts) -> Conversion:
    """State the facts of an agreement in the file of the source.

    Raises RowRefused if the row cannot be taken.
    """
    statement = open_statement(row, register, drafts)
    agreement = register.find("agreement", row.agreement, "agreement")
    parties = [register.find_party(name, "parties") for name in row.parties]
    statement.say(agreement, "azru:party", *parties)
    statement.say(agreement, "dcterms:subject", *find_sectors(register, row.fields_, "fields"))
    if row.valid_from or row.valid_to:
        start = row.valid_from.first if row.valid_from else None
        period = Period(start, row.valid_to.last if row.valid_to else None)
        statement.say(agreement, "dcterms:temporal", drafts.take_period(period))
    if row.in_force_on:
        _state_force(agreement, row.in_force_on, statement)
    if row.supersedes:
        older = register.find("agreement", row.supersedes, "supersedes")
        statement.say(agreement, "dcterms:replaces", older)
        statement.mention([older])
    statement.mark_thing(agreement)
    statement.mention([agreement, *parties])
    return Conversion(things=(agreement,))


def _state_force(agreement: str, force: PartialDate, statement: StatementDraft) -> None:
    if force.day:
        statement.say(agreement, "dcterms:valid", force.day)
    else:
        month = ox.Literal(f"{force.first:%Y-%m}", datatype=named("xsd:gYearMonth"))
        statement.say(agreement, "dcterms:valid", month)
