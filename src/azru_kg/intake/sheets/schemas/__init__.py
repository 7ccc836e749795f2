"""What a row of each kind of sheet holds: the one place where fields are named and described."""

from __future__ import annotations

from azru_kg.intake.sheets.schemas.registers import REGISTERS
from azru_kg.intake.sheets.schemas.row import SheetRow
from azru_kg.intake.sheets.schemas.statements import STATEMENTS

ROWS: dict[str, type[SheetRow]] = {row.kind: row for row in (*REGISTERS, *STATEMENTS)}
"""The kinds of sheets, in the order in which they are best described."""
