from urllib.parse import parse_qs, urlsplit

import pyoxigraph as ox
import pytest

from azru_kg.rdf.oxigraph_terms import AnyTerm
from azru_kg.rdf.prefixes import BASE, PREFIXES
from azru_kg.server.ask.answers import LONGEST
from azru_kg.server.pages.cells import Cell, Links, find_iris, make_cell

XSD = PREFIXES["xsd"]
AZ = PREFIXES["country"] + "AZ"


def show(term: AnyTerm | None, labels: dict[str, str] | None = None) -> Cell:
    return make_cell(term, labels or {}, Links())


def number(lexical: str, datatype: str = "decimal") -> Cell:
    return show(ox.Literal(lexical, datatype=ox.NamedNode(XSD + datatype)))


def test_a_thing_of_the_graph_is_called_by_its_label_and_linked_to_its_description() -> None:
    cell = show(ox.NamedNode(AZ), {AZ: "Azerbaijan"})
    assert (cell.text, cell.note, cell.iri, cell.external) == (
        "Azerbaijan",
        "country:AZ",
        AZ,
        False,
    )
    assert cell.href == "/id/country/AZ"


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("id/quote/a#text", "/id/quote/a#text"),
        ("ontology", "/ontology"),
        ("ontology#Figure", "/ontology#Figure"),
        ("ontology/0.2.0", "/ontology/0.2.0"),
        ("shapes#Figure", "/shapes#Figure"),
        ("graph/entities", "/graph/entities"),
        ('id/x/"<a>', "/id/x/%22%3Ca%3E"),
    ],
)
def test_what_the_site_describes_is_linked_on_the_site(name: str, address: str) -> None:
    assert Links().target(BASE + name) == address


@pytest.mark.parametrize("name", ["dataset", "ontology-old", "problem/not-found"])
def test_other_names_of_the_project_are_linked_to_a_query(name: str) -> None:
    address = urlsplit(Links().target(BASE + name))
    assert (address.scheme, address.netloc, address.path) == ("", "", "/sparql")
    assert parse_qs(address.query) == {"query": [f"DESCRIBE <{BASE}{name}>"]}


def test_a_thing_without_a_label_is_called_by_its_prefixed_name_or_its_iri() -> None:
    assert show(ox.NamedNode(AZ)).text == "country:AZ"
    assert show(ox.NamedNode("https://example.org/x")).text == "https://example.org/x"
    assert show(ox.NamedNode("https://example.org/x")).note == ""


def test_an_address_elsewhere_is_linked_to_itself() -> None:
    for iri in ("https://example.org/x", "http://example.org/x", "HTTP://example.org/x"):
        assert (show(ox.NamedNode(iri)).href, show(ox.NamedNode(iri)).external) == (iri, True)


@pytest.mark.parametrize(
    "iri",
    [
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        "data:text/html,<script>",
        "vbscript:x",
        "file:///etc/passwd",
        "mailto:a@example.org",
        "urn:x",
        "https-not:x",
    ],
)
def test_no_other_scheme_becomes_a_link(iri: str) -> None:
    assert Links().target(iri) == ""


def test_links_stay_under_the_path_where_the_application_is_mounted() -> None:
    assert Links("/kg").target(AZ) == "/kg/id/country/AZ"
    assert Links("/kg").target(f"{BASE}dataset").startswith("/kg/sparql?query=DESCRIBE+%3Chttps")
    assert Links("/kg").references(AZ).startswith("/kg/sparql?query=SELECT+")


@pytest.mark.parametrize(
    ("lexical", "parts"),
    [
        ("87", ("87",)),
        ("7000", ("7000",)),
        ("12345", ("12", "345")),
        ("4300000000", ("4", "300", "000", "000")),
        ("-123456.75", ("-123", "456.75")),
        ("+100000", ("+100", "000")),
        ("0.0000001", ("0.0000001",)),
        ("1e10", ("1e10",)),
        ("NaN", ("NaN",)),
    ],
)
def test_the_digits_of_a_long_number_stand_by_thousands(
    lexical: str, parts: tuple[str, ...]
) -> None:
    assert number(lexical).parts == parts
    assert number(lexical).text == lexical


@pytest.mark.parametrize(
    "datatype", ["integer", "decimal", "double", "float", "nonNegativeInteger", "unsignedShort"]
)
def test_numbers_are_known_by_their_datatype(datatype: str) -> None:
    assert number("1", datatype).kind == "number"


@pytest.mark.parametrize("datatype", ["string", "date", "gYear", "boolean", "integerish"])
def test_other_datatypes_are_text(datatype: str) -> None:
    assert number("2024", datatype).kind == "text"


def test_text_says_its_language_or_its_datatype() -> None:
    assert show(ox.Literal("Bakı", language="az")) == Cell("text", ("Bakı",), "az", language="az")
    assert show(ox.Literal("Baku")).note == ""
    assert number("2024-01-22", "date").note == "xsd:date"


def test_a_very_long_text_is_cut_and_its_length_told() -> None:
    cell = show(ox.Literal("x" * (LONGEST + 1)))
    assert cell.text == "x" * LONGEST + "…"
    assert cell.cut == LONGEST + 1
    assert show(ox.Literal("x" * LONGEST)).cut == 0


def test_the_rest_has_no_link() -> None:
    triple = ox.Triple(ox.NamedNode(AZ), ox.NamedNode("urn:p"), ox.Literal("x"))
    assert show(triple, {AZ: "Azerbaijan"}).text == "<<( Azerbaijan urn:p x )>>"
    assert show(ox.BlankNode("abcdefghij")).text == "_:abcdefghij"
    assert {show(term).href for term in (triple, ox.BlankNode(), None)} == {""}


def test_iris_are_found_once_each_in_order_and_inside_triples() -> None:
    triple = ox.Triple(ox.NamedNode("urn:b"), ox.NamedNode("urn:p"), ox.NamedNode("urn:c"))
    terms = [ox.NamedNode("urn:a"), None, triple, ox.Literal("x"), ox.NamedNode("urn:b")]
    assert list(find_iris(terms)) == ["urn:a", "urn:b", "urn:p", "urn:c"]
