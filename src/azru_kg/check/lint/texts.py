"""Rules on text: white space, normal form, alphabets and language tags."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

import pyoxigraph as ox

from azru_kg.check.lint.corpus import Corpus
from azru_kg.check.lint.rule import Hit, Rule, hit
from azru_kg.rdf.prefixes import BASE, expand
from azru_kg.rdf.statements import Statement

_AS_PRINTED = frozenset(
    map(
        expand,
        ["oa:exact", "oa:prefix", "oa:suffix", "azru:reportedForm", "schema:headline"],
    )
)
_QUERIES = frozenset(expand(f"sh:{form}") for form in ("select", "ask", "construct", "update"))
_NOT_OURS = _AS_PRINTED | _QUERIES
_NAMES = [f"skos:{kind}Label" for kind in ("pref", "alt", "hidden")] + ["rdfs:label"]
_TEXT = (expand("rdf:langString"), expand("xsd:string"))
_STRAY = re.compile(r"^\s|\s$|\s\s|[\t\r\n\v\f]")
_WORD = re.compile(r"[^\W\d_]+")
_TAG = re.compile(r"(en|az|ru)(-[a-z]{4})?(-([a-z]{2}|[0-9]{3}))?")
_ALPHABETS = {"en": "LATIN", "az": "LATIN", "ru": "CYRILLIC"}


def find_stray_space(corpus: Corpus) -> Iterator[Hit]:
    """Yield each text with white space at its ends, in a row, or other than spaces."""
    for statement, text in _read_texts(corpus):
        if _STRAY.search(text):
            yield hit(
                statement, "The text has white space at its ends, twice in a row, or line breaks"
            )


def find_denormal(corpus: Corpus) -> Iterator[Hit]:
    """Yield each text that is not in normal form C."""
    for statement, text in _read_texts(corpus):
        if not unicodedata.is_normalized("NFC", text):
            yield hit(statement, "The text has letters in pieces: a letter and its accent apart")


def find_mixed_words(corpus: Corpus) -> Iterator[Hit]:
    """Yield each text with a word of letters of two alphabets."""
    for statement, text in _read_texts(corpus):
        if text.isascii():
            continue
        for word in _WORD.findall(text):
            if odd := _find_odd_letter(word):
                name = unicodedata.name(odd, "a letter without a name")
                yield hit(statement, f"The word “{word}” mixes two alphabets: its {odd} is {name}")


def find_foreign_tags(corpus: Corpus) -> Iterator[Hit]:
    """Yield each text of a thing of ours that is tagged with none of our languages.

    A document keeps its headline in its own language, whichever that is.
    """
    for statement in corpus.given.by_datatype.get(_TEXT[0], ()):
        tag = statement.object.language if isinstance(statement.object, ox.Literal) else None
        if not tag or not statement.subject.value.startswith(BASE) or _TAG.fullmatch(tag.lower()):
            continue
        own = corpus.all.values(statement.subject.value, "schema:inLanguage")
        if all(language.value != tag for language in own):
            yield hit(statement, f"The language tag {tag} is none of en, az and ru")


def find_foreign_alphabets(corpus: Corpus) -> Iterator[Hit]:
    """Yield each name in none of whose letters its language is written."""
    for path in _NAMES:
        for statement in corpus.given.read(path):
            if not isinstance(statement.object, ox.Literal):
                continue
            wanted = _ALPHABETS.get(statement.object.language or "")
            alphabets = {find_alphabet(letter) for letter in statement.object.value} - {""}
            if wanted and alphabets and wanted not in alphabets:
                yield hit(statement, f"No letter of the name is {wanted.capitalize()}")


@cache
def find_alphabet(letter: str) -> str:
    """Return the alphabet of a letter, or nothing for what is no letter.

    >>> find_alphabet("а"), find_alphabet("a"), find_alphabet("1")
    ('CYRILLIC', 'LATIN', '')
    """
    return unicodedata.name(letter, "").partition(" ")[0] if letter.isalpha() else ""


def _find_odd_letter(word: str) -> str:
    """Return the first letter of the alphabet that has fewest in the word, or nothing if all agree.

    A micro sign, an ohm and the like have an alphabet of their own and are no letters of a word.
    """
    alphabets = [find_alphabet(letter) for letter in word]
    known = {"LATIN", "CYRILLIC", "GREEK", "ARMENIAN"} & set(alphabets)
    if len(known) < 2:
        return ""
    fewest = min(sorted(known), key=alphabets.count)
    return word[alphabets.index(fewest)]


def _read_texts(corpus: Corpus) -> Iterator[tuple[Statement, str]]:
    """Yield the statements whose value is a text of ours: not as printed, and no query."""
    for kind in _TEXT:
        for statement in corpus.given.by_datatype.get(kind, ()):
            if statement.predicate not in _NOT_OURS:
                yield statement, statement.object.value


RULES = (
    Rule(
        name="stray-space",
        severity="warning",
        asks="No text has white space at its ends, twice in a row, or line breaks; what is quoted"
        " as printed excepted.",
        why="Such a name looks like another, and is not equal to it.",
        fix="remove the white space.",
        find=find_stray_space,
    ),
    Rule(
        name="normal-form",
        severity="warning",
        asks="Every text is in Unicode normal form C; what is quoted as printed excepted.",
        why="Two spellings that look the same are not equal, and a search finds one of them.",
        fix="type the letter anew as one character. Lower-casing İ leaves two: write i.",
        find=find_denormal,
    ),
    Rule(
        name="mixed-alphabets",
        severity="warning",
        asks="No word mixes letters of two alphabets; what is quoted as printed excepted.",
        why="A Cyrillic а in a Latin word cannot be seen, and no search finds the word.",
        fix="type the word anew on one keyboard; join parts in two alphabets with a hyphen.",
        find=find_mixed_words,
    ),
    Rule(
        name="language-tag",
        severity="warning",
        asks="What is said of a thing of ours is in en, az or ru, with a script or region if need"
        " be; a document keeps its headline in its own language.",
        why="Pages and queries choose among these three; text in another is not shown.",
        fix="correct the tag, such as @en or @az-cyrl.",
        find=find_foreign_tags,
    ),
    Rule(
        name="foreign-alphabet",
        severity="info",
        asks="A name has letters of the alphabet of its language: Cyrillic in ru, Latin in en and"
        " az.",
        why="Often the tag is wrong, or the name was never written in that language.",
        fix="correct the tag, or write the name in the letters of the language.",
        find=find_foreign_alphabets,
    ),
)
