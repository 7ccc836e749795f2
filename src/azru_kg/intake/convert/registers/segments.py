"""Describes the segments of corridors."""

from __future__ import annotations

from azru_kg.intake.convert.outcome import Conversion
from azru_kg.intake.convert.registers.naming import describe_thing
from azru_kg.intake.drafts import Drafts
from azru_kg.intake.register import Register
from azru_kg.intake.sheets.schemas.registers import SegmentRow


def convert(row: SegmentRow, register: Register, drafts: Drafts) -> Conversion:
    """Describe a segment; raise RowRefused if the row cannot be taken."""
    return describe_thing("segment", row.id, "azru:Segment", row.name, "", register, drafts)
