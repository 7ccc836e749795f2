"""What a row says that a segment is."""

from __future__ import annotations

from tests.support.statements import Examples

from azru_kg.intake.convert.registers.segments import convert
from azru_kg.intake.drafts import Drafts
from azru_kg.intake.register import Register
from azru_kg.intake.sheets.schemas.registers import SegmentRow
from azru_kg.intake.sheets.schemas.row import SheetRow


def test_every_segment_of_the_sheet_is_taken(
    rows: dict[str, dict[str, SheetRow]], register: Register
) -> None:
    for row in rows["segments"].values():
        assert isinstance(row, SegmentRow)
        assert convert(row, register, Drafts()).things == (f"segment:{row.id}",)


def test_a_segment_stands_beside_the_corridors(examples: Examples) -> None:
    stated = examples.state(examples.make("segments"))
    assert stated.thing("segment:example-road", "corridors") == [
        "a azru:Segment",
        'skos:prefLabel "Example road"@en',
    ]
