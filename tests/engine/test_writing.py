import csv
import io
import random
from xml.etree import ElementTree

import pyoxigraph as ox
import pytest
import rdflib

from azru_kg.engine.writing import Writable, write_graph, write_rows
from azru_kg.errors import NotExpressible
from azru_kg.rdf.prefixes import PREFIXES

JSON = "application/sparql-results+json"
TSV = "text/tab-separated-values"
XML = "application/sparql-results+xml"
RDF_XML = "application/rdf+xml"
RDF = PREFIXES["rdf"]
# Characters that one format or another has a use for.
ODD = ",\"\r\n\t\\ \u00a0'<>&;|#a1ə\U0001f686"


def select(query: str, media_type: str, store: ox.Store | None = None) -> str:
    rows = (store or ox.Store()).query(query, prefixes=PREFIXES)
    assert isinstance(rows, ox.QuerySolutions)
    output = io.BytesIO()
    write_rows(rows, output, media_type)
    return output.getvalue().decode()


def construct(query: str, media_type: str) -> bytes:
    triples = ox.Store().query(query, prefixes=PREFIXES)
    assert isinstance(triples, ox.QueryTriples)
    output = io.BytesIO()
    write_graph(triples, output, media_type, PREFIXES)
    return output.getvalue()


def read_csv(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline=""), strict=True))


def test_a_field_of_csv_with_a_comma_is_quoted_be_it_an_iri() -> None:
    query = 'SELECT (IRI("http://ex/a,b") AS ?x) (1 AS ?y) ("c,d" AS ?z) {}'
    assert select(query, "text/csv") == 'x,y,z\r\n"http://ex/a,b",1,"c,d"\r\n'


def test_csv_reads_back_as_it_was_whatever_is_in_it() -> None:
    chance = random.Random(1)  # noqa: S311
    texts = ["".join(chance.choices(ODD, k=chance.randrange(8))) for _ in range(2500)]
    store = ox.Store()
    store.extend(
        ox.Quad(ox.NamedNode(f"urn:{number},{number}"), ox.NamedNode("urn:p"), ox.Literal(text))
        for number, text in enumerate(texts)
    )
    header, *rows = read_csv(select("SELECT ?s ?o { ?s ?p ?o }", "text/csv", store))
    assert header == ["s", "o"]
    assert sorted(rows) == sorted([f"urn:{n},{n}", text] for n, text in enumerate(texts))


def test_csv_has_a_field_for_each_kind_of_term() -> None:
    query = """SELECT * { VALUES (?a ?b) {
        (UNDEF 1.5) (<urn:a> 'x'@en) (<<(<urn:s> <urn:p> "a,\\"b\\"")>> '') } }"""
    assert read_csv(select(query, "text/csv"))[1:] == [
        ["", "1.5"],
        ["urn:a", "x"],
        ['<<( <urn:s> <urn:p> "a,\\"b\\"" )>>', ""],
    ]
    blank = read_csv(select("SELECT (BNODE() AS ?b) {}", "text/csv"))
    assert blank[1][0].startswith("_:")


def test_a_row_of_csv_is_never_an_empty_line() -> None:
    text = select("SELECT ?x { VALUES ?x { UNDEF '' 1 } }", "text/csv")
    assert text == 'x\r\n""\r\n""\r\n1\r\n'


@pytest.mark.parametrize("character", ["\x00", "\x01", "\x0b", "\x1f", "\ufffe", "\uffff"])
def test_what_xml_cannot_hold_is_said_and_not_written(character: str) -> None:
    escape = f"\\u{ord(character):04X}"
    reason = rf"U\+{ord(character):04X}, which XML cannot write"
    with pytest.raises(NotExpressible, match=reason):
        select(f'SELECT ("a{escape}b" AS ?x) {{}}', XML)
    with pytest.raises(NotExpressible, match=reason):
        construct(f'CONSTRUCT {{ <urn:s> <urn:p> "a{escape}b" }} WHERE {{}}', RDF_XML)
    for other in ("text/turtle", "application/n-triples", "application/ld+json"):
        assert construct(f'CONSTRUCT {{ <urn:s> <urn:p> "{escape}" }} WHERE {{}}', other)


def test_an_unfit_character_is_found_wherever_the_writer_cuts() -> None:
    query = "SELECT (CONCAT(?x, '\\uFFFE') AS ?y) { VALUES ?x { '%s' } }"
    for length in (8180, 8190, 16_370):
        for more in range(12):
            with pytest.raises(NotExpressible):
                select(query % ("x" * (length + more)), XML)


def test_a_carriage_return_survives_xml() -> None:
    root = ElementTree.fromstring(select('SELECT ("a\\r\\nb\\r" AS ?x) {}', XML))  # noqa: S314
    assert [node.text for node in root.iter() if node.tag.endswith("}literal")] == ["a\r\nb\r"]
    text = construct('CONSTRUCT { <urn:s> <http://x/p> "a\\r\\nb\\r" } WHERE {}', RDF_XML)
    assert b"&#xD;" in text
    graph = rdflib.Graph().parse(data=text, format="xml")
    assert set(map(str, graph.objects())) == {"a\r\nb\r"}


@pytest.mark.parametrize(
    "iri",
    [
        *("http://x/1", "http://x/", "http://x/a²", "http://x/٣a", "urn:a:1"),
        *(f"{RDF}li", f"{RDF}Description", f"{RDF}about", "http://www.w3.org/2000/xmlns/q"),
    ],
)
def test_a_property_that_rdf_xml_cannot_name_is_said_and_not_written(iri: str) -> None:
    with pytest.raises(NotExpressible, match="RDF/XML has no way to write the property"):
        construct(f"CONSTRUCT {{ <urn:s> <{iri}> 1 }} WHERE {{}}", RDF_XML)


@pytest.mark.parametrize(
    "iri", ["urn:a", "http://x/1a", "http://x/x,y", "http://x/ə-1.b", "http://x/a·b", f"{RDF}_1"]
)
def test_a_property_with_a_name_reads_back(iri: str) -> None:
    text = construct(f"CONSTRUCT {{ <urn:s> <{iri}> 1 }} WHERE {{}}", RDF_XML)
    assert set(map(str, rdflib.Graph().parse(data=text, format="xml").predicates())) == {iri}


@pytest.mark.parametrize("term", ['<<(<urn:a> <urn:b> "c")>>', '"a"@ar--rtl'])
def test_what_json_ld_cannot_hold_is_said_and_not_written(term: str) -> None:
    query = f"CONSTRUCT {{ <urn:s> <urn:p> ?o }} WHERE {{ VALUES ?o {{ {term} }} }}"
    with pytest.raises(NotExpressible, match="JSON-LD has no way to write"):
        construct(query, "application/ld+json")
    assert construct(query, "text/turtle")


class Flushed(io.BytesIO):
    """Knows how often it was told that this is all."""

    times = 0

    def flush(self) -> None:
        self.times += 1


@pytest.mark.parametrize("media_type", ["text/csv", TSV, JSON, XML])
@pytest.mark.parametrize("query", ["ASK {}", f"SELECT * {{ VALUES ?x {{ 1 {ox.Literal(ODD)} }} }}"])
def test_output_is_passed_on_to_the_end_and_is_the_same_in_one_piece(
    query: str, media_type: str
) -> None:
    written = []
    for is_short in (False, True):
        rows = ox.Store().query(query)
        assert isinstance(rows, ox.QuerySolutions | ox.QueryBoolean)
        output = Flushed()
        writable: Writable = output
        write_rows(rows, writable, media_type, is_short=is_short)
        assert output.times
        written.append(output.getvalue())
    assert written[0] == written[1] != b""
