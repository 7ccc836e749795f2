import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from rdflib.compare import isomorphic

from azru_kg.errors import DataError
from azru_kg.rdf.prefixes import PREFIXES
from azru_kg.turtle import rdfxml

P = ox.NamedNode("urn:p:name")
TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff")
    | st.sampled_from("\t\n\r<>&\"']"),
    max_size=10,
)


def parse(text: str) -> list[ox.Quad]:
    return list(ox.parse(text, format=ox.RdfFormat.TURTLE))


@given(TEXTS, st.sampled_from(["<urn:s>", "_:s"]), st.sampled_from(["", "@en", "^^<urn:d&'>"]))
def test_both_engines_read_any_text_back(text: str, subject: str, kind: str) -> None:
    line = f"{subject} <urn:p:name> {ox.Literal(text)}{kind} ."
    written = rdfxml.write(parse(line))
    (read,) = ox.parse(written, format=ox.RdfFormat.RDF_XML)
    assert read.object == parse(line)[0].object
    expected = rdflib.Graph().parse(data=line, format="nt")
    assert isomorphic(rdflib.Graph().parse(data=written, format="xml"), expected)


@pytest.mark.parametrize(
    "predicate",
    ["urn:p", "http://e/a?x=1&y", "http://e/1a", "http://e/a/b.c-d", f"{PREFIXES['azru']}kind"],
)
def test_predicates_in_and_outside_the_known_vocabularies_are_read_back(predicate: str) -> None:
    triple = ox.Triple(ox.NamedNode("urn:s"), ox.NamedNode(predicate), ox.NamedNode("urn:o?a&b"))
    (read,) = ox.parse(rdfxml.write([triple]), format=ox.RdfFormat.RDF_XML)
    assert read.triple == triple


@pytest.mark.parametrize("lexical", ["01", "2.50", "1.0e6", " 1 "])
def test_lexical_forms_are_kept(lexical: str) -> None:
    literal = ox.Literal(lexical, datatype=ox.NamedNode(f"{PREFIXES['xsd']}decimal"))
    text = rdfxml.write([ox.Triple(ox.NamedNode("urn:s"), P, literal)])
    (read,) = ox.parse(text, format=ox.RdfFormat.RDF_XML)
    assert read.object == literal


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("<urn:s> <http://e/1> <urn:o> .", "ends in no XML name"),
        (r'<urn:s> <urn:p> "a\u0001" .', "cannot hold"),
        (r'<urn:s> <urn:p> "a\uFFFF" .', "cannot hold"),
        ('<urn:s> <urn:p> "a"@ar--rtl .', "cannot hold"),
        ("<urn:s> <urn:p> <<( <urn:s> <urn:p> <urn:o> )>> .", "RDF 1.1"),
    ],
)
def test_what_rdf_xml_cannot_hold_is_refused(line: str, reason: str) -> None:
    with pytest.raises(DataError, match=reason):
        rdfxml.write(parse(line))
