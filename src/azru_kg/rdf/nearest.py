"""Finds the names that were meant by a misspelt one, in a time that no name can make long.

Comparing two texts letter by letter takes up to cubic time in their length, so what is longer than
any name that people mistype is not compared at all.
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher
from heapq import nlargest

LONGEST = 100
"""So many characters of a name are compared; a longer one is like no other."""

_ENOUGH = 0.75


def find_similar(name: str, known: Iterable[str], *, most: int = 1, like: float = 0.6) -> list[str]:
    """Return those of the known names that are most like a name, the best first.

    `like` is the ratio of letters in common from which on a name is like another (0 to 1).

    >>> find_similar("foof", ["foaf", "skos", "org"])
    ['foaf']
    >>> find_similar("a" * 10_000, ["a" * 10_000 + "b"])
    []
    """
    if len(name) > LONGEST:
        return []
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(name)
    rated: list[tuple[float, str]] = []
    for candidate in known:
        if len(candidate) > LONGEST:
            continue
        matcher.set_seq1(candidate)
        # The quick ratios are upper bounds, and spare nearly all of the work.
        if matcher.real_quick_ratio() >= like and matcher.quick_ratio() >= like:
            ratio = matcher.ratio()
            if ratio >= like:
                rated.append((ratio, candidate))
    return [candidate for _, candidate in nlargest(most, rated)]


def find_nearest(name: str, known: Iterable[str]) -> str | None:
    """Return the known name most like a name, or None where none is like it.

    Only names of the same namespace are: what comes before the last `/`, `#` or `:` is the same.

    >>> find_nearest("azru:indikator", ["azru:indicator", "azru:inferred", "azru:party"])
    'azru:indicator'
    """
    space, local = split(name)
    tails: dict[str, str] = {}
    for candidate in known:
        own, tail = split(candidate)
        if own == space and candidate != name:
            tails.setdefault(tail.casefold(), candidate)
    near = find_similar(local.casefold(), tails, like=_ENOUGH)
    return tails[near[0]] if near else None


def split(name: str) -> tuple[str, str]:
    """Return a name in two parts: up to its last `/`, `#` or `:`, and the rest.

    >>> split("https://example.org/a")
    ('https://example.org/', 'a')
    """
    cut = max(name.rfind(sign) for sign in "/#:") + 1
    return name[:cut], name[cut:]
