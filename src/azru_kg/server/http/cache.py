"""Keeps short answers that were given lately, so that the next one who asks gets the same bytes.

An answer is kept under its entity tag, which says all that it depends on; so nothing in here is
ever out of date, and what goes is what nobody has asked for the longest.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from typing import Final

LIMIT: Final = 32 * 1024 * 1024
"""How many bytes are kept, unless one says otherwise."""

LONGEST: Final = 256 * 1024
"""How many bytes an answer has at most that is kept."""

# What an entry takes beside its bytes: its tag, and its place in the order.
_OVERHEAD: Final = 512


class AnswerCache:
    """Whole answers by their entity tags, up to a number of bytes; 0 keeps none."""

    def __init__(self, limit: int = LIMIT) -> None:
        self._limit = limit
        self._answers: OrderedDict[str, bytes] = OrderedDict()
        self.size = 0
        self.hits = 0
        self.misses = 0

    def find(self, tags: Iterable[str]) -> tuple[str, bytes] | None:
        """Return the first of some tags of which there is an answer, with the answer."""
        for tag in tags:
            if tag in self._answers:
                self.hits += 1
                self._answers.move_to_end(tag)
                return tag, self._answers[tag]
        self.misses += 1
        return None

    def holds(self, tags: Iterable[str]) -> bool:
        """Return whether there is an answer of one of some tags, which counts for no search."""
        return any(tag in self._answers for tag in tags)

    def keep(self, tag: str, body: bytes) -> None:
        """Keep a short answer, and forget the oldest as far as it takes."""
        if tag in self._answers or len(body) > min(LONGEST, self._limit - _OVERHEAD):
            return
        self._answers[tag] = body
        self.size += len(body) + _OVERHEAD
        while self.size > self._limit:
            _, oldest = self._answers.popitem(last=False)
            self.size -= len(oldest) + _OVERHEAD
