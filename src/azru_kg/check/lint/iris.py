"""Rules on nodes: no blank ones in the data, and IRIs that are written in one way only."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from azru_kg.check.lint.corpus import Corpus
from azru_kg.check.lint.rule import Hit, Rule, hit_thing
from azru_kg.rdf.prefixes import (
    BASE,
    EXTERNAL,
    IDENTITY,
    ONTOLOGY,
    PREFIXES,
    SHAPES,
    expand,
    shorten,
)
from azru_kg.rdf.statements import Statements

# What shapes and ontologies say of lists, paths and restrictions has no other way to be said.
_STRUCTURE = (PREFIXES["sh"], PREFIXES["owl"])
_LISTS = frozenset({expand("rdf:first"), expand("rdf:rest")})
_REGISTERS = ("wd",)
_SPACES = (BASE, *(space for prefix, space in EXTERNAL.items() if prefix not in _REGISTERS))
# In a vocabulary, azru:Event and azru:event are two terms on purpose.
_TERMS = (
    f"{ONTOLOGY}#",
    SHAPES,
    *(space for prefix, space in EXTERNAL.items() if prefix not in _REGISTERS),
)
_UNSAFE = re.compile(r"[^\x21-\x7e]")


def find_blank_nodes(corpus: Corpus) -> Iterator[Hit]:
    """Yield each blank node of data that describe things of ours, where it is named first."""
    if not any(iri.startswith(IDENTITY) for iri in corpus.given.by_subject):
        return
    said = [
        statement
        for statement in corpus.data.statements
        if not statement.predicate.startswith(_STRUCTURE) and statement.predicate not in _LISTS
    ]
    # What names it is a better place to look at than what it is.
    objects = [(statement.object, statement) for statement in said]
    subjects = [(statement.subject, statement) for statement in said]
    seen: set[str] = set()
    for node, statement in objects + subjects:
        if isinstance(node, ox.BlankNode) and node.value not in seen:
            seen.add(node.value)
            yield Hit(
                statement.subject,
                "A blank node stands here",
                statement.predicate,
                node,
                statement.graph,
            )


def find_schemes(corpus: Corpus) -> Iterator[Hit]:
    """Yield each IRI of http that exists with https as well, or the other way round."""
    known = set(list_iris(corpus.all))
    for iri in list_iris(corpus.given):
        other = _swap_scheme(iri)
        if other.startswith(_SPACES) and not iri.startswith(_SPACES):
            yield _hit_iri(corpus, iri, f"{iri} is {other} in its vocabulary")
        elif other in known and iri.startswith("http:"):
            yield _hit_iri(corpus, iri, f"{iri} stands in the graph with https: as well")


def find_unsafe_characters(corpus: Corpus) -> Iterator[Hit]:
    """Yield each IRI with a character that an address does not have."""
    for iri in list_iris(corpus.given):
        if unsafe := _UNSAFE.search(iri):
            yield _hit_iri(corpus, iri, f"{iri} has {unsafe[0]!r} in it")


def find_cases(corpus: Corpus) -> Iterator[Hit]:
    """Yield each IRI that differs from another in capital and small letters only."""
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for iri in list_iris(corpus.all):
        if not iri.startswith(_TERMS):
            groups[_fold(iri)].append(iri)
    given = set(list_iris(corpus.given))
    for group in groups.values():
        # The one that was there before is right, if any was.
        first = min(group, key=lambda iri: (iri in given, iri))
        for iri in sorted(other for other in group if other in given and other != first):
            message = f"{shorten(iri)} differs from {shorten(first)} in case only"
            yield _hit_iri(corpus, iri, message)


def list_iris(index: Statements) -> Iterable[str]:
    """Return every IRI once, in order."""
    return sorted({*index.by_subject, *index.by_predicate, *index.by_object})


def _fold(iri: str) -> str:
    """Return an IRI in small letters, but for the letter that tells classes from properties."""
    if iri.startswith(IDENTITY):
        return iri.casefold()
    start = max(iri.rfind("#"), iri.rfind("/")) + 1
    return iri[:start].casefold() + iri[start : start + 1] + iri[start + 1 :].casefold()


def _swap_scheme(iri: str) -> str:
    if iri.startswith("https:"):
        return f"http:{iri.removeprefix('https:')}"
    return f"https:{iri.removeprefix('http:')}" if iri.startswith("http:") else ""


def _hit_iri(corpus: Corpus, iri: str, message: str) -> Hit:
    """Return a hit on the first triple that names an IRI."""
    given = corpus.given
    for uses in (given.by_subject, given.by_object, given.by_predicate):
        for statement in uses.get(iri, ())[:1]:
            return Hit(
                statement.subject,
                message,
                statement.predicate,
                statement.object,
                graph=statement.graph,
            )
    return hit_thing(iri, message)


RULES = (
    Rule(
        name="blank-node",
        severity="violation",
        asks="No blank node stands in data that describe things of ours; those of shapes and"
        " ontologies excepted.",
        why="Nobody can point at it, and each reading of the file gives it another name.",
        fix="give it an IRI under https://w3id.org/azru-kg/id/.",
        find=find_blank_nodes,
    ),
    Rule(
        name="iri-scheme",
        severity="warning",
        asks="No IRI stands in the graph both with http: and with https:, and every vocabulary is"
        " named by its own.",
        why="They are two things to every query, and the same page to every reader.",
        fix="keep the one that its publisher uses.",
        find=find_schemes,
    ),
    Rule(
        name="iri-characters",
        severity="warning",
        asks="An IRI is of the characters of an address, which are those of ASCII.",
        why="Clients encode the others, each in its own way, and then ask for another IRI.",
        fix="write the character as %XX of its bytes in UTF-8, or choose another slug.",
        find=find_unsafe_characters,
    ),
    Rule(
        name="iri-case",
        severity="warning",
        asks="No two IRIs differ in capital and small letters only; those of terms excepted.",
        why="They look like one thing and are two.",
        fix="use one of the two everywhere.",
        find=find_cases,
    ),
)
