import pytest

from azru_kg.query.constants import read_constants
from azru_kg.query.tokens import tokenize
from azru_kg.rdf.prefixes import PREFIXES, shorten


def read(query: str) -> list[str]:
    return [shorten(iri) for iri in read_constants([*tokenize(query)], PREFIXES)]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("ASK { ?s a azru:Figures ; skos:preflabel ?l }", ["azru:Figures", "skos:preflabel"]),
        ("ASK { <https://w3id.org/azru-kg/id/country/XX> ?p ?o }", ["country:XX"]),
        ("PREFIX o: <https://w3id.org/azru-kg/ontology#> ASK { ?s a o:Claim }", ["azru:Claim"]),
        (r"ASK { country:A\,Z ?p ?o }", ["country:A,Z"]),
        ("ASK FROM graph:none { ?s ?p ?o }", ["graph:none"]),
        ("CONSTRUCT { ?s azru:new 1 } WHERE { ?s azru:old 1 }", ["azru:old"]),
        ("CONSTRUCT WHERE { ?s azru:old 1 }", ["azru:old"]),
        ("ASK { ?s ?p '1'^^geo:wktLiteral FILTER(geof:area(?s) > xsd:integer('1')) }", []),
        ("ASK { ?s <http://example.org/p> <rel> FILTER(STRSTARTS(STR(?s), STR(country:))) }", []),
        ("ASK { VALUES ?c { country:AZ country:AZ } }", ["country:AZ"]),
        ("BASE <https://w3id.org/azru-kg/id/> ASK {}", []),
    ],
)
def test_the_names_that_a_query_looks_for_are_read(query: str, names: list[str]) -> None:
    assert read(query) == names


def test_no_more_than_twenty_are_read() -> None:
    assert (
        len(read("ASK { VALUES ?c { " + " ".join(f"country:x{n}" for n in range(50)) + " } }"))
        == 20
    )
