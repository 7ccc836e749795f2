"""Keeps answers that were given lately, so that the next one who asks gets the same bytes.

An answer is kept under its entity tag, which says all that it depends on; so nothing in here is
ever out of date, and what goes is what nobody has asked for the longest.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from typing import Final

LIMIT: Final = 32 * 1024 * 1024
"""How many bytes are kept, unless one says otherwise."""

# One answer takes at most one of so many parts of the room.
_SHARE: Final = 4
# What an entry takes beside its bytes: its tag, and its place in the order.
_OVERHEAD: Final = 512


class AnswerCache:
    """Whole answers by their entity tags, up to a number of bytes; 0 keeps none.

    `longest` is how many bytes an answer has at most that is kept.
    """

    def __init__(self, limit: int = LIMIT) -> None:
        self._limit = limit
        self.longest = limit // _SHARE - _OVERHEAD
        self._answers: OrderedDict[str, bytes] = OrderedDict()
        self.size = 0
        self.hits = 0
        self.misses = 0

    def find(self, tags: Iterable[str], *, last: bool = True) -> tuple[str, bytes] | None:
        """Return the first of some tags of which there is an answer, with the answer.

        That there is none counts where it is the `last` look for it.
        """
        for tag in tags:
            if tag in self._answers:
                self.hits += 1
                self._answers.move_to_end(tag)
                return tag, self._answers[tag]
        self.misses += last
        return None

    def note_miss(self) -> None:
        """Count a search in vain whose looks were not the last ones."""
        self.misses += 1

    def keep(self, tag: str, body: bytes) -> None:
        """Keep an answer that is not too long, and forget the oldest as far as it takes."""
        if tag in self._answers or len(body) > self.longest:
            return
        self._answers[tag] = body
        self.size += len(body) + _OVERHEAD
        while self.size > self._limit:
            _, oldest = self._answers.popitem(last=False)
            self.size -= len(oldest) + _OVERHEAD
