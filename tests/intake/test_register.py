from __future__ import annotations

from pathlib import Path

import pytest

from azru_kg.graph.layout import Layout
from azru_kg.intake.drafts import Drafts
from azru_kg.intake.known_things import KnownThings
from azru_kg.intake.register import Register, RowRefused
from azru_kg.intake.sheets.schemas.registers import PersonRow, SourceRow
from azru_kg.intake.sheets.schemas.row import SheetRow
from azru_kg.intake.sheets.word_tables import Terms
from azru_kg.rdf.oxigraph_terms import english


def make_source(name: str, published: str | None) -> SourceRow:
    cells = {"title": "A", "publisher": "A", "language": "az", "published": published}
    return SourceRow.model_validate({"id": name, "url": "https://example.org/", **cells})


@pytest.fixture
def register(tmp_path: Path, founding: Layout) -> Register:
    """What is known with one person, four sources, and two ids of one person."""
    (tmp_path / "same.csv").write_text("kind,id,same_as\nperson,a-lee,ann-lee\n")
    (tmp_path / "units.csv").write_text("raw,qudt\nUSD billion,CCY_USD\n")
    ann = PersonRow.model_validate({"id": "ann-lee", "name_en": "Ann Lee", "country": "AZ"})
    again = PersonRow.model_validate({"id": "a-lee", "name_en": "A. Lee", "country": "AZ"})
    sources = [
        make_source("later", "2020-02-01"),
        make_source("day", "2020-01-02"),
        make_source("month", "2019-12"),
        make_source("undated", None),
    ]
    rows: dict[str, dict[str, SheetRow]] = {
        "people": {"a-lee": again, "ann-lee": ann},
        "sources": {row.id: row for row in sources},
    }
    return Register(rows, Terms(tmp_path), KnownThings(founding))


def test_a_thing_is_found_by_its_row_by_the_graph_and_under_its_other_id(
    register: Register,
) -> None:
    assert register.find("person", "ann-lee", "person") == "person:ann-lee"
    assert register.find("person", "a-lee", "person") == "person:ann-lee"
    assert register.find("country", "AZ", "country") == "country:AZ"
    assert register.find("source", "day", "source") == "source:day"
    assert register.find_thing("person:a-lee", "thing") == "person:ann-lee"
    assert register.knows("source", "newsaz-2024-01-22-roadmap")


def test_a_thing_has_the_name_of_its_own_row(register: Register) -> None:
    assert register.label("person:ann-lee") == "Ann Lee"
    assert register.label("country:AZ") == "Azerbaijan"
    assert register.label("post:unknown-post") == "unknown-post"


def test_a_thing_described_meanwhile_is_known_by_its_name(register: Register) -> None:
    assert not register.knows("post", "minister")
    Drafts(register.labels).describe("post:minister", "skos:prefLabel", english("Minister"))
    assert register.label("post:minister") == "Minister"
    assert register.knows("post", "minister")


def test_a_document_whose_text_is_archived_is_read_word_by_word(register: Register) -> None:
    assert register.is_read_word_by_word("newsaz-2024-01-22-roadmap")
    assert not register.is_read_word_by_word("trend-2019-06-14-samur-16th")
    assert register.is_founding("claim:mustafayev-deputy-pm")


def test_an_unknown_thing_is_refused_with_the_nearest_and_what_to_do(register: Register) -> None:
    with pytest.raises(RowRefused) as caught:
        register.find("person", "ann-le", "participant")
    assert (caught.value.field, caught.value.reason) == (
        "participant",
        "there is no person 'ann-le'. Did you mean 'ann-lee'? Add it to the sheet people.",
    )


def test_an_unknown_word_is_refused_with_the_nearest(register: Register) -> None:
    with pytest.raises(RowRefused) as caught:
        register.find_word("units", "raw", "USD bilion", "unit")
    assert caught.value.reason.endswith("terms/units.csv. Did you mean 'USD billion'?")


def test_after_many_guesses_no_more_are_made(register: Register) -> None:
    reasons = []
    for _ in range(102):
        with pytest.raises(RowRefused) as caught:
            register.find_word("units", "raw", "USD bilion", "unit")
        reasons.append(caught.value.reason)
    assert "Did you mean" in reasons[99]
    assert "Did you mean" not in reasons[100]


def test_a_thing_of_one_of_several_kinds_is_found_or_refused_with_all_of_them(
    register: Register,
) -> None:
    kinds = ("person", "organisation")
    assert register.find_among(kinds, "ann-lee", "speaker") == "person:ann-lee"
    assert register.find_among(kinds, "azru-kg-editors", "speaker") == (
        "organisation:azru-kg-editors"
    )
    with pytest.raises(RowRefused) as caught:
        register.find_among(kinds, "anne-lee", "speaker")
    assert caught.value.reason == (
        "there is no person or organisation 'anne-lee'. Did you mean 'ann-lee'?"
        " Add it to the sheet people or organisations."
    )


def test_the_only_thing_of_a_name_is_found_by_it(register: Register) -> None:
    assert register.find_named("person", "Ann Lee") == "person:ann-lee"
    assert register.find_named("person", "Nobody") is None
    register.labels["person:another"] = "Ann Lee"
    assert register.find_named("person", "Ann Lee") is None


def test_the_date_of_publication_is_that_of_the_row(register: Register) -> None:
    assert str(register.find_publication("day")) == "2020-01-02"
    assert str(register.find_publication("month")) == "2019-12"
    assert register.find_publication("undated") is None
    assert register.find_publication("nowhere") is None
