"""Every term in use is declared: our own in the ontology, others on a frozen list of real ones."""

import re
from pathlib import Path

import pyoxigraph as ox
import pytest

from azru_kg.check import lint
from azru_kg.rdf.prefixes import EXTERNAL, IDENTITY, ONTOLOGY, PREFIXES, SHAPES

pytestmark = pytest.mark.long

LIST = Path(lint.__file__).with_name("external_terms.txt").read_text(encoding="utf-8")
LISTED = {line for line in LIST.splitlines() if line and not line.startswith("#")}
VOCABULARIES = {prefix: space for prefix, space in EXTERNAL.items() if prefix != "wd"}
"""The reused vocabularies; Wikidata is a register of things, not of terms."""

TYPE = f"{PREFIXES['rdf']}type"
MARKS = ["editorial", "inferred", "notStated", "openList"]


def text(term: object) -> str:
    """The IRI or the characters of a term; a quoted triple has none."""
    return str(getattr(term, "value", ""))


def iris(terms: set[ox.Triple | ox.NamedNode | ox.BlankNode | ox.Literal]) -> set[str]:
    """The IRIs among terms, those of the datatypes of literals included."""
    datatypes = {term.datatype.value for term in terms if isinstance(term, ox.Literal)}
    return datatypes | {term.value for term in terms if isinstance(term, ox.NamedNode)}


def named(quads: list[ox.Quad]) -> set[str]:
    return iris({part for quad in quads for part in quad.triple})


def used(quads: list[ox.Quad]) -> set[str]:
    """What is said of other things: to be given a label is no use."""
    return iris({part for quad in quads for part in (quad.predicate, quad.object)})


def external(terms: set[str]) -> set[str]:
    """The prefixed names of those IRIs that are terms of other vocabularies."""
    return {
        f"{prefix}:{iri.removeprefix(space)}"
        for iri in terms
        for prefix, space in VOCABULARIES.items()
        if iri.startswith(space) and iri != space
    }


def declared(quads: list[ox.Quad]) -> set[str]:
    return {
        text(quad.subject)
        for quad in quads
        if quad.predicate.value == TYPE and text(quad.subject).startswith(f"{ONTOLOGY}#")
    }


def unknown(terms: set[str], quads: list[ox.Quad]) -> set[str]:
    """Those IRIs that are neither terms of the ontology nor on the list."""
    return {iri for iri in terms - declared(quads) if not external({iri}) & LISTED}


def test_every_term_of_another_vocabulary_is_on_the_list(quads: list[ox.Quad]) -> None:
    assert external(named(quads)) - LISTED == set()


def test_the_list_holds_no_term_that_is_not_in_use(quads: list[ox.Quad]) -> None:
    assert LISTED - external(used(quads)) == set()


def test_the_list_is_sorted_within_each_vocabulary() -> None:
    for block in LIST.strip().split("\n\n")[1:]:
        names = block.splitlines()[1:]
        assert names == sorted(set(names))
        assert len({name.partition(":")[0].partition("-")[0] for name in names}) == 1


def test_every_term_of_ours_is_declared_in_the_ontology(quads: list[ox.Quad]) -> None:
    ours = {iri for iri in used(quads) if iri.startswith(f"{ONTOLOGY}#")} - {f"{ONTOLOGY}#"}
    assert ours - declared(quads) == set()


def test_every_predicate_and_every_class_is_a_known_term(quads: list[ox.Quad]) -> None:
    predicates = {quad.predicate.value for quad in quads}
    classes = {text(quad.object) for quad in quads if quad.predicate.value == TYPE}
    assert unknown(predicates | classes, quads) == set()


@pytest.mark.parametrize("mark", MARKS)
def test_what_a_mark_marks_is_a_known_property(quads: list[ox.Quad], mark: str) -> None:
    marked = {text(quad.object) for quad in quads if quad.predicate.value == f"{ONTOLOGY}#{mark}"}
    properties = {iri for iri in marked if re.search(r"[#/][a-z]\w*$", iri)}
    assert marked == properties != set()
    assert unknown(marked, quads) == set()


def test_every_other_iri_is_an_address_or_a_thing(quads: list[ox.Quad]) -> None:
    """What is no term stands as subject or object only: pages, licences, registers, our things."""
    own = (IDENTITY, ONTOLOGY, SHAPES)
    spaces = tuple(VOCABULARIES.values())
    others = {iri for iri in named(quads) if not iri.startswith((*own, *spaces))}
    assert others
    assert others & {quad.predicate.value for quad in quads} == set()
