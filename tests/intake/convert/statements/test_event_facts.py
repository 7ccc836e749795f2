"""What a row says of the date, place and subject of an event."""

from __future__ import annotations

import pytest
from tests.support.statements import OTHER, SOURCE, Examples, Stated

from azru_kg.intake.convert.statements.event_facts import convert
from azru_kg.intake.drafts import Drafts
from azru_kg.intake.register import Register, RowRefused
from azru_kg.intake.sheets.schemas.row import SheetRow
from azru_kg.intake.sheets.schemas.statements import EventFactRow

EVENT = "event:meeting-2024-05-14-example"
AGREEMENT = "agreement:example-transport-memorandum-2024"
SIGNING = "event:signing-example-transport-memorandum-2024"
NONE = {"start": "", "place": "", "topics": "", "printed": "", "silent": ""}


def state(examples: Examples, **changes: str) -> Stated:
    return examples.state(examples.make("event-facts", **NONE | changes))


def test_every_row_of_the_sheet_is_stated(
    rows: dict[str, dict[str, SheetRow]], register: Register
) -> None:
    for row in rows["event-facts"].values():
        assert isinstance(row, EventFactRow)
        outcome = convert(row, register, Drafts())
        assert (len(outcome.things), outcome.claims) == (1, ())


@pytest.mark.parametrize(
    ("changes", "lines"),
    [
        ({}, []),
        ({"start": "2024-05-14"}, ['schema:startDate "2024-05-14"^^xsd:date']),
        (
            {"start": "2024-05-14", "end": "2024-05-16", "inferred": "end"},
            [
                "azru:inferred schema:endDate",
                'schema:endDate "2024-05-16"^^xsd:date',
                'schema:startDate "2024-05-14"^^xsd:date',
            ],
        ),
        (
            {"start": "2024-05", "inferred": "start"},
            [
                "azru:dateWithin period:2024-M05",
                "azru:inferred azru:dateWithin",
                "azru:notStated schema:startDate",
            ],
        ),
        ({"country": "RU"}, ["schema:location country:RU"]),
        ({"place": "Baku", "country": "AZ"}, ["schema:location place:baku"]),
        ({"topics": "transport"}, ["schema:about sector:transport"]),
        ({"silent": "start;participants"}, ["azru:notStated azru:participant , schema:startDate"]),
        ({"silent": "place", "country": "AZ"}, ["schema:location country:AZ"]),
    ],
)
def test_what_the_document_says_of_an_event_is_stated_and_no_more(
    examples: Examples, changes: dict[str, str], lines: list[str]
) -> None:
    assert state(examples, **changes).block(EVENT) == lines


def test_talks_are_part_of_a_visit(examples: Examples) -> None:
    visit = examples.make("events", id="visit", type="state-visit", title="Visit")
    row = examples.make("event-facts", **NONE, part_of="visit", inferred="part_of")
    stated = examples.state(visit, row)
    assert stated.block(EVENT) == [
        "azru:inferred schema:superEvent",
        "schema:superEvent event:visit",
    ]
    assert stated.mentions() == {EVENT, "event:visit"}


def test_each_graph_has_what_its_own_document_says(examples: Examples) -> None:
    rows = [
        examples.make("event-facts", **NONE | {"start": "2024-05-14"}),
        examples.make("event-facts", **NONE | {"topics": "transport"}, source=OTHER),
    ]
    stated = examples.state(*rows)
    assert stated.block(EVENT) == ['schema:startDate "2024-05-14"^^xsd:date']
    assert stated.block(EVENT, OTHER) == ["schema:about sector:transport"]


def test_an_agreement_signed_at_a_signing_is_what_was_signed(examples: Examples) -> None:
    event = examples.make("events", type="signing")
    listed = {"start": "2024-05-14", "agreements": AGREEMENT.partition(":")[2]}
    row = examples.make("event-facts", **NONE | listed, inferred="agreements")
    lines = examples.state(event, row, examples.make("signings")).block(EVENT)
    assert f"azru:signed {AGREEMENT}" in lines
    assert "azru:inferred azru:signed" in lines


def test_a_signing_on_the_days_of_a_visit_is_an_event_within_it(examples: Examples) -> None:
    listed = {"start": "2024-05-13", "end": "2024-05-15", "agreements": AGREEMENT.partition(":")[2]}
    row = examples.make("event-facts", **NONE | listed, inferred="agreements")
    stated = examples.state(row, examples.make("signings"))
    assert f"schema:superEvent {EVENT}" in stated.block(SIGNING)
    assert "azru:inferred schema:superEvent" in stated.block(SIGNING)
    assert not [line for line in stated.block(EVENT) if "signed" in line or "inferred" in line]


def test_a_later_event_that_names_an_agreement_is_not_its_signing(examples: Examples) -> None:
    listed = {"start": "2024-05-20", "agreements": AGREEMENT.partition(":")[2], "source": OTHER}
    row = examples.make("event-facts", **NONE | listed, inferred="agreements")
    stated = examples.state(row, examples.make("signings"))
    assert stated.block(EVENT, OTHER) == [
        "azru:inferred schema:about",
        f"schema:about {AGREEMENT}",
        'schema:startDate "2024-05-20"^^xsd:date',
    ]
    assert stated.block(SIGNING, OTHER) == []


def test_what_is_printed_is_a_passage_of_the_event(examples: Examples) -> None:
    stated = state(examples, printed="May 14")
    assert f"schema:mentions {EVENT}" in stated.block(f"quote:{SOURCE}-may-14-c39831")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"event": "nothing"}, "event"),
        ({"place": "Nowhere"}, "place"),
        ({"country": "ZZ"}, "country"),
        ({"topics": "cooking"}, "topics"),
        ({"part_of": "nothing"}, "part_of"),
        ({"agreements": "nothing"}, "agreements"),
    ],
)
def test_what_is_unknown_is_refused_by_its_field(
    examples: Examples, changes: dict[str, str], field: str
) -> None:
    with pytest.raises(RowRefused) as refused:
        state(examples, **changes)
    assert refused.value.field == field
