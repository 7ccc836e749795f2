"""Rules on the things of the graph and on what marks say of their values."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from azru_kg.check.lint.corpus import Corpus
from azru_kg.check.lint.rule import Hit, Rule, hit, hit_thing
from azru_kg.rdf.oxigraph_terms import Node
from azru_kg.rdf.prefixes import IDENTITY, KINDS, PREFIXES, expand, shorten
from azru_kg.rdf.statements import TYPE, Statement

_ROOTS = tuple(PREFIXES[kind] for kind in ("claim", "quote", "source"))
_OTHERS = tuple(
    PREFIXES[kind] for kind in KINDS if kind not in ("claim", "quote", "source", "code")
)
_NAMES = ("skos:prefLabel", "skos:altLabel", "skos:hiddenLabel")


def find_unmentioned(corpus: Corpus) -> Iterator[Hit]:
    """Yield each thing that no claim, quote, source or description of the dataset leads to."""
    for iri in sorted(set(corpus.given.types) - _reach(corpus)):
        if iri.startswith(_OTHERS) and not corpus.given.values(iri, "skos:inScheme"):
            (first, *_) = corpus.given.by_subject[iri]
            message = f"No claim, quote or source leads to {shorten(iri)}"
            yield hit_thing(iri, message, path=TYPE, graph=first.graph)


def find_single_spellings(corpus: Corpus) -> Iterator[Hit]:
    """Yield each person all of whose names are the same."""
    person = expand("foaf:Person")
    for iri in sorted(corpus.given.types):
        if person not in corpus.given.types[iri] or iri not in corpus.given.by_subject:
            continue
        names = {name.value for path in _NAMES for name in corpus.all.values(iri, path)}
        if len(names) == 1:
            message = f"{shorten(iri)} has one spelling only, “{min(names)}”"
            yield hit_thing(iri, message, path=expand("skos:prefLabel"))


def find_double_marks(corpus: Corpus) -> Iterator[Hit]:
    """Yield each value that is marked as a reading of the source and as known from elsewhere."""
    read = {(statement.subject, statement.object) for statement in corpus.all.read("azru:inferred")}
    for statement in corpus.given.read("azru:editorial"):
        if (statement.subject, statement.object) in read:
            message = f"{shorten(statement.object.value)} is marked azru:inferred as well"
            yield hit(statement, message)


def find_stated_inferences(corpus: Corpus) -> Iterator[Hit]:
    """Yield each mark of an inferred value that the graph of the mark does not give itself."""
    for mark in corpus.given.read("azru:inferred"):
        path = mark.object.value
        said = [
            other for other in _read_slot(corpus, mark.subject, path) if other.object != mark.object
        ]
        if said and all(other.unit != mark.unit for other in said):
            message = f"{shorten(path)} is inferred here, and its value stands in another graph"
            yield hit(mark, message)


def find_stated_silences(corpus: Corpus) -> Iterator[Hit]:
    """Yield each value that a graph gives of what it marks as not stated."""
    for mark in corpus.given.read("azru:notStated"):
        path = mark.object.value
        for other in _read_slot(corpus, mark.subject, path):
            if other.unit == mark.unit:
                yield hit(other, f"The same graph says that {shorten(path)} is not stated")


def _reach(corpus: Corpus) -> set[str]:
    """Return what claims, quotes, sources, editors and metadata lead to, in any number of steps."""
    layer = {iri for iri in corpus.all.by_subject if iri.startswith(_ROOTS) or not _is_thing(iri)}
    # What the editors know from outside the documents is a place in an atlas, with coordinates.
    layer |= {statement.subject.value for statement in corpus.all.read("azru:editorial")}
    reached = set(layer)
    while layer:
        named = {
            statement.object for iri in layer for statement in corpus.all.by_subject.get(iri, ())
        }
        layer = {node.value for node in named if isinstance(node, ox.NamedNode)} - reached
        reached |= layer
    return reached


def _read_slot(corpus: Corpus, subject: Node, path: str) -> list[Statement]:
    """Return the statements that give values of a property of one thing."""
    about = corpus.all.by_subject.get(subject.value, ())
    return [statement for statement in about if statement.predicate == path]


def _is_thing(iri: str) -> bool:
    return iri.startswith(IDENTITY)


RULES = (
    Rule(
        name="unmentioned-thing",
        severity="warning",
        asks="Every thing of the graph is named by a claim, a quote, a source or the metadata, or"
        " by a thing that is; concepts of a list, and what editors add from an atlas, excepted.",
        why="The graph holds what sources say; a thing that none leads to is found by nobody.",
        fix="add the claim or the quote that speaks of it, or remove the thing.",
        find=find_unmentioned,
    ),
    Rule(
        name="one-spelling",
        severity="info",
        asks="A person has a name in a second language or spelling.",
        why="Names are transliterated in many ways, and readers search by the one they know.",
        fix="add skos:prefLabel in another language, or skos:altLabel, if you are certain of it.",
        find=find_single_spellings,
    ),
    Rule(
        name="double-mark",
        severity="warning",
        asks="A value is marked azru:inferred or azru:editorial, not both.",
        why="One says that the editors read it out of the source, the other that it is not there.",
        fix="keep the mark that is true.",
        find=find_double_marks,
    ),
    Rule(
        name="stated-and-inferred",
        severity="warning",
        asks="What a graph marks as inferred, it gives a value for itself.",
        why="A mark speaks of its own graph; without a value there, it speaks of what another"
        " source states outright.",
        fix="add the value beside the mark, or drop the mark.",
        find=find_stated_inferences,
    ),
    Rule(
        name="stated-silence",
        severity="violation",
        asks="No graph gives a value of what it marks as not stated. Another graph may.",
        why="A source either states a thing or leaves it open, and readers count on the mark.",
        fix="drop the mark, or the value.",
        find=find_stated_silences,
    ),
)
