import pyoxigraph as ox
import pytest

from azru_kg.api.text_table import lay_out
from azru_kg.rdf.oxigraph_terms import AnyTerm
from azru_kg.rdf.prefixes import PREFIXES

AZ = ox.NamedNode("https://w3id.org/azru-kg/id/country/AZ")


def number(lexical: str) -> ox.Literal:
    return ox.Literal(lexical, datatype=ox.NamedNode(f"{PREFIXES['xsd']}decimal"))


def test_iris_are_prefixed_names_and_columns_align() -> None:
    rows: list[list[AnyTerm | None]] = [
        [AZ, ox.Literal("Azerbaijan", language="en")],
        [ox.NamedNode("urn:x"), None],
    ]
    assert lay_out(["country", "name"], rows) == (
        "country     name\n----------  ----------\ncountry:AZ  Azerbaijan\nurn:x\n"
    )


def test_numbers_align_at_the_right_with_their_lexical_form() -> None:
    rows: list[list[AnyTerm | None]] = [[number("2.50"), AZ], [number("010"), AZ], [None, AZ]]
    assert [line[:5] for line in lay_out(["x", "y"], rows).splitlines()[2:]] == [
        "2.50 ",
        " 010 ",
        "     ",
    ]


def test_a_column_with_other_values_too_aligns_at_the_left() -> None:
    rows: list[list[AnyTerm | None]] = [[number("1"), AZ], [ox.Literal("long text"), AZ]]
    assert lay_out(["x", "y"], rows).splitlines()[2] == "1          country:AZ"


def test_wide_letters_count_as_the_columns_that_they_take() -> None:
    rows: list[list[AnyTerm | None]] = [
        [ox.Literal("阿塞拜疆"), AZ],
        [ox.Literal("Bakı"), AZ],
        [ox.Literal("e\u0301"), AZ],
    ]
    assert lay_out(["x", "y"], rows).splitlines()[2:] == [
        "阿塞拜疆  country:AZ",
        "Bakı      country:AZ",
        "e\u0301         country:AZ",
    ]


def test_long_values_are_whole() -> None:
    text = "word " * 200 + "end"
    assert text in lay_out(["x"], [[ox.Literal(text)]])


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (ox.Literal("a\nb"), r"a\nb"),
        (ox.Literal("a\tb"), r"a\tb"),
        (ox.Literal("\x1b[2Jgone"), r"\u001B[2Jgone"),
        (ox.Literal("2\u00a0600"), r"2\u00A0600"),
        (ox.Literal("txt\u202eexe"), r"txt\u202Eexe"),
    ],
)
def test_a_value_takes_one_line_and_cannot_drive_the_terminal(value: AnyTerm, shown: str) -> None:
    assert lay_out(["x"], [[value]]).splitlines()[2:] == [shown]


def test_blank_nodes_and_triples_are_shown_as_in_turtle() -> None:
    triple = ox.Triple(AZ, ox.NamedNode("urn:p"), ox.Literal("o"))
    lines = lay_out(["x"], [[ox.BlankNode("b1")], [triple]]).splitlines()
    assert lines[2:] == ["_:b1", str(triple)]


def test_no_rows_leave_the_head() -> None:
    assert lay_out(["x", "name"], []) == "x  name\n-  ----\n"


def test_no_variables_are_no_text() -> None:
    assert lay_out([], [[], []]) == ""
