from __future__ import annotations

import pyoxigraph as ox

from azru_kg.languages.reading import read_in
from azru_kg.rdf.prefixes import PREFIXES, expand, expand_all
from azru_kg.server.pages.facts import Facts

HEAD = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
AZ = expand("country:AZ")


def read(turtle: str) -> Facts:
    quads = ox.parse((HEAD + turtle).encode(), format=ox.RdfFormat.TURTLE)
    return Facts(quad.triple for quad in quads)


def test_a_thing_is_called_by_its_best_name_in_english_or_else_by_its_prefixed_name() -> None:
    facts = read(
        'country:AZ rdfs:label "AZ"@en ; skos:prefLabel "Azərbaycan"@az , "Azerbaijan"@en .'
    )
    assert facts.label(AZ) == "Azerbaijan"
    assert facts.label(expand("country:RU")) == "country:RU"
    assert facts.labels() == {AZ: "Azerbaijan"}


def test_a_text_without_an_english_form_is_taken_in_another_language() -> None:
    assert read('country:AZ skos:prefLabel "Азербайджан"@ru , "Azərbaycan"@az .').label(AZ) == (
        "Azərbaycan"
    )


def test_a_thing_is_called_in_the_language_that_is_read_or_else_in_english() -> None:
    turtle = 'country:AZ skos:prefLabel "Азербайджан"@ru , "Azerbaijan"@en .'
    for language, label, known in (("ru", "Азербайджан", "ru"), ("az", "Azerbaijan", "en")):
        with read_in(language):
            facts = read(turtle)
            found = facts.label(AZ)
            assert (found, getattr(found, "language", "")) == (label, known)
            assert facts.english(AZ) == "Azerbaijan"


def test_values_come_in_a_fixed_order_and_by_iri_or_prefixed_name() -> None:
    facts = read("country:AZ schema:about topic:b , topic:a .")
    assert facts.iris(AZ, "schema:about") == expand_all("topic:a topic:b")
    assert facts.values(AZ, expand("schema:about")) == facts.values(AZ, "schema:about")


def test_asking_for_a_thing_that_is_not_there_adds_nothing() -> None:
    facts = read("country:AZ a azru:Country .")
    assert facts.values("urn:x", "rdf:type") == facts.properties("urn:x") == []
    assert facts.subjects() == [AZ]


def test_a_property_may_be_an_iri_without_slashes() -> None:
    thing, mine = ox.NamedNode("urn:thing"), ox.NamedNode("urn:mine")
    facts = Facts([ox.Triple(thing, mine, ox.Literal("said"))])
    assert facts.text("urn:thing", *facts.properties("urn:thing")) == "said"
    assert facts.text("urn:thing", "urn:other") == ""
