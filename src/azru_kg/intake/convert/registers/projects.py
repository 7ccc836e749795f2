"""Describes projects."""

from __future__ import annotations

from azru_kg.intake.convert.outcome import Conversion
from azru_kg.intake.convert.registers.naming import describe_thing
from azru_kg.intake.convert.words import find_code
from azru_kg.intake.drafts import Drafts
from azru_kg.intake.register import Register
from azru_kg.intake.sheets.schemas.registers import ProjectRow


def convert(row: ProjectRow, register: Register, drafts: Drafts) -> Conversion:
    """Describe a project; raise RowRefused if the row cannot be taken."""
    code = f"code:{find_code(register, 'project_types', row.type, 'type')['code']}"
    return describe_thing("project", row.id, "azru:Project", row.name, code, register, drafts)
