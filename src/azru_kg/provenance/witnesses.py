"""Alternatives of what suffices: sets of which any will do, each the smallest of its kind.

A set is the bits of a whole number, so that whether one holds another is a single step; what a bit
stands for is in the `SetIndex`. None of the alternatives holds another. There are at most `MOST` of
them: where there are more, the smallest are kept, and the bit `CUT` stands in each of them, so that
it is not forgotten on the way.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import Final, Generic, TypeVar

_T = TypeVar("_T", bound=Hashable)

Set = int
"""A set of what there is in an index, as bits."""

Alternatives = tuple[Set, ...]
"""Sets of which any will do, the smallest first."""

MOST: Final = 128
CUT: Final[Set] = 1
_TRIED: Final = MOST * MOST
NOTHING: Final[Alternatives] = (0,)
"""What holds whatever else does."""

NEVER: Final[Alternatives] = ()
"""What does not hold."""


class SetIndex(Generic[_T]):
    """What the bits of sets stand for, but for the first, which is `CUT`."""

    def __init__(self) -> None:
        self._bits: dict[_T, Set] = {}
        self._things: list[_T] = []

    def find(self, thing: _T) -> Set:
        """Return the set of one thing."""
        bit = self._bits.get(thing)
        if bit is None:
            bit = self._bits[thing] = 2 << len(self._things)
            self._things.append(thing)
        return bit

    def read(self, members: Set) -> list[_T]:
        """Return what is in a set, in the order in which it was found."""
        found: list[_T] = []
        left = members & ~CUT
        while left:
            lowest = left & -left
            found.append(self._things[lowest.bit_length() - 2])
            left ^= lowest
        return found


def choose(sets: Iterable[Set]) -> Alternatives:
    """Return the sets but for those that hold another one.

    >>> choose([0b110, 0b010, 0b1100])
    (2, 12)
    """
    every = set(sets)
    mark = gather(every) & CUT
    left = {each & ~CUT for each in every} if mark else every
    by_size: dict[int, list[Set]] = {}
    for each in left:
        by_size.setdefault(each.bit_count(), []).append(each)
    kept: list[Set] = []
    for size in sorted(by_size):
        # Those that are as large hold none of one another.
        smaller = tuple(kept)
        kept += [each for each in sorted(by_size[size]) if not _holds_any(each, smaller)]
        if len(kept) > MOST:
            return tuple(each | CUT for each in kept[:MOST])
    return tuple(each | mark for each in kept)


def _holds_any(members: Set, others: Iterable[Set]) -> bool:
    return any(other & members == other for other in others)


def join(one: Alternatives, other: Alternatives) -> Alternatives:
    """Return the alternatives for what rests on both.

    >>> join((0b010, 0b100), (0b010, 0b1000))
    (2, 12)
    """
    if one == NOTHING:
        return other
    if other == NOTHING:
        return one
    if len(one) == len(other) == 1:
        return (one[0] | other[0],)
    if len(one) * len(other) > _TRIED:
        one, other = _cut(one), _cut(other)
    return choose(first | second for first in one for second in other)


def choose_one(members: Iterable[Set]) -> Alternatives:
    """Return as alternatives sets of one thing each, of which none can hold another."""
    return tuple(sorted(set(members)))


def gather(alternatives: Iterable[Set]) -> Set:
    """Return all that is in any of the sets."""
    whole = 0
    for each in alternatives:
        whole |= each
    return whole


def _cut(sets: Alternatives) -> Alternatives:
    return sets if len(sets) <= MOST else tuple(each | CUT for each in sets[:MOST])
