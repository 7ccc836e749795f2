from __future__ import annotations

import pyoxigraph as ox
import pytest

from azru_kg.rdf.prefixes import PREFIXES, expand
from azru_kg.server.pages.cells import Links
from azru_kg.server.pages.facts import Facts
from azru_kg.server.pages.saying import Saying, make_saying

HEAD = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
CLAIM = expand("claim:one")
NAMES = """
person:x skos:prefLabel "X"@en . organisation:ministry skos:prefLabel "Ministry"@en .
organisation:paper skos:prefLabel "The Paper"@en . period:may skos:prefLabel "May 2023"@en .
azru:baseline rdfs:label "baseline"@en . azru:expectedBy rdfs:label "expected by"@en .
quote:q oa:hasSource source:s . source:s dcterms:title "A title"@en .
"""
PUBLISHED = "source:s dcterms:publisher organisation:paper ."


def read(turtle: str) -> Facts:
    quads = ox.parse((HEAD + turtle).encode(), format=ox.RdfFormat.TURTLE)
    return Facts(quad.triple for quad in quads)


def say(said: str, names: str = PUBLISHED) -> Saying:
    graph = read(f"claim:one prov:wasDerivedFrom quote:q {said} .")
    return make_saying(read(NAMES + names), graph, CLAIM, Links(), {expand("quote:q"): 3})


@pytest.mark.parametrize(
    ("said", "lead", "speakers", "how"),
    [
        ("; prov:wasAttributedTo person:x ; azru:voice code:direct", "said by", ["X"], "direct"),
        ("; prov:wasAttributedTo organisation:ministry", "said by", ["Ministry"], ""),
        ('; azru:unnamedSpeaker "a diplomat"', "said by", ["a diplomat"], ""),
        ("; azru:voice code:narration", "told by the source itself", [], ""),
        ("; azru:voice code:document", "stated in a document", [], ""),
        ("; azru:notStated prov:wasAttributedTo", "who says it is not stated", [], ""),
        ("", "no speaker is recorded", [], ""),
    ],
)
def test_who_speaks_is_said_of_each_kind_of_speaker(
    said: str, lead: str, speakers: list[str], how: str
) -> None:
    saying = say(said)
    assert saying.lead == lead
    assert [speaker.text for speaker in saying.speakers] == speakers
    assert how in saying.how
    assert bool(saying.how) == bool(how)


def test_a_source_is_called_by_its_publisher_or_else_by_its_title() -> None:
    for saying, name in ((say(""), "The Paper"), (say("", names=""), "A title")):
        assert saying.source is not None
        assert saying.source.text == name
        assert saying.source.iri == expand("source:s")
    assert say("").notes == (3,)


def test_a_day_known_to_the_month_is_no_silence() -> None:
    assert say('; azru:asOf "2023-05-17"^^xsd:date').when == "17 May 2023"
    saying = say("; azru:notStated azru:asOf ; azru:dateWithin period:may")
    assert (saying.when, saying.silent) == ("May 2023", ())


def test_what_is_inferred_and_what_is_searched_for_in_vain_is_named() -> None:
    saying = say(
        "; prov:wasAttributedTo person:x ; azru:notStated azru:baseline"
        ' ; azru:inferred azru:expectedBy , prov:wasAttributedTo ; rdfs:comment "By sums."@en'
    )
    assert (saying.inferred, saying.silent) == (("expected by",), ("baseline",))
    assert "editors’ reading" in saying.reason
    assert saying.comments == ("By sums.",)
