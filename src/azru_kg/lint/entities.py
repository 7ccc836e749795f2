"""Rules on the things of the graph and on what marks say of their values."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from azru_kg.lint.corpus import TYPE, Corpus, expand
from azru_kg.lint.rule import Hit, Rule, hit, hit_thing
from azru_kg.namespaces import IDENTITY, KINDS, PREFIXES, shorten

_ROOTS = tuple(PREFIXES[kind] for kind in ("claim", "quote", "source"))
_OTHERS = tuple(
    PREFIXES[kind] for kind in KINDS if kind not in ("claim", "quote", "source", "code")
)
_NAMES = ("skos:prefLabel", "skos:altLabel", "skos:hiddenLabel")


def find_unmentioned(corpus: Corpus) -> Iterator[Hit]:
    """Yield each thing that no claim, quote, source or description of the dataset leads to."""
    for iri in sorted(set(corpus.given.types) - _reach(corpus)):
        if iri.startswith(_OTHERS):
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
    read = {(one.subject, one.object) for one in corpus.all.read("azru:inferred")}
    for one in corpus.given.read("azru:editorial"):
        if (one.subject, one.object) in read:
            message = f"{shorten(one.object.value)} is marked azru:inferred as well"
            yield hit(one, message)


def find_stated_inferences(corpus: Corpus) -> Iterator[Hit]:
    """Yield each value that one graph marks as inferred and another gives without the mark."""
    marks = {(one.subject, one.object.value, one.graph) for one in corpus.all.read("azru:inferred")}
    marked = {(subject, path) for subject, path, _ in marks}
    for path in sorted({path for _, path in marked}):
        for one in corpus.given.by_predicate.get(path, ()):
            if (one.subject, path) in marked and (one.subject, path, one.graph) not in marks:
                yield hit(one, f"Another graph marks {shorten(path)} of it as inferred")


def _reach(corpus: Corpus) -> set[str]:
    """Return what claims, quotes, sources and metadata lead to, in any number of steps."""
    layer = {iri for iri in corpus.all.by_subject if iri.startswith(_ROOTS) or not _is_thing(iri)}
    found = set(layer)
    while layer:
        named = {one.object for iri in layer for one in corpus.all.by_subject.get(iri, ())}
        layer = {node.value for node in named if isinstance(node, ox.NamedNode)} - found
        found |= layer
    return found


def _is_thing(iri: str) -> bool:
    return iri.startswith(IDENTITY)


RULES = (
    Rule(
        name="unmentioned-thing",
        severity="warning",
        asks="Every thing of the graph is named by a claim, a quote, a source or the metadata, or"
        " by a thing that is.",
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
        asks="A value that one graph marks as inferred is not given by another without the mark.",
        why="In the union of the graphs the mark then speaks of what a source states outright.",
        fix="mark it in both graphs, or make claims of the two, each with its own evidence.",
        find=find_stated_inferences,
    ),
)
