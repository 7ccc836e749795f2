"""What a row says of somebody at an event."""

from __future__ import annotations

import pytest
from tests.support.statements import OTHER, SOURCE, Examples

from azru_kg.intake.convert.statements.participations import convert
from azru_kg.intake.drafts import Drafts
from azru_kg.intake.register import Register, RowRefused
from azru_kg.intake.sheets.schemas.row import SheetRow
from azru_kg.intake.sheets.schemas.statements import ParticipationRow

Rows = dict[str, dict[str, SheetRow]]
EVENT = "meeting-2024-05-14-example"


def test_every_row_of_the_sheet_is_one_claim_or_a_mention(rows: Rows, register: Register) -> None:
    assert len(rows["participations"]) > 1000
    for row in rows["participations"].values():
        assert isinstance(row, ParticipationRow)
        outcome = convert(row, register, Drafts())
        assert len(outcome.claims) == (row.role != "named-only")


def test_who_was_there_is_an_attendee(examples: Examples) -> None:
    stated = examples.state(examples.make("participations", inferred="role"))
    (claim,) = stated.claims
    assert claim == f"claim:{EVENT}-example-speaker"
    assert stated.block(claim) == [
        "a azru:Participation",
        'azru:asOf "2024-05-14"^^xsd:date',
        f"azru:event event:{EVENT}",
        "azru:inferred azru:role",
        "azru:participant person:example-speaker",
        "azru:role code:attendee",
        f"prov:wasDerivedFrom quote:{SOURCE}-example-speaker-d0c1fe",
        'rdfs:label "Example Speaker takes part: Meeting on road transport"@en',
    ]


@pytest.mark.parametrize(
    ("role", "done"),
    [
        ("host", "receives"),
        ("visitor", "visits"),
        ("chair", "chairs"),
        ("co-chair", "co-chairs"),
        ("signatory", "signs"),
        ("speaker", "speaks"),
    ],
)
def test_another_role_is_another_claim(examples: Examples, role: str, done: str) -> None:
    stated = examples.state(examples.make("participations", role=role))
    (claim,) = stated.claims
    assert claim == f"claim:{EVENT}-example-speaker-{role}"
    assert f"azru:role code:{role}" in stated.block(claim)
    label = f'rdfs:label "Example Speaker {done}: Meeting on road transport"@en'
    assert label in stated.block(claim)


def test_a_body_takes_part_too(examples: Examples) -> None:
    stated = examples.state(examples.make("participations", participant="example-builders"))
    lines = stated.block(f"claim:{EVENT}-example-builders")
    assert "azru:participant organisation:example-builders" in lines


def test_who_is_only_named_is_a_mention_and_no_claim(examples: Examples) -> None:
    stated = examples.state(examples.make("participations", role="named-only"))
    assert stated.claims == []
    assert stated.file(f"sources/{SOURCE}.ttl") == (
        f"source:{SOURCE}\n  schema:mentions event:{EVENT} , person:example-speaker ."
    )


def test_who_attends_in_one_source_and_hosts_in_another_does_both_where_it_is_said(
    examples: Examples,
) -> None:
    stated = examples.state(
        examples.make("participations"),
        examples.make("participations", source=OTHER, role="host"),
    )
    attends, hosts = stated.claims
    assert stated.block(attends, OTHER) == stated.block(hosts) == []
    assert stated.block(attends)
    assert stated.block(hosts, OTHER)


def test_an_unknown_participant_is_refused_with_the_nearest_of_people_and_bodies(
    examples: Examples,
) -> None:
    for name in ("example-speker", "example-bilders"):
        with pytest.raises(RowRefused, match="there is no person or organisation") as refused:
            examples.state(examples.make("participations", participant=name))
        assert "Did you mean 'example-" in refused.value.reason
