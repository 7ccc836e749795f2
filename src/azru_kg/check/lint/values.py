"""Rules on literals: of the type that their property asks for, and written so that they keep it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

import pyoxigraph as ox
from rdflib import Literal, URIRef

from azru_kg.check.lint.corpus import Corpus
from azru_kg.check.lint.rule import Hit, Rule, hit, name_term
from azru_kg.check.lint.vocabulary import Vocabulary
from azru_kg.rdf.lexical import is_well_typed
from azru_kg.rdf.prefixes import BASE, PREFIXES, expand, shorten
from azru_kg.rdf.rdflib_terms import without_complaints

_XSD = PREFIXES["xsd"]
_TEXT = frozenset({f"{_XSD}string", expand("rdf:langString")})
_RANGES = {expand("sdmx-measure:obsValue"): (f"{_XSD}decimal", f"{_XSD}gYear")}
_DATE = re.compile(
    r"[12][0-9]{3}-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01])(T[0-9:.]+(Z|[+-][0-9:]+)?)?)?"
    r"|(0?[1-9]|[12][0-9]|3[01])[./](0?[1-9]|1[0-2])[./][12][0-9]{3}"
)
# Words and names, in which a date may well be all there is.
_WORDS = frozenset(
    map(
        expand,
        [
            *(f"skos:{part}" for part in ("prefLabel", "altLabel", "hiddenLabel", "notation")),
            *("rdfs:label", "oa:exact", "oa:prefix", "oa:suffix", "owl:versionInfo"),
            *("dcat:version", "dcat:keyword", "azru:reportedForm", "azru:proposedForm"),
            *("azru:reportedValue", "schema:headline"),
        ],
    )
)


def find_pointless(corpus: Corpus) -> Iterator[Hit]:
    """Yield each decimal of a thing of ours that is written without a point."""
    for statement in corpus.given.by_datatype.get(f"{_XSD}decimal", ()):
        if "." not in statement.object.value and statement.subject.value.startswith(BASE):
            yield hit(statement, f"The decimal {statement.object.value} has no point")


def find_wrong_types(corpus: Corpus) -> Iterator[Hit]:
    """Yield each value that is not of the range of its property."""
    for path, ranges in _read_ranges(corpus).items():
        literal = {kind for kind in ranges if _is_literal(kind)}
        for statement in corpus.given.by_predicate.get(path, ()):
            value, name = statement.object, shorten(path)
            if not isinstance(value, ox.Literal):
                if literal == ranges:
                    yield hit(
                        statement, f"{name} has {name_term(value)} as its value, not a literal"
                    )
            elif not literal:
                yield hit(
                    statement, f"{name} has the text {name_term(value)} as its value, not a thing"
                )
            elif value.datatype.value not in literal:
                wanted = " or ".join(sorted(map(shorten, literal)))
                actual = shorten(value.datatype.value)
                yield hit(
                    statement, f"{name} asks for {wanted}, and {name_term(value)} is {actual}"
                )


def find_ill_typed(corpus: Corpus) -> Iterator[Hit]:
    """Yield each literal whose text is not one of its datatype."""
    for kind in sorted(set(corpus.given.by_datatype) - _TEXT):
        for statement in corpus.given.by_datatype[kind]:
            if _is_ill_typed(statement.object.value, kind):
                yield hit(statement, f"“{statement.object.value}” is no {shorten(kind)}")


def find_dates_as_text(corpus: Corpus) -> Iterator[Hit]:
    """Yield each text that is nothing but a date."""
    for kind in sorted(_TEXT):
        for statement in corpus.given.by_datatype.get(kind, ()):
            text = statement.object.value
            if statement.predicate not in _WORDS and _DATE.fullmatch(text):
                yield hit(statement, f"“{text}” is a date, and stands here as text")


def _read_ranges(corpus: Corpus) -> dict[str, set[str]]:
    """Return the ranges of our properties, and of the few others that the graph computes with."""
    own = Vocabulary(corpus.all).own
    ranges = {path: set(kinds) for path, kinds in _RANGES.items()}
    for statement in corpus.all.read("rdfs:range"):
        if statement.subject.value in own:
            ranges.setdefault(statement.subject.value, set()).add(statement.object.value)
    return ranges


def _is_literal(kind: str) -> bool:
    return kind.startswith(_XSD) or kind in (*_TEXT, expand("rdfs:Literal"))


@lru_cache(maxsize=100_000)
def _is_ill_typed(text: str, kind: str) -> bool:
    known = is_well_typed(text, kind)
    if known is not None:
        return not known
    with without_complaints():
        return bool(Literal(text, datatype=URIRef(kind), normalize=False).ill_typed)


RULES = (
    Rule(
        name="decimal-point",
        severity="warning",
        asks="A decimal that is said of a thing of ours is written with a point.",
        why="Without it, the next hand to drop the datatype makes an integer of it.",
        fix="write 19.0, not 19.",
        find=find_pointless,
    ),
    Rule(
        name="wrong-datatype",
        severity="violation",
        asks="The value of a property of ours is of the range that the ontology declares.",
        why="A query compares and adds values of one type, and passes over others in silence.",
        fix='write 19.0 for a decimal, "2024-01-22"^^xsd:date for a date, "…"@en for a text with a'
        " language, and an IRI for a thing.",
        find=find_wrong_types,
    ),
    Rule(
        name="ill-typed-literal",
        severity="violation",
        asks="The text of a literal is one that its datatype has.",
        why="30 February is no date: no query compares it, and some stores refuse the file.",
        fix="correct the value, or its datatype.",
        find=find_ill_typed,
    ),
    Rule(
        name="date-as-text",
        severity="warning",
        asks="A date has the datatype of dates.",
        why="As text it stands in no order, and a query for a span of time passes over it.",
        fix='write "2024-01-22"^^xsd:date.',
        find=find_dates_as_text,
    ),
)
