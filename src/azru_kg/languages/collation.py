"""The order of words in the language that is read: as in its dictionaries, not by their codes.

Alphabets are those of Unicode CLDR: Azerbaijani has ə after e, x after h and q after k, and Russian
takes ё for е. Letters of the language come before those of other scripts; what is no letter and no
digit only parts words.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Final

from azru_kg.languages.reading import get_language

_ENGLISH: Final = "abcdefghijklmnopqrstuvwxyz"
_ALPHABETS: Final = {
    "az": "abcçdeəfgğhxıijkqlmnoöprsştuüvwyz",
    "ru": "абвгдежзийклмнопрстуфхцчшщъыьэюя",
}
_SAME: Final = {"ru": {"ё": "е"}}
# Azerbaijani has two letters i, each with a capital of its own.
_CAPITALS: Final = {"az": {"I": "ı", "İ": "i"}}
# Digits keep their codes, which come before all letters.
_OWN, _LATIN, _OTHERS, _MOST = 0x10000, 0x20000, 0x30000, 0xFFFF
_KEPT: Final = 16_384


def sort_key(text: str) -> tuple[str, str]:
    """Return what a text is sorted by in the language that is read.

    >>> from azru_kg.languages.reading import read_in
    >>> with read_in("az"):
    ...     sorted(["Qax", "İsmayıllı", "Laçın", "Xaçmaz", "Hacı", "Əli", "Eldar"], key=sort_key)
    ['Eldar', 'Əli', 'Hacı', 'Xaçmaz', 'İsmayıllı', 'Qax', 'Laçın']
    """
    return _make_key(text, get_language())


@lru_cache(_KEPT)
def _make_key(text: str, language: str) -> tuple[str, str]:
    capitals = _CAPITALS.get(language, {})
    small = unicodedata.normalize("NFC", "".join(capitals.get(c, c) for c in text)).lower()
    places = _place_letters(language)
    return "".join(_find_place(letter, places) for letter in small), text


def _find_place(letter: str, places: dict[str, str]) -> str:
    """Return what stands for a letter: one with a mark that the alphabet lacks is as without."""
    if letter in places:
        return places[letter]
    base = unicodedata.normalize("NFD", letter)[:1]
    if base in places:
        return places[base]
    if letter.isalpha():
        return chr(_OTHERS + min(ord(letter), _MOST))
    return letter if letter.isalnum() else " "


@lru_cache
def _place_letters(language: str) -> dict[str, str]:
    own = _ALPHABETS.get(language, _ENGLISH)
    places = {letter: chr(_LATIN + at) for at, letter in enumerate(_ENGLISH)}
    places |= {letter: chr(_OWN + at) for at, letter in enumerate(own)}
    same = _SAME.get(language, {})
    return places | {letter: places[other] for letter, other in same.items()}
