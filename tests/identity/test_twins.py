"""Pairs that may be one thing are found, and others are not; and the graph has none unreviewed."""

from __future__ import annotations

from pathlib import Path

import pytest

from azru_kg.check.lint.corpus import read_files, read_layout
from azru_kg.graph.dataset import DataFile
from azru_kg.graph.layout import Layout, built_in
from azru_kg.identity import Twins, find_twins, read_reviewed
from azru_kg.rdf.prefixes import PREFIXES
from azru_kg.rdf.statements import Statements

ROOT = Path(__file__).parents[2]
REVIEWED = ROOT / "sheets" / "terms" / "distinct.csv"
HEAD = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())


def read(folder: Path, text: str, *others: str) -> Statements:
    """Return statements in Turtle, each text a graph of its own."""
    files = []
    for number, one in enumerate((text, *others)):
        path = folder / f"{number}.ttl"
        path.write_text(HEAD + one, encoding="utf-8")
        files.append(DataFile(path, f"urn:graph:{number}"))
    return read_files(files, make_empty(folder / "empty")).given


def make_empty(folder: Path) -> Layout:
    """Return a graph that says nothing."""
    for part in ("ontology", "graph/entities", "shapes"):
        (folder / part).mkdir(parents=True, exist_ok=True)
        (folder / part / "empty.ttl").touch()
    return Layout(folder)


def find(folder: Path, text: str, *others: str) -> list[tuple[str, str, str]]:
    """Return the pairs found among statements."""
    found = find_twins(read(folder, text, *others))
    return [(twins.kind, twins.first, twins.second) for twins in found]


def test_a_person_in_cyrillic_is_found_to_be_one_in_latin_letters(tmp_path: Path) -> None:
    assert find(
        tmp_path,
        """
        person:a skos:prefLabel "Ильхам Алиев"@ru . person:b skos:prefLabel "Əliyev İlham"@az .
        person:c skos:prefLabel "Heydar Aliyev"@en .
        """,
    ) == [("person", "a", "b")]


def test_a_body_is_found_under_a_name_with_more_words(tmp_path: Path) -> None:
    assert find(
        tmp_path,
        """
        organisation:a skos:prefLabel
          "Joint Azerbaijan-Russia commission on sharing the water resources of the Samur"@en .
        organisation:b skos:prefLabel "Azerbaijani-Russian Joint Commission for Sharing Water
          Resources of the Transboundary Samur River"@en .
        organisation:c skos:prefLabel "Joint Azerbaijani-Russian Demarcation Commission"@en .
        """.replace("Water\n          Resources", "Water Resources"),
    ) == [("organisation", "a", "b")]


def test_things_of_two_kinds_may_have_one_name(tmp_path: Path) -> None:
    text = 'organisation:a skos:prefLabel "Dagestan"@en . place:a skos:prefLabel "Dagestan"@en .'
    assert find(tmp_path, text) == []


AGREEMENTS = """
agreement:a skos:prefLabel "Gas supply contract between Gazprom Export and SOCAR"@en ;
  azru:party country:AZ , country:RU .
agreement:b skos:prefLabel "Gas purchase and sale contract between Gazprom Export and SOCAR"@en ;
  azru:party country:AZ , country:RU .
agreement:c skos:prefLabel "Contract on freight cars"@en ; azru:party country:AZ , country:RU .
"""


def test_agreements_of_one_date_and_parties_are_compared_by_half_their_names(
    tmp_path: Path,
) -> None:
    assert find(tmp_path, AGREEMENTS) == [("agreement", "a", "b")]


@pytest.mark.parametrize(
    "difference",
    ['agreement:b dcterms:issued "2022-11-15"^^xsd:date .', "agreement:b azru:party country:IR ."],
)
def test_agreements_of_other_dates_or_parties_are_not(tmp_path: Path, difference: str) -> None:
    assert find(tmp_path, AGREEMENTS, PREFIX_XSD + difference) == []


PREFIX_XSD = "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
PEOPLE = """
claim:a-1 azru:event event:a ; azru:participant person:x .
claim:a-2 azru:event event:a ; azru:participant person:y .
claim:b-1 azru:event event:b ; azru:participant person:y .
claim:b-2 azru:event event:b ; azru:participant person:x .
event:a a azru:Visit ; skos:prefLabel "A visit"@en .
event:b a azru:Visit ; skos:prefLabel "Talks in Baku"@en .
period:2020-M08 dcat:startDate "2020-08-01" ; dcat:endDate "2020-08-31" .
"""


@pytest.mark.parametrize(
    "dates",
    [
        'event:a schema:startDate "2020-08-25" . event:b schema:startDate "2020-08-25" .',
        'event:a schema:startDate "2020-08-25" . event:b azru:dateWithin period:2020-M08 .',
        'event:a schema:startDate "2020-08-25" ; schema:location place:baku .',
        "",
    ],
)
def test_events_of_the_same_people_with_dates_that_agree_may_be_one(
    tmp_path: Path, dates: str
) -> None:
    assert find(tmp_path, PEOPLE + dates) == [("event", "a", "b")]


@pytest.mark.parametrize(
    "difference",
    [
        'event:a schema:startDate "2020-08-25" . event:b schema:startDate "2020-08-26" .',
        'event:a schema:startDate "2020-09-01" . event:b azru:dateWithin period:2020-M08 .',
        "event:a schema:location place:baku . event:b schema:location place:moscow .",
        "event:b a azru:Signing .",
        "claim:b-3 azru:event event:b ; azru:participant person:z .",
    ],
)
def test_events_of_other_days_places_types_or_people_are_two(
    tmp_path: Path, difference: str
) -> None:
    assert find(tmp_path, PEOPLE + difference) == []


def test_events_alike_in_name_are_one_only_if_their_dates_agree(tmp_path: Path) -> None:
    names = 'event:a skos:prefLabel "Third summit"@en . event:b skos:prefLabel "Third Summit"@en .'
    dates = 'event:a schema:startDate "2010-11-18" . event:b schema:startDate "2014-09-29" .'
    assert find(tmp_path, names) == [("event", "a", "b")]
    assert find(tmp_path, names + dates) == []


FIGURE = """
claim:{} a azru:Figure ; azru:indicator indicator:trade ; azru:between country:AZ , country:RU ;
  sdmx-measure:obsValue {} ; azru:bound code:{} .
"""


def test_one_figure_twice_from_one_source_is_found_however_it_is_told(tmp_path: Path) -> None:
    text = FIGURE.format("a", "4.3", "as-stated") + FIGURE.format("b", "4.3", "more-than")
    assert find(tmp_path, text) == [("claim", "a", "b")]


def test_one_figure_from_two_sources_is_two_claims(tmp_path: Path) -> None:
    first, second = FIGURE.format("a", "4.3", "x"), FIGURE.format("b", "4.3", "x")
    assert find(tmp_path, first, second) == []


def test_figures_of_another_value_or_thing_are_two(tmp_path: Path) -> None:
    text = FIGURE.format("a", "4.3", "x") + FIGURE.format("b", "4.4", "x")
    dimension = FIGURE.format("c", "4.3", "x") + "claim:c azru:mode code:rail ."
    assert find(tmp_path, text + dimension) == []


def test_one_match_or_one_address_for_two_things_is_found(tmp_path: Path) -> None:
    text = """
    person:a skos:exactMatch wd:Q1 . person:b skos:exactMatch wd:Q1 , wd:Q2 .
    source:a foaf:page <https://example.org/> . source:b foaf:page <https://example.org/> .
    """
    assert find(tmp_path, text) == [("person", "a", "b"), ("source", "a", "b")]


@pytest.mark.long
def test_the_graph_has_no_pair_that_nobody_has_looked_at() -> None:
    found = find_twins(read_layout(built_in()).given)
    assert read_reviewed(REVIEWED).leave_out(found) == []


def test_taking_a_row_out_of_the_table_shows_its_pair_again(tmp_path: Path) -> None:
    text = """
    person:yevgeny-primakov skos:prefLabel "Yevgeny Primakov"@en .
    person:evgeny-primakov-rossotrudnichestvo skos:prefLabel "Yevgeny Primakov Jr."@en .
    """
    found = find_twins(read(tmp_path, text))
    assert found == [
        Twins("person", "evgeny-primakov-rossotrudnichestvo", "yevgeny-primakov", "names alike")
    ]
    assert read_reviewed(REVIEWED).leave_out(found) == []
    lines = REVIEWED.read_text(encoding="utf-8").splitlines(keepends=True)
    short = tmp_path / "distinct.csv"
    short.write_text("".join(line for line in lines if "primakov" not in line), encoding="utf-8")
    assert read_reviewed(short).leave_out(found) == found
