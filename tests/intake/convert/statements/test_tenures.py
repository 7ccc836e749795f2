"""What a row says of a person in a post."""

from __future__ import annotations

import pytest
from tests.support.statements import OTHER, SOURCE, Examples, Stated

from azru_kg.intake.convert.statements.tenures import convert
from azru_kg.intake.drafts import Drafts
from azru_kg.intake.register import Register, RowRefused
from azru_kg.intake.sheets.schemas.row import SheetRow
from azru_kg.intake.sheets.schemas.statements import TenureRow

Rows = dict[str, dict[str, SheetRow]]
CLAIM = "claim:example-speaker-director-example-builders"


def state(examples: Examples, **changes: str) -> Stated:
    return examples.state(examples.make("tenures", **{"silent": ""} | changes))


def test_every_row_of_the_sheet_is_a_tenure_or_two(rows: Rows, register: Register) -> None:
    assert len(rows["tenures"]) > 1000
    for row in rows["tenures"].values():
        assert isinstance(row, TenureRow)
        claims = convert(row, register, Drafts()).claims
        assert 1 <= len(set(claims)) == len(claims) <= 2


def test_a_tenure_says_who_holds_which_post_on_which_day(examples: Examples) -> None:
    stated = state(examples)
    assert stated.claims == [f"{CLAIM}-2024-05-14"]
    assert stated.block(stated.claims[0]) == [
        "a azru:Tenure",
        'azru:asOf "2024-05-14"^^xsd:date',
        'azru:attestedOn "2024-05-14"^^xsd:date',
        "azru:post post:director-example-builders",
        "org:member person:example-speaker",
        f"prov:wasDerivedFrom quote:{SOURCE}-director-example-speaker-622a2a",
        'rdfs:label "Example Speaker, Director of Example Builders, 2024-05-14"@en',
    ]
    assert stated.mentions() == {"person:example-speaker", "post:director-example-builders"}


def test_words_for_a_post_name_it_with_body_and_country(rows: Rows, register: Register) -> None:
    (row,) = [
        row
        for row in rows["tenures"].values()
        if isinstance(row, TenureRow)
        and (row.person, row.source) == ("zakir-hasanov", "168am-2013-11-21-ministers")
    ]
    assert (row.post, row.organisation) == (
        "Minister of Defence",
        "Ministry of Defence of Azerbaijan",
    )
    assert convert(row, register, Drafts()).claims == (
        "claim:zakir-hasanov-minister-of-defence-az-2013-11-21",
    )


def test_a_text_that_names_two_posts_makes_two_tenures(rows: Rows, register: Register) -> None:
    row = TenureRow.model_validate(
        {
            "person": "alexei-overchuk",
            "post": "Deputy Prime Minister, Minister of Industry and Trade",
            "organisation": "Republic of Tatarstan",
            "country": "RU",
            "attested_on": "2024-10-08",
            "source": "runews24-2024-10-08-putin-aliyev",
        }
    )
    assert convert(row, register, Drafts()).claims == (
        "claim:alexei-overchuk-deputy-prime-minister-tatarstan-2024-10-08",
        "claim:alexei-overchuk-minister-of-industry-and-trade-tatarstan-2024-10-08",
    )


@pytest.mark.parametrize(
    ("day", "slug", "period"),
    [("2023", "2023", "period:2023"), ("2023-10", "2023-10", "period:2023-M10")],
)
def test_a_date_without_day_is_not_stated_and_lies_within_a_period(
    examples: Examples, day: str, slug: str, period: str
) -> None:
    stated = state(examples, attested_on=day)
    assert stated.claims == [f"{CLAIM}-{slug}"]
    lines = stated.block(stated.claims[0])
    assert f"azru:dateWithin {period}" in lines
    assert "azru:notStated azru:attestedOn" in lines


def test_without_a_date_nothing_is_made_up(examples: Examples) -> None:
    stated = state(examples, attested_on="")
    assert stated.claims == [f"{CLAIM}-undated"]
    lines = stated.block(stated.claims[0])
    assert not [line for line in lines if "attestedOn" in line or "notStated" in line]


@pytest.mark.parametrize(
    ("days", "period"),
    [
        ({"from": "2020-01-21"}, "since-2020-01-21"),
        ({"to": "2024-05-07"}, "until-2024-05-07"),
        ({"from": "2020-01-21", "to": "2024-05-07"}, "2020-01-21-to-2024-05-07"),
    ],
)
def test_first_and_last_day_make_the_period_of_the_tenure(
    examples: Examples, days: dict[str, str], period: str
) -> None:
    stated = state(examples, attested_on="", inferred=";".join(days), **days)
    assert stated.claims == [f"{CLAIM}-{period}"]
    lines = stated.block(stated.claims[0])
    assert f"org:memberDuring period:{period}" in lines
    assert "azru:inferred org:memberDuring" in lines


def test_silence_of_one_end_is_none_where_the_other_is_stated(examples: Examples) -> None:
    lines = state(examples, **{"from": "2020", "silent": "to"}).block(f"{CLAIM}-2024-05-14")
    assert "org:memberDuring period:since-2020-01-01" in lines
    assert not [line for line in lines if "notStated" in line]


def test_two_documents_of_one_day_attest_one_tenure(examples: Examples) -> None:
    stated = examples.state(
        examples.make("tenures"), examples.make("tenures", source=OTHER, speaker="narration")
    )
    (claim,) = set(stated.claims)
    assert "azru:notStated org:memberDuring" in stated.block(claim)
    assert "azru:voice code:narration" in stated.block(claim, OTHER)


def test_nobody_is_attested_after_the_day_of_the_document(examples: Examples) -> None:
    with pytest.raises(RowRefused, match="2024-06 is after 2024-05-14") as refused:
        state(examples, attested_on="2024-06")
    assert refused.value.field == "attested_on"


def test_unknown_words_are_refused_with_the_nearest_known_ones(examples: Examples) -> None:
    with pytest.raises(RowRefused, match="Did you mean 'Deputy Prime Minister'") as refused:
        state(examples, post="Deputy Prime Ministre", organisation="Government", country="RU")
    assert refused.value.field == "post"
    with pytest.raises(RowRefused, match="give the id of a post of the sheet posts"):
        state(examples, post="director-example-builder")
