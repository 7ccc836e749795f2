from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
from tests.support.sampling import sample_daily

from azru_kg.check import lint
from azru_kg.check.lint.vocabulary import Vocabulary, exists, list_terms
from azru_kg.rdf.prefixes import EXTERNAL, ONTOLOGY, expand
from azru_kg.rdf.statements import TYPE, Statement, Statements

LISTS = ["external_terms.txt", "more_terms.txt"]


def read(name: str) -> list[str]:
    text = Path(lint.__file__).with_name(name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def declare(*names: str) -> Vocabulary:
    kind = ox.NamedNode(expand("owl:Class"))
    return Vocabulary(
        Statements(Statement(ox.NamedNode(f"{ONTOLOGY}#{name}"), TYPE, kind, "") for name in names)
    )


@pytest.mark.parametrize("name", sample_daily(LISTS, 2))
def test_every_listed_term_exists(name: str) -> None:
    assert [term for term in read(name) if not exists(*term.split(":"))] == []


def test_no_term_is_listed_twice() -> None:
    both = [term for name in LISTS for term in read(name)]
    assert len(both) == len(set(both))


@pytest.mark.parametrize(
    "term",
    ["skos:prefLable", "owl:versionURI", "dcat:Datasets", "oa:exakt", "rdf:_x", "foaf:Peson"],
)
def test_terms_that_do_not_exist_are_missed(term: str) -> None:
    assert not exists(*term.split(":"))
    assert declare().lacks_external(expand(term))


@pytest.mark.parametrize(
    "term", ["rdf:_1", "dcat:inSeries", "oa:hasTarget", "geo:hasGeometry", "xsd:gYear", "sh:xone"]
)
def test_terms_that_the_graph_does_not_use_exist_all_the_same(term: str) -> None:
    assert exists(*term.split(":"))


@pytest.mark.parametrize(
    "iri", sample_daily([*EXTERNAL.values(), f"{ONTOLOGY}#", "https://example.org/a"], 4)
)
def test_a_namespace_by_itself_and_what_is_in_none_are_not_missed(iri: str) -> None:
    words = declare()
    assert not words.lacks_own(iri)
    assert not words.lacks_external(iri)
    assert not words.doubts_external(iri)


def test_units_and_items_of_wikidata_are_not_judged() -> None:
    words = declare()
    for iri in (expand("unit:Furlong"), expand("wd:Q0")):
        assert not words.lacks_external(iri)
        assert not words.doubts_external(iri)


def test_a_guess_is_the_nearest_in_its_own_spelling_first() -> None:
    words = declare("Event", "event", "Figure")
    assert words.guess(f"{ONTOLOGY}#evnt") == " Did you mean azru:event?"
    assert words.guess(f"{ONTOLOGY}#FIGURE") == " Did you mean azru:Figure?"
    assert words.guess(f"{ONTOLOGY}#Kazoo") == ""


def test_guesses_end_after_a_hundred() -> None:
    words = declare("Figure")
    guesses = [words.guess(f"{ONTOLOGY}#Figure{number}") for number in range(150)]
    assert all(guesses[:100])
    assert not any(guesses[100:])


def test_all_terms_of_a_vocabulary_are_listed_without_their_prefix() -> None:
    assert {"prefLabel", "Concept"} <= list_terms("skos")
    assert list_terms("wd") == frozenset()
