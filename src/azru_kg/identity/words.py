"""Reduces names to bags of words that are the same for one name in three languages' letters."""

from __future__ import annotations

import re
import unicodedata

from azru_kg.identity.letters import romanise_official, sound_out

Bag = frozenset[str]

_ASIDE = re.compile(r"\([^)]*\)")
_LETTERS = (
    # Sounds that one language writes with one letter and another with two or with another one.
    (re.compile("dzh|zh|dj"), "j"),
    (re.compile("shch|tch|ch|sh|ts"), "s"),
    (re.compile("kh|gh|g"), "h"),
    (re.compile("ck|c|q"), "k"),
    (re.compile("x"), "ks"),
    (re.compile("w"), "v"),
    (re.compile("ph"), "f"),
    (re.compile("p"), "b"),
    (re.compile("^[aeiouy]+"), "a"),
    # The a at the end tells a woman's family name from a man's.
    (re.compile("(?<=.)(?!(?<=[vn])a$)[aeiouy]"), ""),
    (re.compile(r"(.)\1+"), r"\1"),
)
_EMPTY = frozenset(
    ("a", "an", "and", "between", "company", "for", "from", "in", "its", "of", "ojsc", "on", "s")
) | frozenset(("jr", "sr", "the", "to", "with"))
_STATES = {
    "azerbaijani": "azerbaijan",
    "russian": "russia",
    "iranian": "iran",
    "armenian": "armenia",
    "turkish": "turkey",
}


def fold(name: str, language: str | None) -> Bag:
    """Return the words of a name, each reduced to the consonants that one hears.

    What stands in brackets is left out, except for numbers.

    >>> fold("Алиев", "ru") == fold("Əliyev", "az") == fold("Aliyev", "en") == fold("Aliev", None)
    True
    """
    aside = " ".join(re.findall(r"\d+", " ".join(_ASIDE.findall(name))))
    text = _romanise(f"{_ASIDE.sub(' ', name)} {aside}", language)
    plain = unicodedata.normalize("NFKD", text).casefold()
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    words = (_STATES.get(word, word) for word in re.findall(r"[^\W_]+", letters))
    return frozenset(_reduce(word) for word in words if word not in _EMPTY)


def compare(first: Bag, second: Bag) -> float:
    """Return the share of words that two bags have in common: 0 to 1."""
    return len(first & second) / len(first | second) if first and second else 0.0


def _romanise(text: str, language: str | None) -> str:
    main = (language or "").partition("-")[0]
    return sound_out(text) if main == "az" else romanise_official(text)


def _reduce(word: str) -> str:
    for pattern, letters in _LETTERS:
        word = pattern.sub(letters, word)
    return word
