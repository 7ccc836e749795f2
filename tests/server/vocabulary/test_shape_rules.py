from __future__ import annotations

import pyoxigraph as ox

from azru_kg.rdf.prefixes import PREFIXES
from azru_kg.server.pages.cells import Links
from azru_kg.server.vocabulary.shape_rules import Rulebook, ShapeRule, arrange_shapes

SHAPES = """
azru-sh:Figure a sh:NodeShape ; rdfs:label "Figure"@en ; sh:targetClass azru:Figure ;
  sh:property azru-sh:Figure-bound , azru-sh:Shared ; sh:or ( azru-sh:A azru-sh:B ) .
azru-sh:Figure-bound a sh:PropertyShape ; sh:path ( azru:bound [ sh:inversePath skos:inScheme ] ) ;
  sh:minCount 1 ; sh:maxCount 1 ; sh:in ( code:about "x y" ) ; sh:severity sh:Warning ;
  sh:message "One bound."@en .
azru-sh:Person a sh:NodeShape ; sh:targetClass foaf:Person ; sh:property azru-sh:Shared .
azru-sh:Shared a sh:PropertyShape ; sh:path [ sh:alternativePath ( rdfs:label skos:prefLabel ) ] ;
  sh:minCount 1 .
azru-sh:A a sh:PropertyShape ; sh:path azru:asOf ; sh:maxCount 2 .
azru-sh:B a sh:NodeShape ; sh:class azru:Claim .
"""


def read(text: str = SHAPES) -> Rulebook:
    head = "".join(f"@prefix {name}: <{space}> .\n" for name, space in PREFIXES.items())
    parsed = ox.parse((head + text).encode(), format=ox.RdfFormat.TURTLE)
    return arrange_shapes([quad.triple for quad in parsed], Links())


def find(curie: str) -> ShapeRule:
    book = read()
    rules = [rule for shape in (*book.chapters, *book.shared) for rule in shape.rules]
    return next(rule for rule in (*rules, *book.lone) if rule.curie == curie)


def test_a_path_is_written_as_a_query_has_it() -> None:
    assert find("azru-sh:Figure-bound").path == "azru:bound / ^skos:inScheme"
    assert find("azru-sh:Shared").path == "(rdfs:label | skos:prefLabel)"


def test_a_rule_says_how_many_what_and_in_which_words() -> None:
    rule = find("azru-sh:Figure-bound")
    assert (rule.counts, rule.constraints) == ("1", ('sh:in ( code:about "x y" )',))
    assert (rule.severity, rule.message) == ("Warning", "One bound.")
    assert find("azru-sh:Shared").counts == "1–…"
    assert find("azru-sh:A").counts == "0–2"


def test_each_shape_has_its_anchor_once() -> None:
    book = read()
    shapes = (*book.chapters, *book.shared)
    inner = [rule.anchor for shape in shapes for rule in shape.rules if rule.path]
    anchors = [shape.anchor for shape in shapes if shape.anchor] + inner
    anchors += [rule.anchor for rule in book.lone]
    named = sorted(anchor for anchor in anchors if anchor)
    assert named == ["A", "B", "Figure", "Figure-bound", "Person", "Shared"]


def test_what_a_node_itself_is_asked_stands_first() -> None:
    (figure, _) = read().chapters
    assert figure.rules[0].constraints == ("sh:or ( azru-sh:A azru-sh:B )",)
    assert [target.text for target in figure.targets] == ["azru:Figure"]


def test_a_list_that_comes_back_to_itself_ends() -> None:
    ring = """azru-sh:R a sh:NodeShape ; sh:targetClass azru:Figure ; sh:in _:a .
_:a rdf:first code:about ; rdf:rest _:a ."""
    (shape,) = read(ring).chapters
    assert shape.rules[0].constraints == ("sh:in ( code:about )",)
