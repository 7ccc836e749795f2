"""An index of names by sound: what a few words may mean, the likeliest first.

Things are numbered by how much is said of them, so that the order of numbers is the order of hits
alike in everything else. For each word there are the numbers of the things that bear it; for a
word that begins so, a stretch of the words in order; for one that is misspelt by a letter, all
words that it might be, which are some hundreds however many names there are.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile
from types import MappingProxyType
from typing import Final

from azru_kg.identity.sounds import LETTERS, Reading, hear, hear_otherwise

FEW: Final = 10
"""Where fewer things are found by what was written, what may have been meant is looked for, too."""

EVENT: Final = "event"
SOURCE: Final = "source"
CLAIM: Final = "claim"
LAST: Final = (EVENT, SOURCE, CLAIM)
"""The kinds whose titles are full of names of others, and come after these where they fit alike.

Sources come after all other things, however well they fit, and claims after them.
"""

_SHORTEST_MISSPELT = 4
_LONGEST_MISSPELT = 40


@dataclass(frozen=True, slots=True)
class TaggedName:
    """A name with the tag of its language, which is empty where it has none."""

    text: str
    language: str


@dataclass(frozen=True, slots=True)
class Named:
    """A thing that can be found, with what it is called in each language, English first."""

    iri: str
    kind: str
    names: tuple[TaggedName, ...]

    @property
    def label(self) -> str:
        """What it is called."""
        return self.names[0].text

    def name_in(self, language: str) -> tuple[TaggedName, ...]:
        """Return its names, those in a language first."""
        return tuple(sorted(self.names, key=lambda name: name.language != language))


@dataclass(frozen=True, slots=True)
class FoundByName:
    """What was found, the likeliest first; `misspelt` where some of it is spelt otherwise."""

    things: Sequence[Named] = ()
    misspelt: bool = False

    def count(self) -> dict[str, int]:
        """Return how many things there are of each kind, in the order in which kinds appear."""
        return dict(Counter(thing.kind for thing in self.things))


class NameIndex:
    """The names of some things, which do not change.

    `spellings` are further names of a thing, by its IRI, and `said` is how much is said of it.
    """

    def __init__(
        self,
        things: Iterable[Named],
        spellings: Mapping[str, Iterable[TaggedName]] = MappingProxyType({}),
        said: Mapping[str, int] = MappingProxyType({}),
    ) -> None:
        def rank(thing: Named) -> tuple[int, int, str, str]:
            return _rank_kind(thing.kind), -said.get(thing.iri, 0), thing.label, thing.iri

        self._things = sorted(things, key=rank)
        kinds = [thing.kind for thing in self._things]
        self._claims = len(kinds) - kinds.count(CLAIM)
        self._sources = self._claims - kinds.count(SOURCE)
        self._bearers: dict[str, array[int]] = {}
        self._wholes: dict[str, array[int]] = {}
        for number, thing in enumerate(self._things):
            names = (*thing.names, *spellings.get(thing.iri, ()))
            readings = {reading for name in names for reading in hear(name.text, name.language)}
            for whole in set(map(_write_whole, readings)):
                self._wholes.setdefault(whole, array("I")).append(number)
            for word in {word for reading in readings for word in reading}:
                self._bearers.setdefault(word, array("I")).append(number)
        self._words = sorted(self._bearers)

    def __iter__(self) -> Iterator[Named]:
        return iter(self._things)

    def list_readings(self) -> dict[str, list[Reading]]:
        """Return how the names of each thing but claims are read, each with its words in order."""
        readings: dict[str, list[Reading]] = {}
        for whole, numbers in self._wholes.items():
            words = tuple(whole.split(" "))
            for number in numbers:
                if number < self._claims:
                    readings.setdefault(self._things[number].iri, []).append(words)
        return readings

    def find(self, text: str) -> FoundByName:
        """Return the things of which names hold all the words of a text, in any order.

        Whole names come first, then names with these very words, then those with words that begin
        so. As long as they are few, there are also those of words that are read otherwise or differ
        by a letter.
        """
        readings = hear(text)
        if not readings:
            return FoundByName()
        found: dict[int, None] = {}
        for numbers in self._find_as_written(readings):
            found.update(dict.fromkeys(sorted(numbers)))
        as_written = len(found)
        for numbers in self._find_as_meant(readings, hear_otherwise(text)):
            if len(found) >= FEW:
                break
            found.update(dict.fromkeys(sorted(numbers)))
        order = sorted(found, key=lambda n: (n >= self._claims, n >= self._sources))
        return FoundByName([self._things[n] for n in order], len(found) > as_written)

    def find_some(self, text: str) -> FoundByName:
        """Return the things of which names hold some words of a text, as they are written.

        Those with most of the words come first, then those with words that few names hold.
        """
        weights: defaultdict[int, float] = defaultdict(float)
        for words in dict.fromkeys(zip(*hear(text), strict=True)):
            numbers = _unite(map(self._begin, dict.fromkeys(words)))
            for number in numbers:
                weights[number] += 1 + 1 / len(numbers)
        order = sorted(
            weights, key=lambda n: (n >= self._claims, n >= self._sources, -weights[n], n)
        )
        return FoundByName([self._things[n] for n in order])

    def _find_as_written(self, readings: Sequence[Reading]) -> Iterator[set[int]]:
        yield self._bear_whole(readings)
        yield self._meet(readings, self._bear)
        yield self._meet(readings, self._begin)

    def _find_as_meant(
        self, readings: Sequence[Reading], others: Sequence[Reading]
    ) -> Iterator[set[int]]:
        yield self._bear_whole([*others, *_misspell_one(readings)])
        yield self._meet([*readings, *others], self._begin)
        yield self._meet(readings, self._bear_nearly)
        yield self._meet(readings, self._begin_nearly)

    def _meet(self, readings: Iterable[Reading], look: Callable[[str], Iterable[int]]) -> set[int]:
        """Return the things that have, for each place in the readings, a word of one of them."""
        found: set[int] | None = None
        for words in sorted(set(zip(*readings, strict=True)), key=lambda words: -len(words[0])):
            numbers = _unite(map(look, dict.fromkeys(words)))
            found = numbers if found is None else found & numbers
            if not found:
                break
        return found or set()

    def _bear_whole(self, readings: Iterable[Reading]) -> set[int]:
        return _unite(self._wholes.get(_write_whole(reading), ()) for reading in readings)

    def _bear(self, word: str) -> Iterable[int]:
        return self._bearers.get(word, ())

    def _begin(self, word: str) -> set[int]:
        return _unite(self._bearers[whole] for whole in _list_beginning(self._words, word))

    def _bear_nearly(self, word: str) -> set[int]:
        near = (self._bearers.get(other, ()) for other in misspell(word))
        return self._begin(word) | _unite(near)

    def _begin_nearly(self, word: str) -> set[int]:
        return self._begin(word) | _unite(map(self._begin, misspell(word)))


def misspell(word: str) -> Iterator[str]:
    """Yield the words that differ from one by a letter: left out, put in, another, or exchanged.

    A word that is short, very long or has digits in it stays what it is.

    >>> "putin" in misspell("puttin"), "putin" in misspell("ptuin"), "2024" in misspell("2023")
    (True, True, False)
    """
    if not _SHORTEST_MISSPELT <= len(word) <= _LONGEST_MISSPELT or not word.isalpha():
        return
    for at in range(len(word) + 1):
        head, tail = word[:at], word[at:]
        if tail:
            yield head + tail[1:]
        if len(tail) > 1 and tail[0] != tail[1]:
            yield head + tail[1] + tail[0] + tail[2:]
        for letter in LETTERS:
            yield head + letter + tail
            if tail:
                yield head + letter + tail[1:]


def _misspell_one(readings: Iterable[Reading]) -> Iterator[Reading]:
    """Yield the readings of which one word differs by a letter."""
    for reading in readings:
        for at, word in enumerate(reading):
            for other in misspell(word):
                yield (*reading[:at], other, *reading[at + 1 :])


def _rank_kind(kind: str) -> int:
    return LAST.index(kind) + 1 if kind in LAST else 0


def _write_whole(reading: Reading) -> str:
    """Return the key of a whole name, which is the same in whatever order its words are."""
    return " ".join(sorted(reading))


def _list_beginning(texts: Sequence[str], start: str) -> Iterator[str]:
    """Yield those of texts, which are in order, that begin so."""
    at = bisect_left(texts, start)
    return takewhile(lambda text: text.startswith(start), (texts[n] for n in range(at, len(texts))))


def _unite(parts: Iterable[Iterable[int]]) -> set[int]:
    return set().union(*parts)
