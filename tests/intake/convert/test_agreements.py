"""What a row says of an agreement and its signing."""

from __future__ import annotations

from collections.abc import Callable

from azru_kg.intake.convert.agreements import convert
from azru_kg.intake.drafts import Drafts
from azru_kg.intake.register import Register
from azru_kg.intake.sheets.schemas import AgreementRow, SheetRow

Rows = dict[str, dict[str, SheetRow]]
Show = Callable[[Drafts, str], str]


def _agreement(rows: Rows, name: str) -> AgreementRow:
    row = rows["agreements"][name]
    assert isinstance(row, AgreementRow)
    return row


def _tell(drafts: Drafts, show: Show) -> str:
    return "\n\n".join(show(drafts, file) for file in drafts.files if file.startswith("sources/"))


def test_every_signatory_of_every_agreement_is_a_claim(rows: Rows, register: Register) -> None:
    for row in rows["agreements"].values():
        assert isinstance(row, AgreementRow)
        outcome = convert(row, register, Drafts())
        assert len(set(outcome.claims)) == len(row.signatories)


def test_an_agreement_says_what_its_sources_leave_open(
    rows: Rows, register: Register, show: Show
) -> None:
    drafts = Drafts()
    convert(_agreement(rows, "border-troops-agreement-1992"), register, drafts)
    assert (
        "agreement:border-troops-agreement-1992\n"
        "  azru:party country:AZ , country:RU ;\n"
        '  dcterms:issued "1992-10-06"^^xsd:date ;\n'
        "  dcterms:subject sector:border , sector:defence ;\n"
        "  dcterms:type code:agreement ;\n"
        "  azru:notStated dcterms:replaces , dcterms:temporal , dcterms:valid .\n"
    ) in _tell(drafts, show)


def test_an_agreement_signed_at_no_known_event_has_a_signing_of_its_own(
    rows: Rows, register: Register, show: Show
) -> None:
    drafts = Drafts()
    convert(_agreement(rows, "border-troops-agreement-1992"), register, drafts)
    assert (
        "event:signing-border-troops-agreement-1992\n"
        "  azru:signed agreement:border-troops-agreement-1992 ;\n"
        "  schema:location place:moscow ;\n"
        '  schema:startDate "1992-10-06"^^xsd:date .'
    ) in _tell(drafts, show)


def test_a_signatory_signs_for_a_side(rows: Rows, register: Register, show: Show) -> None:
    drafts = Drafts()
    convert(_agreement(rows, "friendship-treaty-1992"), register, drafts)
    claim = "claim:signing-friendship-treaty-1992-signatory-boris-yeltsin"
    block = _tell(drafts, show).partition(f"{claim}\n")[2].partition("\n\n")[0]
    assert "azru:onBehalfOf country:RU ;" in block
    assert "azru:participant person:boris-yeltsin ;" in block
    assert "azru:role code:signatory ;" in block


def test_each_file_names_its_own_source_as_evidence_only(rows: Rows, register: Register) -> None:
    drafts = Drafts()
    row = _agreement(rows, "friendship-treaty-1992")
    convert(row, register, drafts)
    for name in row.sources:
        slug = name.removeprefix("src-")
        derived = {
            str(triple.object)
            for triple in drafts.files[f"sources/{slug}.ttl"]
            if triple.predicate.value.endswith("wasDerivedFrom")
        }
        assert derived == {f"<https://w3id.org/azru-kg/id/source/{slug}>"}


def test_a_signing_of_the_founding_documents_keeps_its_iri(
    rows: Rows, register: Register, show: Show
) -> None:
    drafts = Drafts()
    outcome = convert(_agreement(rows, "roadmap-2024-2026"), register, drafts)
    assert "event:roadmap-signing-2024" in outcome.things
    assert "agreement:roadmap-2024-2026" in outcome.things
    assert "entities/agreements.ttl" not in drafts.files
    assert "dcterms:temporal period:2024-2026" in _tell(drafts, show)
