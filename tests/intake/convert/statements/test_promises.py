"""What a row says of something that is to be done."""

from __future__ import annotations

import pytest
from tests.support.statements import OTHER, SOURCE, Examples

from azru_kg.intake.convert.statements.promises import convert
from azru_kg.intake.drafts import Drafts
from azru_kg.intake.register import Register, RowRefused
from azru_kg.intake.sheets.schemas.row import SheetRow
from azru_kg.intake.sheets.schemas.statements import PromiseRow

Rows = dict[str, dict[str, SheetRow]]


def test_every_row_of_the_sheet_is_one_claim(rows: Rows, register: Register) -> None:
    assert len(rows["promises"]) > 200
    for row in rows["promises"].values():
        assert isinstance(row, PromiseRow)
        assert len(convert(row, register, Drafts()).claims) == 1


def test_a_promise_says_of_what_what_by_when_and_who_says_so(examples: Examples) -> None:
    stated = examples.state(examples.make("promises"))
    (claim,) = stated.claims
    assert claim == "claim:example-bridge-completed-by-2025"
    assert stated.block(claim) == [
        "a azru:Promise",
        'azru:asOf "2024-05-14"^^xsd:date',
        "azru:expectedBy period:2025",
        "azru:inferred azru:expectedBy",
        "azru:promised code:completed",
        "azru:voice code:indirect",
        "prov:wasAttributedTo person:example-speaker",
        f"prov:wasDerivedFrom quote:{SOURCE}-next-year-14d098",
        'rdfs:label "Example bridge: to be completed by 2025"@en',
        "schema:about project:example-bridge",
    ]


@pytest.mark.parametrize(
    ("by", "claim", "label"),
    [
        ("2025", "by-2025", "2025"),
        ("2025-03", "by-2025-m03", "March 2025"),
        ("2025-03-01", "by-2025-03-01", "1 March 2025"),
    ],
)
def test_a_promise_is_for_a_year_a_month_or_a_day(
    examples: Examples, by: str, claim: str, label: str
) -> None:
    stated = examples.state(examples.make("promises", expected_by=by))
    assert stated.claims == [f"claim:example-bridge-completed-{claim}"]
    lines = stated.block(stated.claims[0])
    assert f'rdfs:label "Example bridge: to be completed by {label}"@en' in lines


def test_a_later_document_that_postpones_leaves_the_promise_as_it_was(examples: Examples) -> None:
    stated = examples.state(
        examples.make("promises"),
        examples.make("promises", source=OTHER, expected_by="2026", printed=""),
    )
    first, second = stated.claims
    assert first != second
    assert "azru:expectedBy period:2025" in stated.block(first)
    assert stated.block(first, OTHER) == []
    assert "azru:expectedBy period:2026" in stated.block(second, OTHER)


def test_what_two_people_promise_is_one_claim_of_two_graphs(examples: Examples) -> None:
    stated = examples.state(
        examples.make("promises"),
        examples.make("promises", source=OTHER, speaker="example-builders", stated_on="2024-06-01"),
    )
    (claim,) = set(stated.claims)
    assert "prov:wasAttributedTo person:example-speaker" in stated.block(claim)
    other = stated.block(claim, OTHER)
    assert "prov:wasAttributedTo organisation:example-builders" in other
    assert 'azru:asOf "2024-06-01"^^xsd:date' in other


def test_unknown_words_are_refused(examples: Examples) -> None:
    with pytest.raises(RowRefused, match=r"^promised: 'ready' is none of announced"):
        examples.state(examples.make("promises", promised="ready"))
