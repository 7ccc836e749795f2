"""What a row says that an event is."""

from __future__ import annotations

import pytest
from tests.support.statements import Examples

from azru_kg.intake.convert.registers.events import convert
from azru_kg.intake.drafts import Drafts
from azru_kg.intake.register import Register, RowRefused
from azru_kg.intake.sheets.schemas.registers import EventRow
from azru_kg.intake.sheets.schemas.row import SheetRow

Rows = dict[str, dict[str, SheetRow]]


def test_every_event_of_the_sheet_is_taken(rows: Rows, register: Register) -> None:
    for row in rows["events"].values():
        assert isinstance(row, EventRow)
        assert len(convert(row, register, Drafts()).things) == 1


@pytest.mark.parametrize(
    ("word", "class_", "code"),
    [
        ("meeting", "azru:Meeting", "meeting"),
        ("state-visit", "azru:Visit", "state-visit"),
        ("signing", "azru:Signing", "signing"),
        ("press-conference", "azru:Event", "press-conference"),
        ("call", "azru:Event", "telephone-call"),
    ],
)
def test_the_type_of_an_event_gives_its_class(
    examples: Examples, word: str, class_: str, code: str
) -> None:
    stated = examples.state(examples.make("events", type=word))
    assert stated.thing("event:meeting-2024-05-14-example", "events") == [
        f"a {class_}",
        f"dcterms:type code:{code}",
        'skos:prefLabel "Meeting on road transport"@en',
    ]
    assert list(stated.drafts.files) == ["entities/events.ttl"]


def test_the_founding_meeting_keeps_its_description(register: Register) -> None:
    row = EventRow(
        id="meeting-2024-01-22-mustafayev-overchuk", type="meeting", title="Another title"
    )
    drafts = Drafts()
    assert convert(row, register, drafts).things == ("event:mustafayev-overchuk-2024",)
    said = [triple.predicate.value for triples in drafts.files.values() for triple in triples]
    assert not [name for name in said if name.endswith("prefLabel")]


def test_an_unknown_type_is_refused(examples: Examples) -> None:
    with pytest.raises(RowRefused, match=r"^type: 'party' is none of meeting, state-visit"):
        examples.state(examples.make("events", type="party"))
