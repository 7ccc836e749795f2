"""What a row says of the signing of an agreement."""

from __future__ import annotations

import pytest
from tests.support.statements import OTHER, SOURCE, Examples, Stated

from azru_kg.intake.convert.statements.signings import convert
from azru_kg.intake.drafts import Drafts
from azru_kg.intake.register import Register, RowRefused
from azru_kg.intake.sheets.schemas.row import SheetRow
from azru_kg.intake.sheets.schemas.statements import SigningRow
from azru_kg.rdf.oxigraph_terms import named

Rows = dict[str, dict[str, SheetRow]]
AGREEMENT = "agreement:example-transport-memorandum-2024"
SIGNING = "event:signing-example-transport-memorandum-2024"
CLAIM = "claim:signing-example-transport-memorandum-2024-signatory"
NOBODY = {"signatory": "", "for": "", "signed_at": "", "printed": ""}


def state(examples: Examples, **changes: str) -> Stated:
    return examples.state(examples.make("signings", **NOBODY | changes))


def test_every_row_of_the_sheet_is_stated_and_each_signatory_is_a_claim(
    rows: Rows, register: Register
) -> None:
    for row in rows["signings"].values():
        assert isinstance(row, SigningRow)
        claims = convert(row, register, Drafts()).claims
        assert len(claims) == bool(row.signatory or row.for_)


def test_an_agreement_signed_at_no_known_event_has_a_signing_of_its_own(
    examples: Examples,
) -> None:
    stated = state(examples)
    assert stated.claims == []
    assert stated.thing(SIGNING, "events") == [
        "a azru:Signing",
        "dcterms:type code:signing",
        'skos:prefLabel "Signing: Memorandum on road transport"@en',
    ]
    assert stated.block(SIGNING) == [
        f"azru:signed {AGREEMENT}",
        'schema:startDate "2024-05-14"^^xsd:date',
    ]
    assert stated.block(AGREEMENT) == ['dcterms:issued "2024-05-14"^^xsd:date']
    assert stated.mentions() == {AGREEMENT, SIGNING}


def test_a_date_without_its_day_is_a_period(examples: Examples) -> None:
    stated = state(examples, signed_on="2024-04", inferred="signed_on")
    assert stated.block(SIGNING) == [
        "azru:dateWithin period:2024-M04",
        "azru:inferred azru:dateWithin",
        "azru:notStated schema:startDate",
        f"azru:signed {AGREEMENT}",
    ]
    assert "azru:notStated dcterms:issued" in stated.block(AGREEMENT)


def test_without_a_date_it_is_only_said_that_it_was_signed(examples: Examples) -> None:
    stated = state(examples, signed_on="")
    assert stated.block(SIGNING) == [f"azru:signed {AGREEMENT}"]
    assert stated.block(AGREEMENT) == []
    silent = state(examples, signed_on="", silent="signed_on;signed_at;signatory")
    assert "azru:notStated schema:location , schema:startDate" in silent.block(SIGNING)


def test_a_signatory_signs_for_a_side(examples: Examples) -> None:
    stated = state(examples, signatory="example-speaker", **{"for": "AZ"}, inferred="for")
    assert stated.claims == [f"{CLAIM}-example-speaker"]
    assert stated.block(stated.claims[0]) == [
        "a azru:Participation",
        'azru:asOf "2024-05-14"^^xsd:date',
        f"azru:event {SIGNING}",
        "azru:inferred azru:onBehalfOf",
        "azru:onBehalfOf country:AZ",
        "azru:participant person:example-speaker",
        "azru:role code:signatory",
        f"prov:wasDerivedFrom source:{SOURCE}",
        'rdfs:label "Example Speaker signs for Azerbaijan: Memorandum on road transport"@en',
    ]


@pytest.mark.parametrize(
    ("signatory", "side", "claim", "label"),
    [
        ("example-speaker", "", "-example-speaker", "Example Speaker signs"),
        ("", "RU", "-for-ru", "Russia signs"),
        ("", "example-builders", "-for-example-builders", "Example Builders signs"),
        (
            "example-speaker",
            "example-builders",
            "-example-speaker-for-example-builders",
            "Example Speaker signs for Example Builders",
        ),
    ],
)
def test_a_signatory_may_be_a_person_a_body_a_country_or_two_of_them(
    examples: Examples, signatory: str, side: str, claim: str, label: str
) -> None:
    stated = state(examples, signatory=signatory, **{"for": side})
    assert stated.claims == [f"{CLAIM}{claim}"]
    lines = stated.block(stated.claims[0])
    assert f'rdfs:label "{label}: Memorandum on road transport"@en' in lines


def test_a_signatory_stands_only_in_the_graph_of_the_source_that_names_one(
    examples: Examples,
) -> None:
    stated = examples.state(
        examples.make("signings"), examples.make("signings", **NOBODY, source=OTHER)
    )
    (claim,) = stated.claims
    assert stated.block(claim)
    assert stated.block(claim, OTHER) == []
    assert stated.block(SIGNING, OTHER) == [
        f"azru:signed {AGREEMENT}",
        'schema:startDate "2024-05-14"^^xsd:date',
    ]


def test_a_signing_of_the_founding_documents_keeps_its_iri(rows: Rows, register: Register) -> None:
    drafts = Drafts()
    for row in rows["signings"].values():
        if isinstance(row, SigningRow) and row.agreement == "roadmap-2024-2026":
            convert(row, register, drafts)
    assert "entities/events.ttl" not in drafts.files
    subjects = {triple.subject for triples in drafts.files.values() for triple in triples}
    assert named("event:roadmap-signing-2024") in subjects


def test_a_document_tells_of_no_signing_after_its_own_day(examples: Examples) -> None:
    with pytest.raises(RowRefused, match="2024-05-15 is after 2024-05-14") as refused:
        state(examples, signed_on="2024-05-15")
    assert refused.value.field == "signed_on"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"agreement": "nothing"}, "agreement"),
        ({"signed_at": "Nowhere"}, "signed_at"),
        ({"signatory": "nobody"}, "signatory"),
        ({"for": "nobody"}, "for"),
        ({"for": "ZZ"}, "for"),
    ],
)
def test_what_is_unknown_is_refused_by_its_field(
    examples: Examples, changes: dict[str, str], field: str
) -> None:
    with pytest.raises(RowRefused) as refused:
        state(examples, **changes)
    assert refused.value.field == field
