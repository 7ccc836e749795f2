"""What a row says of a person."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from azru_kg.intake.convert.registers import people
from azru_kg.intake.drafts import Drafts
from azru_kg.intake.register import Register, RowRefused
from azru_kg.intake.sheets.schemas.registers import PersonRow
from azru_kg.intake.sheets.schemas.row import SheetRow

Rows = dict[str, dict[str, SheetRow]]
Show = Callable[[Drafts, str], str]


def make_person(**fields: object) -> PersonRow:
    given = {"id": "ilham-aliyev", "name_en": "Ilham Aliyev", "country": "AZ"}
    return PersonRow.model_validate({**given, **fields})


def test_every_person_of_the_sheet_is_taken_and_has_an_english_name(
    rows: Rows, register: Register, show: Show
) -> None:
    drafts = Drafts()
    for row in rows["people"].values():
        assert isinstance(row, PersonRow)
        people.convert(row, register, drafts)
    text = show(drafts, "entities/people.ttl")
    assert text.count("a foaf:Person") == text.count("azru:country") == len(rows["people"])


def test_a_person_has_names_and_a_country_and_no_document(register: Register, show: Show) -> None:
    drafts = Drafts()
    names = {"name_en": "Anatoly Serdyukov", "name_ru": "Анатолий Сердюков"}
    row = make_person(id="anatoly-serdyukov", country="RU", **names)
    outcome = people.convert(row, register, drafts)
    assert outcome.things == ("person:anatoly-serdyukov",)
    described = show(drafts, "entities/people.ttl")
    assert described.startswith("person:anatoly-serdyukov\n  a foaf:Person ;\n  skos:prefLabel")
    assert '"Anatoly Serdyukov"@en' in described
    assert '"Анатолий Сердюков"@ru' in described
    assert described.endswith("azru:country country:RU .")
    assert list(drafts.files) == ["entities/people.ttl"]


def test_two_men_of_one_name_stay_apart(rows: Rows, register: Register, show: Show) -> None:
    drafts = Drafts()
    for name in ("yevgeny-primakov", "evgeny-primakov-rossotrudnichestvo"):
        row = rows["people"][name]
        assert isinstance(row, PersonRow)
        assert people.convert(row, register, drafts).things == (f"person:{name}",)
    text = show(drafts, "entities/people.ttl")
    assert text.count('"Yevgeny Primakov"@en') == text.count('"Yevgeny Primakov Jr."@en') == 1


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"country": "ZZ"}, "country"),
        ({"id": "nobody-at-all"}, "id"),
    ],
)
def test_what_is_unknown_is_refused_by_its_field(
    register: Register, fields: dict[str, object], field: str
) -> None:
    with pytest.raises(RowRefused) as refused:
        people.convert(make_person(**fields), register, Drafts())
    assert refused.value.field == field
