"""Finds bags of words that have much in common, without comparing each with each.

Two sets that share at least a share s of their words share one of their rarest: of a set of n
words, one of the rarest n - ceil(s * n) + 1. Only sets that meet there are compared.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from itertools import combinations

from azru_kg.identity.words import Bag, compare


def find_similar(bags: Mapping[str, Collection[Bag]], share: float) -> Iterator[tuple[str, str]]:
    """Yield each pair of keys, in order, two of whose bags have at least a share in common.

    >>> a, b, c = frozenset("xyz"), frozenset("xyz"), frozenset("xuv")
    >>> list(find_similar({"b": [b], "a": [a], "c": [c]}, 0.75))
    [('a', 'b')]
    """
    for first, second in sorted(_find_candidates(bags, share)):
        if any(compare(x, y) >= share for x in bags[first] for y in bags[second]):
            yield first, second


def _find_candidates(bags: Mapping[str, Collection[Bag]], share: float) -> set[tuple[str, str]]:
    counts = Counter(word for many in bags.values() for bag in many for word in bag)
    meeting: defaultdict[str, set[str]] = defaultdict(set)
    for key, many in bags.items():
        for bag in many:
            for word in _choose_rarest(bag, counts, share):
                meeting[word].add(key)
    return {pair for keys in meeting.values() for pair in combinations(sorted(keys), 2)}


def _choose_rarest(bag: Bag, counts: Counter[str], share: float) -> list[str]:
    rarest = sorted(bag, key=lambda word: (counts[word], word))
    return rarest[: len(bag) - math.ceil(share * len(bag)) + 1]
