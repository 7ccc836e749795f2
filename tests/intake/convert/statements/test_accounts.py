"""What a row says of who says what of an event."""

from __future__ import annotations

import pytest
from tests.support.statements import OTHER, SOURCE, Examples

from azru_kg.intake.convert.statements.accounts import convert
from azru_kg.intake.drafts import Drafts
from azru_kg.intake.register import Register, RowRefused
from azru_kg.intake.sheets.schemas.row import SheetRow
from azru_kg.intake.sheets.schemas.statements import AccountRow

Rows = dict[str, dict[str, SheetRow]]
EVENT = "meeting-2024-05-14-example"
CLAIM = f"claim:{EVENT}-step-to-normalisation-by-example-speaker"


def test_every_row_of_the_sheet_is_one_claim(rows: Rows, register: Register) -> None:
    assert len(rows["accounts"]) > 600
    for row in rows["accounts"].values():
        assert isinstance(row, AccountRow)
        assert len(convert(row, register, Drafts()).claims) == 1


def test_an_account_says_of_what_which_aspect_what_and_who_says_so(examples: Examples) -> None:
    stated = examples.state(examples.make("accounts"))
    (claim,) = stated.claims
    assert claim == CLAIM
    assert stated.block(claim) == [
        "a azru:Account",
        'azru:asOf "2024-05-14"^^xsd:date',
        "azru:aspect code:consequence",
        "azru:position code:step-to-normalisation",
        "azru:voice code:indirect",
        "prov:wasAttributedTo person:example-speaker",
        f"prov:wasDerivedFrom quote:{SOURCE}-example-speaker-d0c1fe",
        'rdfs:label "Meeting on road transport: a step to better relations, according to Example'
        ' Speaker"@en',
        f"schema:about event:{EVENT}",
    ]
    assert stated.mentions() == {f"event:{EVENT}", "person:example-speaker"}


def test_what_two_documents_report_of_one_speaker_is_one_claim(examples: Examples) -> None:
    stated = examples.state(
        examples.make("accounts"),
        examples.make("accounts", source=OTHER, voice="direct", printed="", stated_on="2024-05-15"),
    )
    assert stated.claims == [CLAIM, CLAIM]
    assert "azru:voice code:direct" in stated.block(CLAIM, OTHER)
    assert 'azru:asOf "2024-05-15"^^xsd:date' in stated.block(CLAIM, OTHER)


def test_what_two_say_alike_is_two_claims_in_one_document_too(examples: Examples) -> None:
    rows = [
        examples.make("accounts"),
        examples.make("accounts", speaker="example-builders"),
        examples.make("accounts", speaker="Local media"),
    ]
    assert len({row.key for row in rows}) == len(rows)
    stated = examples.state(*rows)
    ends = [claim.rpartition("-by-")[2] for claim in stated.claims]
    assert ends == ["example-speaker", "example-builders", "local-media"]
    assert 'azru:unnamedSpeaker "Local media"' in stated.block(stated.claims[2])


def test_what_two_documents_say_themselves_is_two_claims(examples: Examples) -> None:
    stated = examples.state(
        *(
            examples.make("accounts", source=source, speaker="narration", voice="", printed="")
            for source in (SOURCE, OTHER)
        )
    )
    ends = [claim.rpartition("-by-")[2] for claim in stated.claims]
    assert ends == [SOURCE, OTHER]
    lines = stated.block(stated.claims[0])
    assert "azru:voice code:narration" in lines
    assert not [line for line in lines if line.startswith("prov:wasAttributedTo")]


@pytest.mark.parametrize(
    "about", ["project:example-bridge", "agreement:example-transport-memorandum-2024"]
)
def test_an_account_may_be_of_another_thing_than_an_event(examples: Examples, about: str) -> None:
    stated = examples.state(examples.make("accounts", about=about, inferred="position"))
    lines = stated.block(stated.claims[0])
    assert f"schema:about {about}" in lines
    assert "azru:inferred azru:position" in lines


def test_an_account_is_always_somebodys(examples: Examples) -> None:
    row = examples.make("accounts")
    nobodys = row.model_copy(update={"speaker": None})
    assert [field for field, _ in nobodys.check()] == ["speaker"]


def test_unknown_words_and_positions_on_another_aspect_are_refused(examples: Examples) -> None:
    with pytest.raises(RowRefused, match="position: 'a-lie' is none of access-denied"):
        examples.state(examples.make("accounts", position="a-lie"))
    with pytest.raises(RowRefused, match="aspect: 'bird-strike' is of the aspect 'cause'"):
        examples.state(examples.make("accounts", position="bird-strike"))


def test_the_table_of_positions_and_the_code_lists_agree(register: Register) -> None:
    for cells in register.terms.read("positions"):
        assert cells["raw"] == cells["code"]
        for column in ("code", "aspect"):
            assert register.knows("code", cells[column]), cells
