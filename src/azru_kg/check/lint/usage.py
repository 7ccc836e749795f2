"""Rules on the ontology as a whole: what it declares is in use, or says that it waits."""

from __future__ import annotations

from collections.abc import Iterator

from azru_kg.check.lint.corpus import Corpus
from azru_kg.check.lint.rule import Hit, Rule, hit_thing
from azru_kg.check.lint.vocabulary import Vocabulary
from azru_kg.rdf.prefixes import PREFIXES, expand, shorten
from azru_kg.rdf.statements import TYPE, Statement, Statements

_STATUS = "vs:term_status"


def find_unused_terms(corpus: Corpus) -> Iterator[Hit]:
    """Yield each class and property of ours that no data use."""
    used = find_used(corpus)
    for iri in sorted(Vocabulary(corpus.all).own):
        if iri not in used and not is_testing(corpus.all, iri):
            yield hit_thing(iri, f"No data use {shorten(iri)}", path=expand(_STATUS))


def find_unused_lists(corpus: Corpus) -> Iterator[Hit]:
    """Yield each code list none of whose codes is used."""
    named = {statement.object.value for statement in corpus.all.read("skos:inScheme")}
    unused = named - {statement.object.value for statement in _read_used_codes(corpus)}
    for iri in sorted(iri for iri in unused if iri.startswith(PREFIXES["code"])):
        if not is_testing(corpus.all, iri):
            yield hit_thing(iri, f"No data use a code of {shorten(iri)}", path=expand(_STATUS))


def find_used_testing(corpus: Corpus) -> Iterator[Hit]:
    """Yield each term and code list of ours that is in use and said to wait for that."""
    lists = {statement.object.value for statement in _read_used_codes(corpus)}
    terms = find_used(corpus) & set(Vocabulary(corpus.all).own)
    for iri in sorted(terms | lists):
        if is_testing(corpus.all, iri):
            message = f"{shorten(iri)} has the status “testing” and is in use"
            yield hit_thing(iri, message, path=expand(_STATUS))


def find_used(corpus: Corpus) -> set[str]:
    """Return the predicates and the classes that data use, with the classes above them."""
    classes = {statement.object.value for statement in corpus.data.by_predicate.get(TYPE, ())}
    return {*corpus.data.by_predicate, *climb(corpus.all, classes)}


def climb(known: Statements, classes: set[str]) -> set[str]:
    """Return classes with all classes above them."""
    climbed, layer = set(classes), set(classes)
    while layer:
        above = {up.value for iri in layer for up in known.values(iri, "rdfs:subClassOf")}
        layer = above - climbed
        climbed |= layer
    return climbed


def is_testing(known: Statements, iri: str) -> bool:
    """Return whether a term or code list says that it waits for its first data."""
    return any(status.value == "testing" for status in known.values(iri, _STATUS))


def _read_used_codes(corpus: Corpus) -> list[Statement]:
    codes = corpus.all.read("skos:inScheme")
    return [code for code in codes if code.subject.value in corpus.data.by_object]


RULES = (
    Rule(
        name="unused-term",
        severity="warning",
        asks="Every class and property of ours is used by the data, or has the status “testing”.",
        why="A term without data has never been tried.",
        fix='use it, remove it, or give it vs:term_status "testing".',
        find=find_unused_terms,
        whole=True,
    ),
    Rule(
        name="unused-code-list",
        severity="warning",
        asks="Every code list is used by the data, or has the status “testing”.",
        why="A list that nothing uses has never been tried. Single codes are offers, and may wait.",
        fix='use a code of it, remove the list, or give it vs:term_status "testing".',
        find=find_unused_lists,
        whole=True,
    ),
    Rule(
        name="testing-term-in-use",
        severity="warning",
        asks="A class, property or code list of ours that is in use has not the status “testing”.",
        why="The status tells users what they may build on.",
        fix='give a term vs:term_status "stable"; take the status off a code list.',
        find=find_used_testing,
        whole=True,
    ),
)
