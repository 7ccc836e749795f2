from __future__ import annotations

import pyoxigraph as ox
import pytest

from azru_kg.check.lint import values
from azru_kg.check.lint.corpus import Corpus
from azru_kg.rdf.prefixes import PREFIXES, expand
from azru_kg.rdf.statements import Statement, Statements

THING = ox.NamedNode(f"{PREFIXES['claim']}a")


def corpus(text: str, *, path: str = "rdfs:seeAlso", datatype: str = "xsd:string") -> Corpus:
    value = ox.Literal(text, datatype=ox.NamedNode(expand(datatype)))
    said = Statements([Statement(THING, expand(path), value, "")])
    return Corpus(said, said)


@pytest.mark.parametrize(
    "text", ["2024-01-22", "2024-01", "22.01.2024", "1/2/2024", "2024-01-22T10:00:00Z"]
)
def test_a_date_as_text_is_found(text: str) -> None:
    assert len(list(values.find_dates_as_text(corpus(text)))) == 1


@pytest.mark.parametrize(
    "text", ["2024", "2024-13-01", "2024-01-32", "1.2.3", "item 2024-01-22", "2026.11.0", "22-01"]
)
def test_other_text_is_no_date(text: str) -> None:
    assert list(values.find_dates_as_text(corpus(text))) == []


@pytest.mark.parametrize("path", ["skos:prefLabel", "oa:exact", "owl:versionInfo", "dcat:version"])
def test_a_date_may_be_a_name_or_a_quoted_word(path: str) -> None:
    assert list(values.find_dates_as_text(corpus("2024-01-22", path=path))) == []


@pytest.mark.parametrize(
    ("text", "datatype"),
    [
        ("2023-02-29", "xsd:date"),
        ("2024-1-2", "xsd:date"),
        ("yes", "xsd:boolean"),
        ("1,5", "xsd:decimal"),
        ("1.5", "xsd:integer"),
        ("-1", "xsd:nonNegativeInteger"),
        ("1_000", "xsd:integer"),
        ("١", "xsd:integer"),
        ("1E5", "xsd:decimal"),
        (" 5", "xsd:decimal"),
        ("inf", "xsd:double"),
        ("2024-13-01T24:00", "xsd:dateTime"),
    ],
)
def test_a_text_that_its_datatype_does_not_have_is_found(text: str, datatype: str) -> None:
    assert len(list(values.find_ill_typed(corpus(text, datatype=datatype)))) == 1


@pytest.mark.parametrize(
    ("text", "datatype"),
    [
        ("2024-02-29", "xsd:date"),
        ("2024-02-29Z", "xsd:date"),
        ("01", "xsd:integer"),
        ("+1.50", "xsd:decimal"),
        ("1", "xsd:boolean"),
        ("anything", "unit:NUM"),
        ("2024", "xsd:gYear"),
        ("2024-02", "xsd:gYearMonth"),
        ("P1Y", "xsd:duration"),
        ("INF", "xsd:double"),
        ("-1.5E-3", "xsd:double"),
        ("1.", "xsd:decimal"),
        ("-0044-03-15", "xsd:date"),
        ("12024-01-01", "xsd:date"),
        ("2024-01-01T24:00:00", "xsd:dateTime"),
    ],
)
def test_other_literals_are_well_typed(text: str, datatype: str) -> None:
    assert list(values.find_ill_typed(corpus(text, datatype=datatype))) == []


@pytest.mark.parametrize(("text", "found"), [("19", 1), ("-19", 1), ("19.0", 0), (".5", 0)])
def test_a_decimal_has_a_point(text: str, found: int) -> None:
    said = corpus(text, datatype="xsd:decimal")
    assert len(list(values.find_pointless(said))) == found


@pytest.mark.parametrize(
    ("text", "datatype", "found"),
    [("2038", "xsd:gYear", 0), ("2038.0", "xsd:decimal", 0), ("2038", "xsd:integer", 1)],
)
def test_the_value_of_a_figure_is_a_decimal_or_a_calendar_year(
    text: str, datatype: str, found: int
) -> None:
    said = corpus(text, path="sdmx-measure:obsValue", datatype=datatype)
    assert len(list(values.find_wrong_types(said))) == found
