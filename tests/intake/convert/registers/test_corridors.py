"""What a row says that a corridor is."""

from __future__ import annotations

import pytest
from tests.support.statements import Examples

from azru_kg.intake.convert.registers.corridors import convert
from azru_kg.intake.drafts import Drafts
from azru_kg.intake.register import Register, RowRefused
from azru_kg.intake.sheets.schemas.registers import CorridorRow
from azru_kg.intake.sheets.schemas.row import SheetRow

pytestmark = pytest.mark.long


def test_every_corridor_of_the_sheet_is_taken(
    rows: dict[str, dict[str, SheetRow]], register: Register
) -> None:
    for row in rows["corridors"].values():
        assert isinstance(row, CorridorRow)
        assert len(convert(row, register, Drafts()).things) == 1


@pytest.mark.parametrize(
    ("part_of", "lines"), [("", []), ("north-south", ["dcterms:isPartOf corridor:north-south"])]
)
def test_a_route_is_part_of_its_corridor(
    examples: Examples, part_of: str, lines: list[str]
) -> None:
    stated = examples.state(examples.make("corridors", part_of=part_of))
    assert stated.thing("corridor:example-corridor", "corridors") == [
        "a azru:Corridor",
        *lines,
        'skos:prefLabel "Example corridor"@en',
    ]


def test_an_unknown_corridor_is_refused(examples: Examples) -> None:
    with pytest.raises(RowRefused, match=r"^part_of: there is no corridor 'nowhere'"):
        examples.state(examples.make("corridors", part_of="nowhere"))
