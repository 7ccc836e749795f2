"""What a row says that an agreement is."""

from __future__ import annotations

import pytest
from tests.support.statements import Examples

from azru_kg.intake.convert.registers.agreements import convert
from azru_kg.intake.drafts import Drafts
from azru_kg.intake.register import Register, RowRefused
from azru_kg.intake.sheets.schemas.registers import AgreementRow
from azru_kg.intake.sheets.schemas.row import SheetRow

pytestmark = pytest.mark.long

Rows = dict[str, dict[str, SheetRow]]
AGREEMENT = "agreement:example-transport-memorandum-2024"


def test_every_agreement_of_the_sheet_is_taken(rows: Rows, register: Register) -> None:
    for row in rows["agreements"].values():
        assert isinstance(row, AgreementRow)
        assert len(convert(row, register, Drafts()).things) == 1


def test_an_agreement_has_a_class_a_title_and_a_type_and_no_document(examples: Examples) -> None:
    stated = examples.state(examples.make("agreements", title=" Memorandum on road transport "))
    assert stated.thing(AGREEMENT, "agreements") == [
        "a azru:Agreement",
        "dcterms:type code:memorandum",
        'skos:prefLabel "Memorandum on road transport"@en',
    ]
    assert list(stated.drafts.files) == ["entities/agreements.ttl"]


def test_the_agreement_of_a_founding_document_keeps_its_description(
    rows: Rows, register: Register
) -> None:
    row = rows["agreements"]["roadmap-2024-2026"]
    assert isinstance(row, AgreementRow)
    drafts = Drafts()
    assert convert(row, register, drafts).things == ("agreement:roadmap-2024-2026",)
    said = [triple.predicate.value for triples in drafts.files.values() for triple in triples]
    assert not [name for name in said if name.endswith("prefLabel")]


def test_an_unknown_type_is_refused(examples: Examples) -> None:
    with pytest.raises(RowRefused, match=r"^type: 'note' is none of treaty, declaration"):
        examples.state(examples.make("agreements", type="note"))
