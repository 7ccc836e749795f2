"""Finds the name that was meant by a misspelt one."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher

_ENOUGH = 0.75


def find_nearest(name: str, known: Iterable[str]) -> str | None:
    """Return the known name most like a name, or None where none is like it.

    Only names of the same namespace are: what comes before the last `/`, `#` or `:` is the same.

    >>> find_nearest("azru:indikator", ["azru:indicator", "azru:inferred", "azru:party"])
    'azru:indicator'
    """
    space, local = split(name)
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(local.casefold())
    best, nearest = _ENOUGH, None
    for one in known:
        own, tail = split(one)
        if own != space or one == name:
            continue
        matcher.set_seq1(tail.casefold())
        # The quick ratios are upper bounds, and spare nearly all of the work.
        if matcher.real_quick_ratio() > best and matcher.quick_ratio() > best:
            ratio = matcher.ratio()
            if ratio > best:
                best, nearest = ratio, one
    return nearest


def split(name: str) -> tuple[str, str]:
    """Return a name in two parts: up to its last `/`, `#` or `:`, and the rest.

    >>> split("https://example.org/a")
    ('https://example.org/', 'a')
    """
    cut = max(name.rfind(sign) for sign in "/#:") + 1
    return name[:cut], name[cut:]
