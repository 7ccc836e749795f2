"""What a row says of the parties, fields and validity of an agreement."""

from __future__ import annotations

import pytest
from tests.support.statements import OTHER, SOURCE, Examples, Stated

from azru_kg.intake.convert.statements.agreement_facts import convert
from azru_kg.intake.drafts import Drafts
from azru_kg.intake.register import Register, RowRefused
from azru_kg.intake.sheets.schemas.row import SheetRow
from azru_kg.intake.sheets.schemas.statements import AgreementFactRow

AGREEMENT = "agreement:example-transport-memorandum-2024"
NONE = {"parties": "", "fields": "", "valid_from": "", "printed": "", "inferred": ""}


def state(examples: Examples, **changes: str) -> Stated:
    return examples.state(examples.make("agreement-facts", **NONE | changes))


def test_every_row_of_the_sheet_is_stated(
    rows: dict[str, dict[str, SheetRow]], register: Register
) -> None:
    for row in rows["agreement-facts"].values():
        assert isinstance(row, AgreementFactRow)
        outcome = convert(row, register, Drafts())
        assert (len(outcome.things), outcome.claims) == (1, ())


@pytest.mark.long
@pytest.mark.parametrize(
    ("changes", "lines"),
    [
        ({}, []),
        (
            {"parties": "example-builders;RU"},
            ["azru:party country:RU , organisation:example-builders"],
        ),
        (
            {"fields": "transport;trade"},
            ["dcterms:subject sector:trade-and-customs , sector:transport"],
        ),
        ({"valid_from": "2024", "valid_to": "2026"}, ["dcterms:temporal period:2024-2026"]),
        ({"valid_to": "2026"}, ["dcterms:temporal period:until-2026-12-31"]),
        ({"in_force_on": "2024-07-01"}, ['dcterms:valid "2024-07-01"^^xsd:date']),
        ({"in_force_on": "2024-07"}, ['dcterms:valid "2024-07"^^xsd:gYearMonth']),
        ({"silent": "parties;valid_to"}, ["azru:notStated azru:party , dcterms:temporal"]),
        ({"note": "A draft"}, ['rdfs:comment "A draft"@en']),
    ],
)
def test_what_the_document_says_of_an_agreement_is_stated_and_no_more(
    examples: Examples, changes: dict[str, str], lines: list[str]
) -> None:
    assert state(examples, **changes).block(AGREEMENT) == lines


def test_the_parties_of_a_contract_are_companies_and_their_states_are_not_named(
    examples: Examples,
) -> None:
    stated = state(examples, parties="example-builders")
    assert stated.block(AGREEMENT) == ["azru:party organisation:example-builders"]
    assert stated.mentions() == {AGREEMENT, "organisation:example-builders"}


def test_an_agreement_may_replace_another(examples: Examples) -> None:
    older = examples.make("agreements", id="older", title="Older memorandum")
    row = examples.make("agreement-facts", **NONE, supersedes="older")
    stated = examples.state(older, row)
    assert stated.block(AGREEMENT) == ["dcterms:replaces agreement:older"]
    assert stated.mentions() == {AGREEMENT, "agreement:older"}


def test_what_is_inferred_is_marked_and_what_is_printed_is_a_passage(examples: Examples) -> None:
    stated = examples.state(examples.make("agreement-facts"))
    assert "azru:inferred dcterms:temporal" in stated.block(AGREEMENT)
    assert f"schema:mentions {AGREEMENT}" in stated.block(f"quote:{SOURCE}-from-june-9fcd93")


def test_each_graph_has_what_its_own_document_says(examples: Examples) -> None:
    rows = [
        examples.make("agreement-facts", **NONE | {"parties": "AZ;RU"}),
        examples.make("agreement-facts", **NONE | {"fields": "transport"}, source=OTHER),
    ]
    stated = examples.state(*rows)
    assert stated.block(AGREEMENT) == ["azru:party country:AZ , country:RU"]
    assert stated.block(AGREEMENT, OTHER) == ["dcterms:subject sector:transport"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"parties": "nobody"}, "parties"),
        ({"parties": "ZZ"}, "parties"),
        ({"fields": "cooking"}, "fields"),
        ({"supersedes": "nothing"}, "supersedes"),
        ({"agreement": "nothing"}, "agreement"),
    ],
)
def test_what_is_unknown_is_refused_by_its_field(
    examples: Examples, changes: dict[str, str], field: str
) -> None:
    with pytest.raises(RowRefused) as refused:
        state(examples, **changes)
    assert refused.value.field == field
