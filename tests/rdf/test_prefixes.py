import pytest

from azru_kg.rdf.prefixes import EXTERNAL, IDENTITY, KINDS, OWN, PREFIXES, shorten


def test_own_prefixes_come_first_and_the_others_in_alphabetical_order() -> None:
    assert list(PREFIXES) == [*OWN, *sorted(EXTERNAL)]


def test_each_kind_of_thing_has_a_prefix_of_its_own_name() -> None:
    assert {kind: PREFIXES[kind] for kind in KINDS} == {
        kind: f"{IDENTITY}{kind}/" for kind in KINDS
    }


def test_no_two_prefixes_stand_for_the_same_namespace() -> None:
    assert len(set(PREFIXES.values())) == len(PREFIXES)


def test_every_namespace_ends_where_a_name_can_follow() -> None:
    assert {iri[-1] for iri in PREFIXES.values()} <= {"#", "/"}


@pytest.mark.parametrize(
    ("iri", "name"),
    [
        ("https://w3id.org/azru-kg/id/country/AZ", "country:AZ"),
        ("https://w3id.org/azru-kg/id/quote/a#text", "quote:a#text"),
        ("https://w3id.org/azru-kg/ontology#Claim", "azru:Claim"),
        ("https://w3id.org/azru-kg/graph/entities", "graph:entities"),
        ("http://www.w3.org/2001/XMLSchema#date", "xsd:date"),
        ("https://w3id.org/azru-kg/id/unknown/a", "https://w3id.org/azru-kg/id/unknown/a"),
        ("https://schema.org/a/b", "https://schema.org/a/b"),
        ("https://example.org/x", "https://example.org/x"),
        ("", ""),
    ],
)
def test_an_iri_is_shortened_where_a_prefix_fits(iri: str, name: str) -> None:
    assert shorten(iri) == name
