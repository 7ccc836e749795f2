from __future__ import annotations

import pyoxigraph as ox
import pytest

from azru_kg.metadata.source_graphs import describe_source_graphs, list_names
from azru_kg.rdf.prefixes import PREFIXES
from azru_kg.turtle.style import write

HEAD = "".join(f"@prefix {prefix}: <{space}> .\n" for prefix, space in PREFIXES.items())
ENTITIES = """
organisation:trend skos:prefLabel "Trend"@en , "Тренд"@ru ; skos:altLabel "Trend News"@en .
period:2020-M05 skos:prefLabel "May 2020"@en .
"""


def parse(text: str) -> list[ox.Triple]:
    return [quad.triple for quad in ox.parse(HEAD + text, format=ox.RdfFormat.TURTLE)]


def describe(source: str, by_hand: str = "") -> str:
    triples = describe_source_graphs(
        {"one": parse(source)}, list_names(parse(ENTITIES)), parse(by_hand)
    )
    lines = write(triples).splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith("@prefix")).strip()


def test_a_graph_is_part_of_the_dataset_and_tells_of_its_source() -> None:
    text = 'source:one dcterms:publisher organisation:trend ; schema:datePublished "2019-06-14" .'
    assert describe(text) == (
        "<https://w3id.org/azru-kg/dataset>\n  void:subset graph:one .\n\n"
        "graph:one\n  a prov:Bundle , void:Dataset ;\n"
        '  dcterms:title "What a document of Trend, dated 14 June 2019, says"@en ;\n'
        "  prov:wasAttributedTo organisation:azru-kg-editors ;\n"
        "  prov:wasDerivedFrom source:one ."
    )


@pytest.mark.parametrize(
    ("source", "title"),
    [
        ("dcterms:publisher organisation:trend", "a document of Trend, without a date,"),
        (
            "dcterms:publisher organisation:nobody-named ; azru:dateWithin period:2020-M05",
            "a document of nobody-named, dated May 2020,",
        ),
        ("a azru:Source", "a document, without a date,"),
    ],
)
def test_what_is_not_known_is_left_out_of_the_title(source: str, title: str) -> None:
    other = "source:two dcterms:publisher organisation:trend ; schema:datePublished '2000-01-01' ."
    assert f'"What {title} says"@en' in describe(f"source:one {source} . {other}")


def test_a_graph_that_has_a_title_by_hand_is_left_to_the_hand() -> None:
    assert describe("source:one a azru:Source .", 'graph:one dcterms:title "Mine"@en .') == ""
