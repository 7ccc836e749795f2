from __future__ import annotations

from pathlib import Path

import pytest

from azru_kg.graph.layout import built_in
from azru_kg.intake.drafts import Drafts
from azru_kg.intake.register import Register, RowRefused
from azru_kg.intake.sheets.schemas import PersonRow, SheetRow, SourceRow
from azru_kg.intake.sheets.word_tables import Terms
from azru_kg.rdf.oxigraph_terms import english


def make_source(name: str, published: str | None) -> SourceRow:
    cells = {"title": "A", "publisher": "A", "language": "az", "published": published}
    return SourceRow.model_validate({"id": name, "url": "https://example.org/", **cells})


@pytest.fixture
def register(tmp_path: Path) -> Register:
    """What is known with one person, four sources, and two ids of one person."""
    (tmp_path / "same.csv").write_text("kind,id,same_as\nperson,a-lee,ann-lee\n")
    (tmp_path / "units.csv").write_text("raw,qudt\nUSD billion,CCY_USD\n")
    person = {"country": "AZ", "sources": ["day"]}
    ann = PersonRow.model_validate({"id": "ann-lee", "name_en": "Ann Lee", **person})
    again = PersonRow.model_validate({"id": "a-lee", "name_en": "A. Lee", **person})
    sources = [
        make_source("src-later", "2020-02-01"),
        make_source("src-day", "2020-01-02"),
        make_source("month", "2019-12"),
        make_source("undated", None),
    ]
    rows: dict[str, dict[str, SheetRow]] = {
        "people": {"a-lee": again, "ann-lee": ann},
        "sources": {row.id: row for row in sources},
    }
    return Register(rows, Terms(tmp_path), built_in())


def test_a_thing_is_found_by_its_row_by_the_graph_and_under_its_other_id(
    register: Register,
) -> None:
    assert register.find("person", "ann-lee", "person") == "person:ann-lee"
    assert register.find("person", "a-lee", "person") == "person:ann-lee"
    assert register.find("country", "AZ", "country") == "country:AZ"
    assert register.find("source", "src-day", "sources") == "source:day"
    assert register.find("source", "day", "sources") == "source:day"
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
    assert register.list_sources(["newsaz-2024-01-22-roadmap", "day"]) == ["day"]
    assert register.is_founding("claim:mustafayev-deputy-pm")


def test_an_unknown_thing_is_refused_with_the_nearest_and_what_to_do(register: Register) -> None:
    with pytest.raises(RowRefused) as caught:
        register.find("person", "ann-le", "stated_by")
    assert (caught.value.field, caught.value.reason) == (
        "stated_by",
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


def test_the_files_of_founding_documents_are_left_out(register: Register) -> None:
    given = ["src-day", "newsaz-2024-01-22-roadmap", "day", "src-later"]
    assert register.list_sources(given) == ["day", "later"]


def test_the_earliest_full_date_of_publication_comes_first(register: Register) -> None:
    found = register.find_publication(["src-later", "month", "day", "undated"])
    assert found is not None
    assert str(found.day) == "2020-01-02"
    partial = register.find_publication(["undated", "month"])
    assert partial is not None
    assert str(partial.first) == "2019-12-01"
    assert register.find_publication(["undated"]) is None
