from __future__ import annotations

from datetime import date
from decimal import Decimal

import pyoxigraph as ox
import pytest

from azru_kg.intake.drafts import Drafts, spell_decimal
from azru_kg.intake.sheets.dates import Period
from azru_kg.rdf.oxigraph_terms import english
from azru_kg.turtle.style import write


def show(drafts: Drafts, file: str) -> str:
    lines = write(drafts.files[file]).splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith("@prefix")).strip()


def test_what_a_source_states_stands_in_the_file_of_the_source_once() -> None:
    drafts = Drafts()
    for source in ("a", "b", "b"):
        drafts.state(source, "claim:x", "azru:asOf", date(2024, 1, 22))
    assert list(drafts.files) == ["sources/a.ttl", "sources/b.ttl"]
    assert show(drafts, "sources/b.ttl") == 'claim:x\n  azru:asOf "2024-01-22"^^xsd:date .'


def test_nothing_stated_makes_no_file() -> None:
    drafts = Drafts()
    drafts.state("a", "source:a", "schema:mentions")
    assert drafts.files == {}


def test_values_are_names_numbers_dates_and_texts() -> None:
    drafts = Drafts()
    drafts.describe("person:ann", "a", "foaf:Person")
    drafts.describe(
        "person:ann", "skos:prefLabel", english("Ann"), ox.Literal("Энн", language="ru")
    )
    drafts.describe("person:ann", "azru:size", Decimal("2.60"))
    assert show(drafts, "entities/people.ttl") == (
        'person:ann\n  a foaf:Person ;\n  skos:prefLabel "Ann"@en , "Энн"@ru ;\n  azru:size 2.6 .'
    )


def test_a_period_is_described_once_with_the_ends_it_has() -> None:
    drafts = Drafts()
    for _ in range(2):
        assert drafts.take_period(Period(date(2018, 1, 1), None)) == "period:since-2018-01-01"
    assert show(drafts, "entities/periods.ttl") == (
        "period:since-2018-01-01\n  a dcterms:PeriodOfTime ;\n"
        '  skos:prefLabel "since 1 January 2018"@en ;\n'
        '  dcat:startDate "2018-01-01"^^xsd:date .'
    )


def test_a_second_name_in_a_language_stands_beside_the_first() -> None:
    drafts = Drafts()
    for name in ("Astara railway", "Railway of Astara", "Astara railway"):
        drafts.describe("segment:a", "skos:prefLabel", english(name))
    assert show(drafts, "entities/corridors.ttl") == (
        'segment:a\n  skos:prefLabel "Astara railway"@en ;\n'
        '  skos:altLabel "Railway of Astara"@en .'
    )


def test_names_of_things_become_known_as_they_are_described_and_those_in_sources_do_not() -> None:
    labels: dict[str, str] = {}
    drafts = Drafts(labels)
    drafts.describe("post:a", "skos:prefLabel", english("A"), ox.Literal("Б", language="ru"))
    drafts.describe("post:a", "skos:prefLabel", english("Another"))
    drafts.state("x", "post:b", "skos:prefLabel", english("B"))
    assert labels == {"post:a": "A"}


def test_what_files_state_already_stays_and_its_names_come_first() -> None:
    before = Drafts()
    before.describe("post:a", "skos:prefLabel", english("By hand"))
    drafts = Drafts(given=before.files)
    drafts.describe("post:a", "skos:prefLabel", english("By row"))
    assert show(drafts, "entities/posts.ttl") == (
        'post:a\n  skos:prefLabel "By hand"@en ;\n  skos:altLabel "By row"@en .'
    )


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Decimal("2.60") * 1000000000, "2600000000.0"),
        (Decimal("1E+3"), "1000.0"),
        (Decimal("-0.050"), "-0.05"),
        (Decimal("1E-7"), "0.0000001"),
        (Decimal(0), "0.0"),
    ],
)
def test_a_number_is_written_without_exponent(value: Decimal, text: str) -> None:
    assert spell_decimal(value) == text
