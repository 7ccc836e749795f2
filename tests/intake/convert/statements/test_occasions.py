"""Which event is the signing of which agreement."""

from __future__ import annotations

import pytest
from tests.support.statements import OTHER, Examples

from azru_kg.intake.convert.statements.occasions import is_occasion, list_dates
from azru_kg.intake.register import Register
from azru_kg.intake.sheets.dates import parse_date
from azru_kg.intake.sheets.schemas.row import SheetRow
from azru_kg.intake.sheets.schemas.statements import EventFactRow

AGREEMENT = "example-transport-memorandum-2024"
APART = f"event:signing-{AGREEMENT}"
EVENT = "event:meeting-2024-05-14-example"


def find_signed(examples: Examples, *rows: SheetRow) -> set[str]:
    """Return the events in which the agreement was signed, say rows and a row of its signing."""
    stated = examples.state(*rows, examples.make("signings"))
    return {
        event
        for event in (APART, EVENT)
        if f"azru:signed agreement:{AGREEMENT}" in stated.block(event)
    }


def list_it(examples: Examples, **changes: str) -> SheetRow:
    return examples.make("event-facts", agreements=AGREEMENT, silent="", **changes)


def test_a_signing_that_lists_the_agreement_on_its_day_is_the_signing(examples: Examples) -> None:
    signing = examples.make("events", type="signing")
    assert find_signed(examples, signing, list_it(examples)) == {EVENT}


def test_without_such_an_event_the_signing_is_one_of_its_own(examples: Examples) -> None:
    assert find_signed(examples) == {APART}
    assert find_signed(examples, list_it(examples)) == {APART}


@pytest.mark.parametrize("day", ["2024-05-20", ""])
def test_a_signing_on_another_day_is_another_one(examples: Examples, day: str) -> None:
    signing = examples.make("events", type="signing")
    later = list_it(examples, start=day, source=OTHER)
    assert find_signed(examples, signing, later) == {APART}


@pytest.mark.parametrize(
    ("start", "end", "days", "expected"),
    [
        ("2024-05-14", "", ["2024-05-14"], True),
        ("2024-05-14", "", ["2024-05"], True),
        ("2024-05", "", ["2024-05-31"], True),
        ("2024-05-13", "2024-05-15", ["2024-05-15"], True),
        ("2024-05-13", "2024-05-15", ["2024-05-16", "2024-05-13"], True),
        ("2024-05-13", "2024-05-15", ["2024-05-16"], False),
        ("2024-05-14", "", [], False),
        ("", "", ["2024-05-14"], False),
    ],
)
def test_an_event_is_the_occasion_of_what_was_signed_on_its_days(
    examples: Examples, start: str, end: str, days: list[str], expected: bool
) -> None:
    facts = list_it(examples, start=start, end=end)
    assert isinstance(facts, EventFactRow)
    assert is_occasion(facts, map(parse_date, days)) is expected


def test_the_days_that_a_source_gives_come_before_those_of_others(
    rows: dict[str, dict[str, SheetRow]], register: Register
) -> None:
    agreement = "agreement:roadmap-2024-2026"
    every = {str(day) for day in list_dates(register, agreement)}
    assert len(every) >= 1
    for row in rows["signings"].values():
        if getattr(row, "agreement", "") == "roadmap-2024-2026":
            own = {str(day) for day in list_dates(register, agreement, getattr(row, "source", ""))}
            signed = getattr(row, "signed_on", None)
            assert own == ({str(signed)} if signed else every)
