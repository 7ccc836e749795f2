"""What a row says of the state of a thing."""

from __future__ import annotations

import pytest
from tests.support.statements import OTHER, SOURCE, Examples

from azru_kg.intake.convert.statements.statuses import convert
from azru_kg.intake.drafts import Drafts
from azru_kg.intake.register import Register, RowRefused
from azru_kg.intake.sheets.schemas.row import SheetRow
from azru_kg.intake.sheets.schemas.statements import StatusRow

Rows = dict[str, dict[str, SheetRow]]
CLAIM = "claim:example-bridge-under-construction-2024-05-14"


def test_every_row_of_the_sheet_is_one_claim(rows: Rows, register: Register) -> None:
    for row in rows["statuses"].values():
        assert isinstance(row, StatusRow)
        assert len(convert(row, register, Drafts()).claims) == 1


def test_one_state_on_one_day_is_one_claim_in_the_graph_of_each_source(examples: Examples) -> None:
    stated = examples.state(
        examples.make("statuses", printed="is being built"),
        examples.make("statuses", source=OTHER, speaker="Local media", voice="indirect"),
    )
    assert stated.claims == [CLAIM, CLAIM]
    one, other = (set(stated.block(CLAIM, source)) for source in (SOURCE, OTHER))
    assert sorted(one - other) == [
        "azru:voice code:narration",
        f"prov:wasDerivedFrom quote:{SOURCE}-is-being-built-074179",
    ]
    assert sorted(other - one) == [
        'azru:unnamedSpeaker "Local media"',
        "azru:voice code:indirect",
        f"prov:wasDerivedFrom source:{OTHER}",
    ]


def test_a_state_without_a_day_is_that_of_the_day_of_saying(examples: Examples) -> None:
    stated = examples.state(
        examples.make("statuses", as_of=""),
        examples.make("statuses", as_of="", stated_on="2024-05-02", status="planned"),
    )
    assert stated.claims == [CLAIM, "claim:example-bridge-planned-2024-05-02"]


def test_a_state_of_a_month_lies_within_it(examples: Examples) -> None:
    stated = examples.state(examples.make("statuses", as_of="2024-04", inferred="as_of"))
    (claim,) = stated.claims
    assert claim == "claim:example-bridge-under-construction-2024-m04"
    lines = stated.block(claim)
    assert "azru:dateWithin period:2024-M04" in lines
    assert "azru:inferred azru:dateWithin" in lines
    assert 'rdfs:label "Example bridge: under construction, April 2024"@en' in lines


@pytest.mark.parametrize(
    ("about", "property_"),
    [
        ("project:example-bridge", "azru:project"),
        ("agreement:example-transport-memorandum-2024", "schema:about"),
        ("segment:example-road", "schema:about"),
        ("event:meeting-2024-05-14-example", "schema:about"),
    ],
)
def test_a_state_is_that_of_a_project_or_of_another_thing(
    examples: Examples, about: str, property_: str
) -> None:
    stated = examples.state(examples.make("statuses", about=about, inferred="about"))
    lines = stated.block(stated.claims[0])
    assert f"{property_} {about}" in lines
    assert f"azru:inferred {property_}" in lines
    assert stated.mentions() == {about}


def test_a_document_tells_of_no_state_after_its_own_day(examples: Examples) -> None:
    with pytest.raises(RowRefused, match="2024-05-15 is after 2024-05-14") as refused:
        examples.state(examples.make("statuses", as_of="2024-05-15"))
    assert refused.value.field == "as_of"


def test_unknown_words_are_refused(examples: Examples) -> None:
    with pytest.raises(RowRefused, match="status: 'built' is none of announced, planned"):
        examples.state(examples.make("statuses", status="built"))
    with pytest.raises(RowRefused, match="about: there is no project 'a-bridge'"):
        examples.state(examples.make("statuses", about="project:a-bridge"))
