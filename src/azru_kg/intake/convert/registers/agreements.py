"""Describes agreements."""

from __future__ import annotations

from azru_kg.intake.convert.outcome import Conversion
from azru_kg.intake.convert.registers.naming import describe_thing
from azru_kg.intake.convert.words import find_code
from azru_kg.intake.drafts import Drafts
from azru_kg.intake.register import Register
from azru_kg.intake.sheets.schemas.registers import AgreementRow


def convert(row: AgreementRow, register: Register, drafts: Drafts) -> Conversion:
    """Describe an agreement; raise RowRefused if the row cannot be taken."""
    code = f"code:{find_code(register, 'agreement_types', row.type, 'type')['code']}"
    return describe_thing("agreement", row.id, "azru:Agreement", row.title, code, register, drafts)
