"""What all statements have, each in the graph of its source: evidence, speaker, voice, date."""

from __future__ import annotations

import pytest
from tests.support.statements import OTHER, SOURCE, Examples, Stated

from azru_kg.intake.register import RowRefused

STATUS = "claim:example-bridge-planned-2024-05-14"


def state(examples: Examples, **changes: str) -> Stated:
    """State that the bridge was planned on 14 May 2024, says the source."""
    given = {"status": "planned", "as_of": "2024-05-14", "speaker": ""}
    return examples.state(examples.make("statuses", **given | changes))


def test_a_claim_rests_on_the_document_where_nothing_printed_is_known(examples: Examples) -> None:
    assert state(examples).block(STATUS) == [
        "a azru:StatusReport",
        'azru:asOf "2024-05-14"^^xsd:date',
        "azru:project project:example-bridge",
        "azru:status code:planned",
        f"prov:wasDerivedFrom source:{SOURCE}",
        'rdfs:label "Example bridge: planned, 14 May 2024"@en',
    ]


def test_what_is_printed_is_a_passage_to_which_the_claim_leads(examples: Examples) -> None:
    stated = state(examples, printed="wird gebaut")
    passage = f"quote:{SOURCE}-wird-gebaut-2776c8"
    assert f"prov:wasDerivedFrom {passage}" in stated.block(STATUS)
    assert stated.block(passage) == [
        "a oa:SpecificResource",
        f"oa:hasSelector {passage}\\#text",
        f"oa:hasSource source:{SOURCE}",
    ]
    assert stated.block(f"{passage}\\#text") == [
        "a oa:TextQuoteSelector",
        'oa:exact "wird gebaut"',
    ]


def test_two_texts_that_spell_alike_are_two_passages(examples: Examples) -> None:
    ends = {
        line
        for text in ("4,3", "4.3", "43", "№ 43", "四十三")
        for line in state(examples, printed=text).block(STATUS)
        if line.startswith("prov:wasDerivedFrom")
    }
    assert len(ends) == 5


@pytest.mark.parametrize(
    ("speaker", "line"),
    [
        ("example-speaker", "prov:wasAttributedTo person:example-speaker"),
        ("example-builders", "prov:wasAttributedTo organisation:example-builders"),
        ("Local media", 'azru:unnamedSpeaker "Local media"'),
        ("СМИ", 'azru:unnamedSpeaker "СМИ"'),
        ("narration", "azru:voice code:narration"),
    ],
)
def test_a_speaker_is_a_person_a_body_somebody_without_a_name_or_the_page(
    examples: Examples, speaker: str, line: str
) -> None:
    stated = state(examples, speaker=speaker)
    plain = state(examples).block(STATUS)
    assert sorted(set(stated.block(STATUS)) - set(plain)) == [line]
    named = {line.partition(" ")[2]} if "attributed" in line.lower() else set()
    assert stated.mentions() == {"project:example-bridge", *named}


def test_an_unknown_speaker_is_refused_with_a_guess(examples: Examples) -> None:
    with pytest.raises(RowRefused) as refused:
        state(examples, speaker="exmple-speaker")
    assert (refused.value.field, refused.value.reason) == (
        "speaker",
        "there is no person or organisation 'exmple-speaker'. Did you mean 'example-speaker'?"
        " Add it to the sheet people or organisations."
        " A speaker without a name is described in more words: Local media",
    )


def test_an_unknown_source_is_refused_with_a_guess(examples: Examples) -> None:
    with pytest.raises(RowRefused, match=rf"^source: .* Did you mean '{SOURCE}'"):
        state(examples, source="exmple-2024-05-14-trade")


def test_without_a_voice_none_is_stated(examples: Examples) -> None:
    assert not [line for line in state(examples).block(STATUS) if line.startswith("azru:voice")]
    assert "azru:voice code:direct" in state(examples, voice="direct").block(STATUS)
    both = state(examples, speaker="narration", voice="document").block(STATUS)
    assert "azru:voice code:document" in both


def test_a_claim_is_made_when_the_row_says_or_else_when_the_document_came_out(
    examples: Examples,
) -> None:
    promise = "claim:example-bridge-completed-by-2025"
    for day, told in (("", "2024-05-14"), ("2024-05-02", "2024-05-02")):
        stated = examples.state(examples.make("promises", stated_on=day))
        assert f'azru:asOf "{told}"^^xsd:date' in stated.block(promise)


def test_a_month_is_a_period_within_which_the_day_is(examples: Examples) -> None:
    promise = examples.make("promises", stated_on="2024-04", inferred="stated_on")
    stated = examples.state(promise)
    lines = stated.block("claim:example-bridge-completed-by-2025")
    assert "azru:dateWithin period:2024-M04" in lines
    assert "azru:notStated azru:asOf" in lines
    assert "azru:inferred azru:dateWithin" in lines
    assert not [line for line in lines if line.startswith("azru:asOf")]
    assert 'dcat:endDate "2024-04-30"^^xsd:date' in stated.thing("period:2024-M04", "periods")


@pytest.mark.parametrize("day", ["2024-05-15", "2024-06", "2025"])
def test_nothing_is_said_after_the_day_of_the_document(examples: Examples, day: str) -> None:
    with pytest.raises(RowRefused) as refused:
        state(examples, stated_on=day)
    assert (refused.value.field, refused.value.reason) == (
        "stated_on",
        f"{day} is after 2024-05-14, the day of the document. It cannot tell of it:"
        " leave the field empty",
    )


@pytest.mark.parametrize("day", ["2024-05-14", "2024-05", "2024"])
def test_a_month_or_a_year_that_has_begun_is_not_after_it(examples: Examples, day: str) -> None:
    assert state(examples, stated_on=day).claims == [STATUS]


def test_silence_is_stated_where_the_page_was_searched_and_nowhere_else(
    examples: Examples,
) -> None:
    def list_marks(**changes: str) -> list[str]:
        return [line for line in state(examples, **changes).block(STATUS) if "notStated" in line]

    assert list_marks() == []
    assert list_marks(silent="speaker;voice") == [
        "azru:notStated azru:voice , prov:wasAttributedTo"
    ]


def test_silence_on_the_day_of_saying_leaves_the_claim_without_one(examples: Examples) -> None:
    stated = examples.state(examples.make("figures", silent="stated_on"))
    lines = stated.block("claim:example-trade-2023")
    assert "azru:notStated azru:asOf" in lines
    assert not [line for line in lines if line.startswith("azru:asOf")]


@pytest.mark.parametrize(
    ("speaker", "mark"),
    [
        ("example-speaker", "prov:wasAttributedTo"),
        ("Local media", "azru:unnamedSpeaker"),
        ("narration", "azru:voice"),
    ],
)
def test_what_is_inferred_is_marked_where_it_is_stated(
    examples: Examples, speaker: str, mark: str
) -> None:
    lines = state(examples, speaker=speaker, inferred="speaker;status").block(STATUS)
    assert f"azru:inferred {' , '.join(sorted((mark, 'azru:status')))}" in lines
    assert any(line.startswith(f"{mark} ") for line in lines)


def test_what_is_inferred_of_an_empty_field_is_no_mark(examples: Examples) -> None:
    lines = state(examples, inferred="speaker").block(STATUS)
    assert not [line for line in lines if "inferred" in line]


def test_a_note_stands_in_the_graph_of_its_row_alone(examples: Examples) -> None:
    first = examples.make("statuses", note="Read twice")
    second = examples.make("statuses", source=OTHER, as_of="2024-05-14")
    stated = examples.state(first, second)
    claim = "claim:example-bridge-under-construction-2024-05-14"
    assert stated.claims == [claim, claim]
    assert 'rdfs:comment "Read twice"@en' in stated.block(claim)
    assert not [line for line in stated.block(claim, OTHER) if "rdfs:comment" in line]
