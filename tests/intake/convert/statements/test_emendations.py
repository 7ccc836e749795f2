"""What a row says of a printed value that the editors doubt."""

from __future__ import annotations

import pytest
from tests.support.statements import SOURCE, Examples

from azru_kg.intake.register import RowRefused


def test_a_doubt_stands_beside_the_value_and_changes_nothing_of_it(examples: Examples) -> None:
    figure = examples.make("figures")
    plain = examples.state(figure).block("claim:example-trade-2023")
    stated = examples.state(figure, examples.make("emendations"))
    assert stated.block("claim:example-trade-2023") == plain
    assert stated.block("claim:example-trade-2023-emendation") == [
        "a azru:Emendation",
        'azru:asOf "2024-05-14"^^xsd:date',
        'azru:proposedForm "3.4 USD billion"',
        "azru:rank code:alternative",
        'azru:reportedForm "more than $4.3bn"',
        "prov:wasAttributedTo organisation:azru-kg-editors",
        f"prov:wasDerivedFrom quote:{SOURCE}-more-than-4-3bn-f9e615",
        'rdfs:comment "Two digits may have changed places: the customs service gives 3.4'
        ' billion."@en',
        'rdfs:label "Doubted: Trade turnover, Azerbaijan and Russia, 2023: more than 4.3 billion'
        ' US dollars"@en',
        "schema:about claim:example-trade-2023",
    ]


def test_without_a_better_reading_none_is_proposed(examples: Examples) -> None:
    rows = examples.make("figures"), examples.make("emendations", proposed="", printed="")
    lines = examples.state(*rows).block("claim:example-trade-2023-emendation")
    assert not [line for line in lines if "Form" in line]


def test_a_figure_that_no_row_states_cannot_be_doubted(examples: Examples) -> None:
    with pytest.raises(RowRefused, match="there is no figure 'example-trade-2024'") as refused:
        examples.state(
            examples.make("figures"), examples.make("emendations", figure="example-trade-2024")
        )
    assert refused.value.field == "figure"
