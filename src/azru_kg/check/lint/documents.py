"""Rules on what the graph of one document says: no more than the document does.

The graph of a document is that which says that it is an azru:Source.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from azru_kg.check.lint.corpus import Corpus
from azru_kg.check.lint.rule import Hit, Rule, hit, hit_thing
from azru_kg.rdf.prefixes import IDENTITY, KINDS, PREFIXES, shorten
from azru_kg.rdf.statements import Statement

_DATES = ("azru:asOf", "azru:attestedOn", "dcterms:issued", "schema:startDate")
_SINGLE = (
    *("azru:asOf", "azru:voice", "azru:attestedOn", "dcterms:issued"),
    *("schema:startDate", "schema:endDate"),
)
_THINGS = tuple(PREFIXES[kind] for kind in KINDS if kind not in ("claim", "quote", "source"))
_CLAIM = re.compile(rf"(?:claim:|{PREFIXES['claim']})[a-z0-9-]+")
_DAY = re.compile(r"\b(?:19|20)\d\d-\d\d(?:-\d\d)?\b|\b\d{1,2} (?:[A-Z][a-z]+) (?:19|20)\d\d\b")


def find_later(corpus: Corpus) -> Iterator[Hit]:
    """Yield each day that is later than the document in whose graph it stands."""
    days = _find_days(corpus)
    for path in _DATES:
        for statement in corpus.given.read(path):
            day = days.get(statement.unit)
            if day and statement.subject.value not in corpus.documents.get(statement.unit, ()):
                said = statement.object.value
                # A month or a year is later where it begins later.
                if said > day[: len(said)]:
                    yield hit(statement, f"{said} is after {day}, the day of its document")


def find_several(corpus: Corpus) -> Iterator[Hit]:
    """Yield each value of a slot that has another value in the same graph."""
    for path in _SINGLE:
        values: defaultdict[tuple[str, str], list[Statement]] = defaultdict(list)
        for statement in corpus.given.read(path):
            values[statement.subject.value, statement.unit].append(statement)
        for statements in values.values():
            others = sorted({statement.object.value for statement in statements})
            if len(others) > 1:
                (first, *_) = sorted(statements, key=lambda each: each.object.value)
                listed = ", ".join(shorten(other) for other in others)
                yield hit(first, f"One graph gives {len(others)} values of {path}: {listed}")


def find_reversed(corpus: Corpus) -> Iterator[Hit]:
    """Yield each event that ends before it starts, by one graph."""
    starts: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for statement in corpus.all.read("schema:startDate"):
        starts[statement.subject.value, statement.unit].append(statement.object.value)
    for statement in corpus.given.read("schema:endDate"):
        begun = starts.get((statement.subject.value, statement.unit), [])
        if begun and statement.object.value < min(begun):
            yield hit(statement, f"It ends before {min(begun)}, on which it starts")


def find_references(corpus: Corpus) -> Iterator[Hit]:
    """Yield each note that names a claim, or another document by its publisher and a day."""
    publishers = _find_publishers(corpus)
    choices = "|".join(sorted(map(re.escape, publishers), key=len, reverse=True))
    names = re.compile(rf"(?<!\w)(?:{choices})(?!\w)")
    owners = {
        unit: {name for name, iris in publishers.items() if iris & own}
        for unit, own in _find_own_publishers(corpus).items()
    }
    for note in corpus.given.read("rdfs:comment"):
        if note.unit not in owners or not note.subject.value.startswith(IDENTITY):
            continue
        text = note.object.value
        if claim := _CLAIM.search(text):
            yield hit(note, f"The note names {shorten(claim[0])}")
        elif publishers and _DAY.search(text):
            others = set(names.findall(text)) - owners[note.unit]
            if others:
                yield hit(note, f"The note names another document, of {min(others)}")


def find_pooled(corpus: Corpus) -> Iterator[Hit]:
    """Yield what a graph says that its own document is not the evidence of."""
    origins = {
        statement.subject.value: statement.object.value
        for statement in corpus.all.read("oa:hasSource")
    }
    for statement in corpus.given.read("prov:wasDerivedFrom"):
        own = corpus.documents.get(statement.unit, ())
        evidence = statement.object.value
        told = own and statement.subject.value.startswith(PREFIXES["claim"])
        if told and origins.get(evidence, evidence) not in own:
            yield hit(statement, f"{shorten(evidence)} is evidence from another document")
    yield from _find_unmentioned(corpus)


def _find_unmentioned(corpus: Corpus) -> Iterator[Hit]:
    mentioned: defaultdict[str, set[str]] = defaultdict(set)
    for statement in corpus.all.read("schema:mentions"):
        mentioned[statement.unit].add(statement.object.value)
    seen = set()
    for statement in corpus.given.statements:
        thing = statement.subject.value
        if (thing, statement.unit) in seen or not thing.startswith(_THINGS):
            continue
        seen.add((thing, statement.unit))
        if corpus.documents.get(statement.unit, ()) and thing not in mentioned[statement.unit]:
            message = f"Its graph tells of {shorten(thing)}, which its document does not mention"
            yield hit_thing(thing, message, path=statement.predicate, graph=statement.graph)


def _find_days(corpus: Corpus) -> dict[str, str]:
    """Return the last day on which the document of each graph was published or changed."""
    days: dict[str, str] = {}
    for path in ("schema:datePublished", "schema:dateModified"):
        for statement in corpus.all.read(path):
            days[statement.unit] = max(days.get(statement.unit, ""), statement.object.value)
    return days


def _find_own_publishers(corpus: Corpus) -> dict[str, set[str]]:
    own: defaultdict[str, set[str]] = defaultdict(set)
    for statement in corpus.all.read("dcterms:publisher"):
        if statement.subject.value.startswith(PREFIXES["source"]):
            own[statement.unit].add(statement.object.value)
    return dict(own)


def _find_publishers(corpus: Corpus) -> dict[str, set[str]]:
    """Return the publishers of documents by each of their names."""
    names: defaultdict[str, set[str]] = defaultdict(set)
    for iri in set().union(*_find_own_publishers(corpus).values()):
        for path in ("skos:prefLabel", "skos:altLabel"):
            for name in corpus.all.values(iri, path):
                names[name.value].add(iri)
    return dict(names)


RULES = (
    Rule(
        name="later-than-its-document",
        severity="warning",
        asks="No graph of a document tells of a day after its publication or last change: when a"
        " thing was said, a post held, an agreement signed, an event begun.",
        why="It is what another document says, or what was planned: neither had happened by then.",
        fix="give the day that the document gives, make a promise of what is planned, or state it"
        " from a later document.",
        find=find_later,
    ),
    Rule(
        name="one-a-graph",
        severity="warning",
        asks="A graph gives one azru:asOf, azru:voice, azru:attestedOn, dcterms:issued,"
        " schema:startDate or schema:endDate of a thing.",
        why="One document says a thing once, on one day and in one voice; a query for who says it"
        " and when pairs each with each.",
        fix="keep what the document gives, or make two claims.",
        find=find_several,
    ),
    Rule(
        name="ends-before-it-starts",
        severity="violation",
        asks="By no graph does an event end before it starts.",
        why="Documents may differ on the days of an event; within one, such days are a slip.",
        fix="correct one of the two days.",
        find=find_reversed,
    ),
    Rule(
        name="note-on-another-document",
        severity="warning",
        asks="No note in the graph of a document names a claim, or another document by its"
        " publisher and a day.",
        why="A note that compares documents picks a winner, and stands in the graph of only one.",
        fix="state what the other document says as its own row, and drop the note.",
        find=find_references,
    ),
    Rule(
        name="pooled-evidence",
        severity="violation",
        asks="The graph of a document rests on it alone: on the document or passages of it, and it"
        " tells of nothing that these do not mention.",
        why="A graph that holds what another document says credits the wrong witness.",
        fix="state it in the graph of the document that says so, or add schema:mentions.",
        find=find_pooled,
    ),
)
