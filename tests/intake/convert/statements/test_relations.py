"""What a row says of two things that belong together."""

from __future__ import annotations

import pytest
from tests.support.statements import SOURCE, Examples

from azru_kg.intake.convert.statements.relations import convert
from azru_kg.intake.drafts import Drafts
from azru_kg.intake.register import Register, RowRefused
from azru_kg.intake.sheets.schemas.row import SheetRow
from azru_kg.intake.sheets.schemas.statements import RelationRow

Rows = dict[str, dict[str, SheetRow]]


def test_every_row_of_the_sheet_is_stated(rows: Rows, register: Register) -> None:
    assert len(rows["relations"]) > 1000
    for row in rows["relations"].values():
        assert isinstance(row, RelationRow)
        drafts = Drafts()
        convert(row, register, drafts)
        assert f"sources/{row.source}.ttl" in drafts.files


def test_every_property_of_the_table_is_one_of_the_ontologies(register: Register) -> None:
    prefixes = {cells["property"].partition(":")[0] for cells in register.terms.read("predicates")}
    assert prefixes == {"azru", "dcterms", "org", "schema"}


@pytest.mark.parametrize(
    ("subject", "predicate", "object_", "line"),
    [
        (
            "project:example-bridge",
            "built-by",
            "organisation:example-builders",
            "azru:builtBy organisation:example-builders",
        ),
        ("project:example-bridge", "financed-by", "country:AZ", "azru:financedBy country:AZ"),
        ("project:example-bridge", "location", "Baku", "schema:location place:baku"),
        ("project:example-bridge", "location", "place:baku", "schema:location place:baku"),
        ("project:example-bridge", "sector", "transport", "dcterms:subject sector:transport"),
        (
            "project:example-bridge",
            "corridor",
            "corridor:example-corridor",
            "azru:corridor corridor:example-corridor",
        ),
        (
            "segment:example-road",
            "segment-of",
            "corridor:example-corridor",
            "azru:segmentOf corridor:example-corridor",
        ),
        ("corridor:example-corridor", "crosses", "country:AZ", "dcterms:spatial country:AZ"),
    ],
)
def test_a_word_is_a_property_between_two_things(
    examples: Examples, subject: str, predicate: str, object_: str, line: str
) -> None:
    changes = {"subject": subject, "predicate": predicate, "object": object_, "printed": ""}
    stated = examples.state(examples.make("relations", **changes))
    assert stated.block(subject) == [line]
    thing = line.partition(" ")[2]
    named = {subject, thing}
    assert stated.mentions() == {
        name for name in named if not name.startswith(("country:", "sector:"))
    }


def test_an_inferred_relation_is_marked_and_a_printed_one_has_its_passage(
    examples: Examples,
) -> None:
    stated = examples.state(examples.make("relations", inferred="object"))
    lines = stated.block("project:example-bridge")
    assert "azru:inferred azru:builtBy" in lines
    passage = f"quote:{SOURCE}-example-builders-558159"
    assert "schema:mentions project:example-bridge" in stated.block(passage)


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"predicate": "buildt-by"}, "predicate", "is none of a project. They are built-by, "),
        ({"subject": "event:meeting-2024-05-14-example"}, "predicate", "is none of a event"),
        ({"subject": "project:a-bridge"}, "subject", "there is no project 'a-bridge'"),
        (
            {"predicate": "concerns", "object": "person:example-speaker"},
            "object",
            "'person:example-speaker' is no organisation",
        ),
        ({"predicate": "location", "object": "Nowhere"}, "object", "there is no place 'Nowhere'"),
    ],
)
def test_what_cannot_belong_together_is_refused(
    examples: Examples, changes: dict[str, str], field: str, said: str
) -> None:
    with pytest.raises(RowRefused, match=said) as refused:
        examples.state(examples.make("relations", **changes))
    assert refused.value.field == field
