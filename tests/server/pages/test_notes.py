from __future__ import annotations

import pyoxigraph as ox
import pytest

from azru_kg.rdf.prefixes import PREFIXES, expand
from azru_kg.server.pages.cells import Links
from azru_kg.server.pages.facts import Facts
from azru_kg.server.pages.notes import Note, make_note, point_to

HEAD = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
QUOTE = """
quote:q oa:hasSource source:s ; oa:hasSelector <urn:text> , <urn:place> .
<urn:text> oa:exact "15-17 million, 5 & more" .
source:s dcterms:title "Açılış"@az ; schema:datePublished "2023-05-17"^^xsd:date ;
"""


def read(turtle: str) -> Note:
    quads = ox.parse((HEAD + QUOTE + turtle).encode(), format=ox.RdfFormat.TURTLE)
    return make_note(Facts(quad.triple for quad in quads), expand("quote:q"), 1, Links())


def test_words_are_linked_to_their_place_on_the_page() -> None:
    note = read("foaf:page <https://example.org/a> .")
    encoded = "15%2D17%20million%2C%205%20%26%20more"
    assert note.jump == f"https://example.org/a#:~:text={encoded}"
    assert note.source is not None
    assert (note.source.text, note.published) == ("Açılış", "17 May 2023")
    assert note.words == "“15-17 million, 5 & more”"


def test_words_with_a_position_have_their_place_in_the_text_too() -> None:
    note = read("foaf:page <https://example.org/a> . <urn:place> oa:start 5 ; oa:end 9 .")
    assert note.place == "characters 5 to 9 of the text"
    assert note.jump.startswith("https://example.org/a#:~:text=15%2D17")


def test_of_a_long_passage_both_ends_are_named() -> None:
    words = " ".join(f"word-{number}" for number in range(60))
    fragment = point_to("https://example.org/a", words).partition("#:~:text=")[2]
    first, last = fragment.split(",")
    assert first.startswith("word%2D0%20word%2D1%20")
    assert last.endswith("%20word%2D58%20word%2D59")


@pytest.mark.parametrize("page", ["", "foaf:page <javascript:alert(1)>", "foaf:page <urn:a>"])
def test_without_a_page_on_the_web_nothing_is_linked(page: str) -> None:
    assert read(f"{page} .").jump == ""


def test_a_page_that_has_a_fragment_keeps_it() -> None:
    assert point_to("https://example.org/a#b", "ə") == "https://example.org/a#b:~:text=%C9%99"
