"""Rules on classes: what a property of ours links is of the classes that it is declared for."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import pyoxigraph as ox

from azru_kg.check.lint.corpus import Corpus
from azru_kg.check.lint.rule import Hit, Rule, hit
from azru_kg.check.lint.usage import climb
from azru_kg.check.lint.vocabulary import OWN, PROPERTIES, Vocabulary
from azru_kg.rdf.oxigraph_terms import Term
from azru_kg.rdf.prefixes import expand, shorten

# Of other classes it is not known here which are above and below them.
_KNOWN = frozenset(map(expand, ("dcterms:PeriodOfTime", "org:Post", "skos:Concept")))


def find_wrong_classes(corpus: Corpus) -> Iterator[Hit]:
    """Yield each triple of a property of ours that starts or ends at a thing of another class."""
    words = Vocabulary(corpus.all)

    @cache
    def find_classes(iri: str) -> set[str]:
        types = corpus.all.types.get(iri, set())
        # Of a misspelt class another rule speaks: one fault, one finding.
        return set() if any(map(words.lacks_own, types)) else climb(corpus.all, types)

    def is_other(node: Term, wanted: set[str]) -> bool:
        classes = find_classes(node.value) if isinstance(node, ox.NamedNode) else set()
        return bool(classes) and not classes & wanted

    for iri, types in words.own.items():
        uses = corpus.given.by_predicate.get(iri, ()) if types & PROPERTIES else ()
        starts, ends = _read_classes(corpus, iri, "domain"), _read_classes(corpus, iri, "range")
        for statement in uses:
            if starts and is_other(statement.subject, starts):
                yield hit(statement, _word(statement.subject, iri, "is said of", starts))
            if ends and is_other(statement.object, ends):
                yield hit(statement, _word(statement.object, iri, "leads to", ends))


def _read_classes(corpus: Corpus, iri: str, slot: str) -> set[str]:
    """Return the classes that a property is declared for, where all of them are known here."""
    classes = {name.value for name in corpus.all.values(iri, f"rdfs:{slot}")}
    return classes if all(name.startswith(OWN) or name in _KNOWN for name in classes) else set()


def _word(node: Term, iri: str, verb: str, wanted: set[str]) -> str:
    classes = " or ".join(sorted(map(shorten, wanted)))
    return f"{shorten(iri)} {verb} {classes}, and {shorten(node.value)} is none"


RULES = (
    Rule(
        name="wrong-class",
        severity="warning",
        asks="A property of ours is said of what is in its domain, and leads to what is in its"
        " range.",
        why="An open shape lets any property pass, and queries by class do not find the value.",
        fix="use the property that is meant for the class, or correct the IRI at its end.",
        find=find_wrong_classes,
    ),
)
