"""What a row says of an organisation."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from azru_kg.graph.layout import built_in
from azru_kg.intake.convert.registers import organisations
from azru_kg.intake.drafts import Drafts
from azru_kg.intake.known_things import KnownThings
from azru_kg.intake.register import Register, RowRefused
from azru_kg.intake.sheets.schemas.registers import OrganisationRow
from azru_kg.intake.sheets.schemas.row import SheetRow
from azru_kg.intake.sheets.word_tables import Terms

SHEETS = Path(__file__).parents[4] / "sheets"
Rows = dict[str, dict[str, SheetRow]]
Show = Callable[[Drafts, str], str]


def find_row(rows: Rows, name: str) -> OrganisationRow:
    row = rows["organisations"][name]
    assert isinstance(row, OrganisationRow)
    return row


def test_every_organisation_of_the_sheet_is_taken_and_doubles_are_one(
    rows: Rows, register: Register, show: Show
) -> None:
    drafts = Drafts()
    for name in rows["organisations"]:
        organisations.convert(find_row(rows, name), register, drafts)
    doubles = [kind for kind, _ in register.terms.same if kind == "organisation"]
    text = show(drafts, "entities/organisations.ttl")
    assert len(doubles) == 3
    assert text.count("a org:Organization") == len(rows["organisations"]) - len(doubles)
    assert text.count("dcterms:type code:") == text.count("a org:Organization")


def test_a_row_is_the_same_thing_as_its_double_whichever_is_read(
    rows: Rows, register: Register, show: Show
) -> None:
    texts = set()
    for name in ("metrovagonmash", "metrowagonmash"):
        drafts = Drafts()
        outcome = organisations.convert(find_row(rows, name), register, drafts)
        assert outcome.things == ("organisation:metrovagonmash",)
        texts.add(show(drafts, "entities/organisations.ttl"))
    (text,) = texts
    named = 'skos:prefLabel "Metrovagonmash"@en , "Метровагонмаш"@ru ;'
    assert text.startswith(f"organisation:metrovagonmash\n  a org:Organization ;\n  {named}")
    assert '"Metrowagonmash (Transmashholding)"@en' in text


@pytest.mark.long
def test_a_double_alone_leaves_what_the_graph_says_of_the_thing(rows: Rows, show: Show) -> None:
    alone = {**rows, "organisations": {"metrowagonmash": rows["organisations"]["metrowagonmash"]}}
    register = Register(alone, Terms(SHEETS / "terms"), KnownThings(built_in()))
    drafts = Drafts()
    organisations.convert(find_row(rows, "metrowagonmash"), register, drafts)
    assert drafts.files == {}


def test_a_name_to_prefer_makes_that_of_the_row_another_name(
    rows: Rows, register: Register, show: Show
) -> None:
    drafts = Drafts()
    organisations.convert(find_row(rows, "azerkimya"), register, drafts)
    text = show(drafts, "entities/organisations.ttl")
    assert 'skos:prefLabel "Azerkimya"@en , "Azərikimya"@az , "Азерикимья"@ru ;' in text
    assert '"Azerkimya (Azerikimya) Production Union"@en' in text.partition("skos:altLabel")[2]


def test_a_type_of_no_table_is_refused(rows: Rows, register: Register) -> None:
    row = find_row(rows, "kamaz").model_copy(update={"type": "band"})
    with pytest.raises(RowRefused, match=r"^type: 'band' is none of company, ministry") as refused:
        organisations.convert(row, register, Drafts())
    assert refused.value.field == "type"


def test_a_code_is_as_good_as_the_word_for_it(rows: Rows, register: Register, show: Show) -> None:
    for word in ("government", "government-body"):
        drafts = Drafts()
        row = find_row(rows, "kamaz").model_copy(update={"type": word})
        organisations.convert(row, register, drafts)
        assert "code:government-body" in show(drafts, "entities/organisations.ttl")
