"""How much alike two names are by their sound, word by word, in whatever order the words stand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Final

from azru_kg.identity.sounds import Reading

_INITIAL: Final = 0.7
_LIKE: Final = 0.7
_KNOWN: Final = 20_000
_LONGEST: Final = 40
_MOST_WORDS: Final = 12


def rate(sought: Sequence[Reading], named: Iterable[Reading]) -> float:
    """Return how much the readings of two names are alike, at best: 0 to 1.

    >>> rate([("aliav", "ilham")], [("ilham", "aliav")])
    1.0
    >>> rate([("i", "aliav")], [("ilham", "aliav")])
    0.85
    """
    return max((_rate_words(words, other) for other in named for words in sought), default=0.0)


def are_same(sought: Iterable[Reading], named: Iterable[Reading]) -> bool:
    """Return whether two names sound the same but for the order of their words."""
    return not {_sort(words) for words in sought}.isdisjoint(map(_sort, named))


def _sort(words: Reading) -> Reading:
    return tuple(sorted(words))


def _rate_words(sought: Reading, named: Reading) -> float:
    """Return twice what the words have in common, by how many words there are in both."""
    if len(sought) > _MOST_WORDS or len(named) > _MOST_WORDS or not sought or not named:
        return 0.0
    left, common = list(named), 0.0
    # Words that are the same find each other first, and initials last.
    for word in sorted(sought, key=lambda word: (word not in named, -len(word))):
        rated = [(_compare(word, other), at) for at, other in enumerate(left)]
        best, at = max(rated, default=(0.0, -1))
        if best:
            common += best
            left.pop(at)
    return 2 * common / (len(sought) + len(named))


@lru_cache(_KNOWN)
def _compare(word: str, other: str) -> float:
    """Return how much two words are alike: an initial is like each word that begins with it."""
    if word == other:
        return 1.0
    if min(len(word), len(other)) == 1:
        return _INITIAL if word[0] == other[0] and not word.isdigit() else 0.0
    if word.isdigit() or other.isdigit() or max(len(word), len(other)) > _LONGEST:
        return 0.0
    ratio = SequenceMatcher(None, word, other, autojunk=False).ratio()
    return ratio if ratio >= _LIKE else 0.0
