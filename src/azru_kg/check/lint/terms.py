"""Rules on names: the terms and things that triples use exist, and are used as what they are."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pyoxigraph as ox

from azru_kg.check.lint.corpus import Corpus
from azru_kg.check.lint.rule import Hit, Rule, hit, hit_thing
from azru_kg.check.lint.vocabulary import CLASSES, PROPERTIES, Vocabulary
from azru_kg.rdf.prefixes import expand, shorten
from azru_kg.rdf.statements import TYPE, Statement, Statements

_TRUE = {"true", "1"}


def find_unknown_own(corpus: Corpus) -> Iterator[Hit]:
    """Yield each use of an azru: term that the ontology does not declare."""
    words = Vocabulary(corpus.all)
    for statement, iri in _find_uses(corpus.given, words.lacks_own):
        yield hit(statement, f"{shorten(iri)} is not in the ontology.{words.guess(iri)}")


def find_misused_own(corpus: Corpus) -> Iterator[Hit]:
    """Yield each class of ours that is used as a property, and each property used as a class."""
    own = Vocabulary(corpus.all).own
    for iri, types in own.items():
        if not types & PROPERTIES:
            for statement in corpus.given.by_predicate.get(iri, ()):
                yield hit(statement, f"{shorten(iri)} is a class, and stands here as a property")
        if not types & CLASSES:
            for statement in corpus.given.by_object.get(iri, ()):
                if statement.predicate == TYPE:
                    yield hit(
                        statement, f"{shorten(iri)} is a property, and stands here as a class"
                    )


def find_untyped_things(corpus: Corpus) -> Iterator[Hit]:
    """Yield each use of one of our things of which nothing says what it is."""
    words = Vocabulary(corpus.all)
    given = corpus.given
    for iri in sorted(filter(words.lacks_thing, {*given.by_object, *given.by_subject})):
        message = f"Nothing says what {shorten(iri)} is.{words.guess(iri)}"
        for statement in given.by_object.get(iri, ()):
            yield hit(statement, message)
        for statement in given.by_subject.get(iri, ())[:1]:
            yield hit_thing(iri, message, path=TYPE, graph=statement.graph)


def find_unknown_external(corpus: Corpus) -> Iterator[Hit]:
    """Yield each use of a term that a vocabulary known in full does not have."""
    words = Vocabulary(corpus.all)
    for statement, iri in _find_uses(corpus.given, words.lacks_external):
        yield hit(statement, f"There is no {shorten(iri)} in its vocabulary.{words.guess(iri)}")


def find_doubtful_external(corpus: Corpus) -> Iterator[Hit]:
    """Yield each use of a term that a vocabulary known in part is not known to have."""
    words = Vocabulary(corpus.all)
    for statement, iri in _find_uses(corpus.given, words.doubts_external):
        yield hit(statement, f"{shorten(iri)} is no term known here.{words.guess(iri)}")


def find_deprecated(corpus: Corpus) -> Iterator[Hit]:
    """Yield each use of a deprecated term, and each one that names no successor."""
    for mark in corpus.all.read("owl:deprecated"):
        if not isinstance(mark.object, ox.Literal) or mark.object.value not in _TRUE:
            continue
        iri = mark.subject.value
        new = corpus.all.values(iri, "dcterms:isReplacedBy")
        instead = f" In its place stands {shorten(new[0].value)}." if new else ""
        for statement, _ in _find_uses(corpus.given, iri.__eq__):
            yield hit(statement, f"{shorten(iri)} is deprecated.{instead}")
        if not new and iri in corpus.given.by_subject:
            message = f"{shorten(iri)} is deprecated, and names no successor."
            path = expand("dcterms:isReplacedBy")
            yield hit_thing(iri, message, path=path, graph=mark.graph)


def _find_uses(given: Statements, wanted: Callable[[str], bool]) -> Iterator[tuple[Statement, str]]:
    """Yield the statements that have a wanted IRI as predicate, object or datatype."""
    for uses in (given.by_predicate, given.by_object, given.by_datatype):
        for iri in sorted(filter(wanted, uses)):
            yield from ((statement, iri) for statement in uses[iri])


RULES = (
    Rule(
        name="unknown-own-term",
        severity="violation",
        asks="Every azru: term that is used is declared in the ontology.",
        why="A misspelt property passes every shape, and no query finds its value.",
        fix="correct the name by ontology/azru.ttl, or declare the term there.",
        find=find_unknown_own,
    ),
    Rule(
        name="misused-own-term",
        severity="violation",
        asks="A class of ours is not used as a property, nor a property as a class.",
        why="azru:Event and azru:event differ in one letter: what is meant is then said nowhere.",
        fix="use the other one: classes begin with a capital, properties with a small letter.",
        find=find_misused_own,
    ),
    Rule(
        name="untyped-thing",
        severity="violation",
        asks="Every thing of ours, an IRI under id/, has a class.",
        why="A reference to what is described nowhere is most likely a slip of the pen.",
        fix="correct the IRI, or describe the thing with its class in graph/entities.",
        find=find_untyped_things,
    ),
    Rule(
        name="unknown-external-term",
        severity="violation",
        asks="Every term of another vocabulary exists there.",
        why="A term that its vocabulary does not have means nothing to any reader.",
        fix="look the term up in its vocabulary.",
        find=find_unknown_external,
    ),
    Rule(
        name="doubtful-external-term",
        severity="warning",
        asks="A term of a vocabulary that grows, or that is known here in part, is a known one.",
        why="It may be new, but most often it is misspelt.",
        fix="look the term up; if it exists, add it to src/azru_kg/check/lint/external_terms.txt.",
        find=find_doubtful_external,
    ),
    Rule(
        name="deprecated-term",
        severity="warning",
        asks="A deprecated term names its successor and is no longer used.",
        why="It is kept so that old data can be read, not for new data.",
        fix="use the successor, and name it with dcterms:isReplacedBy.",
        find=find_deprecated,
    ),
)
