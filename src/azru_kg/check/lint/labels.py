"""Rules on how our own terms are named, defined and published."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache, partial

import pyoxigraph as ox

from azru_kg.check.lint.corpus import Corpus
from azru_kg.check.lint.rule import Hit, Rule, hit, hit_thing
from azru_kg.check.lint.vocabulary import PROPERTIES, Vocabulary
from azru_kg.languages.reading import LANGUAGES
from azru_kg.rdf.prefixes import ONTOLOGY, PREFIXES, expand, shorten
from azru_kg.rdf.statements import Statement

_HEADER = (
    "dcterms:title",
    "dcterms:description",
    "dcterms:license",
    "dcterms:creator",
    "dcterms:created",
    "dcterms:modified",
    "owl:versionIRI",
    "owl:versionInfo",
    "vann:preferredNamespacePrefix",
    "vann:preferredNamespaceUri",
)
_NAMES = ("rdfs:label", "skos:prefLabel")
_CONCEPT = expand("skos:Concept")


def find_labels(corpus: Corpus) -> Iterator[Hit]:
    """Yield each term or code without one English name, or with two names in a language."""
    for iri in _list_terms(corpus):
        yield from _check_text(corpus, iri, "rdfs:label", "label")
    for iri in _list_codes(corpus):
        yield from _check_text(corpus, iri, "skos:prefLabel", "name")


def find_nameless_codes(corpus: Corpus) -> Iterator[Hit]:
    """Yield each unit or code of a claim that lacks a name in a language of the pages."""
    used: dict[str, Statement] = {}
    for statement in corpus.data.statements:
        if statement.subject.value.startswith(PREFIXES["claim"]):
            used.setdefault(statement.object.value, statement)
    for iri in sorted(used):
        if not iri.startswith(PREFIXES["unit"]) and _CONCEPT not in corpus.all.types.get(iri, ()):
            continue
        names = [name for path in _NAMES for name in corpus.all.values(iri, path)]
        tongues = {name.language for name in names if isinstance(name, ox.Literal)}
        if missing := [language for language in LANGUAGES if language not in tongues]:
            yield hit(used[iri], f"{shorten(iri)} has no name in {', '.join(missing)}")


def find_definitions(corpus: Corpus) -> Iterator[Hit]:
    """Yield each term or code without one English definition."""
    for iri in [*_list_terms(corpus), *_list_codes(corpus)]:
        yield from _check_text(corpus, iri, "skos:definition", "definition")


def find_shared_names(corpus: Corpus) -> Iterator[Hit]:
    """Yield each name that two things of one class, or two codes of one list, bear."""
    groups: defaultdict[tuple[str, str, str], list[Statement]] = defaultdict(list)
    find_pools = cache(partial(_find_pools, corpus))
    for statement in [*corpus.all.read("skos:prefLabel"), *_read_term_labels(corpus)]:
        if isinstance(statement.object, ox.Literal):
            key = statement.object.language or "", statement.object.value.casefold()
            for pool in sorted(find_pools(statement.subject.value, statement.predicate)):
                groups[pool, *key].append(statement)
    given = set(corpus.given.read("skos:prefLabel")) | set(corpus.given.read("rdfs:label"))
    for group in groups.values():
        # The one that was there before is right, if any was.
        first = min((statement in given, statement.subject.value) for statement in group)[1]
        yield from (
            hit(statement, f"{shorten(first)} has the same name, and is of the same kind")
            for statement in group
            if statement.subject.value != first and statement in given
        )


def find_bare_properties(corpus: Corpus) -> Iterator[Hit]:
    """Yield each property of ours without domain and range that does not say why."""
    own = Vocabulary(corpus.all).own
    for iri in _list_terms(corpus):
        if not own[iri] & PROPERTIES:
            continue
        for slot in ("domain", "range"):
            notes = (note.value for note in corpus.all.values(iri, "skos:scopeNote"))
            excused = any(note.startswith(f"No {slot}: ") for note in notes)
            if not excused and not corpus.all.values(iri, f"rdfs:{slot}"):
                message = f"{shorten(iri)} has no {slot}, and does not say why"
                yield hit_thing(iri, message, path=expand(f"rdfs:{slot}"))


def find_header_gaps(corpus: Corpus) -> Iterator[Hit]:
    """Yield what the header of the ontology lacks, and where its parts disagree."""
    for slot in _HEADER:
        values = set(corpus.all.values(ONTOLOGY, slot))
        if len(values) != 1:
            message = f"The header of the ontology has {len(values)} values of {slot}, not one"
            yield hit_thing(ONTOLOGY, message, path=expand(slot))
    for iri in corpus.all.values(ONTOLOGY, "owl:versionIRI"):
        for number in corpus.all.values(ONTOLOGY, "owl:versionInfo"):
            if iri.value != f"{ONTOLOGY}/{number.value}":
                message = f"The version IRI does not end in the version, {number.value}"
                yield hit_thing(ONTOLOGY, message, path=expand("owl:versionIRI"))


def _list_terms(corpus: Corpus) -> list[str]:
    return sorted(Vocabulary(corpus.given).own)


def _list_codes(corpus: Corpus) -> list[str]:
    """Return the codes and the lists of them."""
    return sorted(iri for iri in corpus.given.types if iri.startswith(PREFIXES["code"]))


def _check_text(corpus: Corpus, iri: str, path: str, word: str) -> Iterator[Hit]:
    texts = corpus.all.values(iri, path)
    # A triple in two graphs is one text.
    tags = Counter(text.language for text in set(texts) if isinstance(text, ox.Literal))
    if tags["en"] != 1:
        number = f"{tags['en']} {word}s in English, not one" if tags["en"] else f"no English {word}"
        message = f"{shorten(iri)} has {number}"
        yield hit_thing(iri, message, path=expand(path))
    for tag in sorted(str(tag) for tag, number in tags.items() if number > 1 and tag != "en"):
        message = f"{shorten(iri)} has {tags[tag]} {word}s in {tag}, not one"
        yield hit_thing(iri, message, path=expand(path))


def _read_term_labels(corpus: Corpus) -> list[Statement]:
    own = Vocabulary(corpus.all).own
    return [
        statement for statement in corpus.all.read("rdfs:label") if statement.subject.value in own
    ]


def _find_pools(corpus: Corpus, iri: str, path: str) -> set[str]:
    """Return what the names of a thing are compared within: its list, or else each class."""
    if path != expand("skos:prefLabel"):
        return {ONTOLOGY}
    lists = {scheme.value for scheme in corpus.all.values(iri, "skos:inScheme")}
    return lists or corpus.all.types.get(iri, set())


RULES = (
    Rule(
        name="term-label",
        severity="violation",
        asks="Every term, code and code list of ours has one label in English, at most one in any"
        " other language.",
        why="Pages, forms and answers show the label, and fall back to the bare name without it.",
        fix="keep one rdfs:label (of a code or code list: skos:prefLabel) for each language.",
        find=find_labels,
    ),
    Rule(
        name="nameless-code",
        severity="violation",
        asks="Every unit and every code that a claim uses has a name in English, Azerbaijani and"
        " Russian.",
        why="Pages print the name beside the value; without one they print the tail of an IRI.",
        fix="add the name that is missing: of a unit as rdfs:label in ontology/reused.ttl, of a"
        " code as skos:prefLabel where it is described.",
        find=find_nameless_codes,
    ),
    Rule(
        name="term-definition",
        severity="violation",
        asks="Every term, code and code list of ours has one definition in English.",
        why="A term that is not defined is used differently by each editor.",
        fix="write one skos:definition in English: a sentence that does not repeat the label.",
        find=find_definitions,
    ),
    Rule(
        name="shared-name",
        severity="warning",
        asks="No two things of one class, or codes of one list, have the same name in a language.",
        why="They are one thing under two IRIs, or a reader cannot tell them apart.",
        fix="merge the two, or add to the name what tells them apart.",
        find=find_shared_names,
    ),
    Rule(
        name="domain-and-range",
        severity="warning",
        asks="Every property of ours has a domain and a range, or a skos:scopeNote that begins “No"
        " domain: ” or “No range: ”.",
        why="They say what a property is for, to readers and to tools.",
        fix="add rdfs:domain and rdfs:range, or the reason.",
        find=find_bare_properties,
    ),
    Rule(
        name="ontology-header",
        severity="violation",
        asks="The ontology has one title, description, licence, creator, date of creation and of"
        " change, version, version IRI, preferred prefix and namespace.",
        why="Registries and tools find, cite and load a vocabulary by them.",
        fix="complete the owl:Ontology at the top of ontology/azru.ttl.",
        find=find_header_gaps,
        whole=True,
    ),
)
