"""Finds what a name may mean, and says how sure that is.

A name that sounds the same as one of a thing, but for the order of its words, is rated 98, and 100
where it is also spelt so; all else is rated by how much of it is alike, 95 at most. It is certain
only where a single thing has the whole name; of a person, a family name alone is none.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from azru_kg.identity.sounds import Reading, hear, hear_otherwise
from azru_kg.rdf.prefixes import BASE, IDENTITY, KINDS
from azru_kg.server.find.name_index import Named, NameIndex
from azru_kg.server.find.reconciliation.alike import are_same, rate

TYPES: Final = tuple(kind for kind in KINDS if kind not in ("claim", "code", "period", "quote"))
"""The kinds of things that names are matched with."""

LONGEST: Final = 200
"""So many characters has a name at most; what is longer has no match."""

SAME: Final = 98.0
_SPELT: Final = 100.0
_ALIKE: Final = 95.0
_LEAST: Final = 40.0
_RATED: Final = 60
_MOST_WORDS: Final = 6
_PERSON: Final = "person"
# Of words in brackets, numbers of rooms and the like nothing is kept.
_ASIDE = re.compile(r"\([^)]*\)|[«»\"“”„]")
_FATHERS = re.compile(
    r"(?<=\w\s)\w+(?:ovich|evich|yevich|ovna|evna|yevna|ович|евич|ьич|овна|евна)\b"
    r"|(?<=\w\s)\w+[\s-]+(?:oğlu|oglu|oghlu|ogly|оглы|оглу|qızı|qizi|kizi|gizi|кызы|гызы)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A thing that may be meant, rated from 0 to 100; `whole` where it has the whole name.

    `match` is whether it is certain.
    """

    thing: Named
    score: float
    whole: bool = False
    spelt: bool = False
    match: bool = False


class Matcher:
    """Matches names with the things of an index."""

    def __init__(self, index: NameIndex) -> None:
        self._index = index
        self._readings = index.list_readings()
        self._things: Mapping[str, Named] = {thing.iri: thing for thing in index}

    def find(self, iri: str) -> Named | None:
        """Return a thing by its IRI, or None where there is none."""
        return self._things.get(iri)

    def list_whole(self, text: str) -> list[Named]:
        """Return the things that have a whole name, the likeliest first."""
        sought = _hear_all(text)
        return [
            thing
            for thing in self._index.find(text).things[:_RATED]
            if are_same(sought, self._readings.get(thing.iri, ()))
        ]

    def match(self, text: str, kinds: Collection[str] = ()) -> list[Candidate]:
        """Return what a name may mean, the likeliest first, of some kinds or of all."""
        if len(text) > LONGEST:
            return []
        if (named := self._things.get(_read_identifier(text))) is not None:
            return [Candidate(named, _SPELT, whole=True, spelt=True, match=True)]
        wanted = {*kinds} or {*TYPES}
        rated = self._rate(text, self._gather([text], wanted))
        if not rated or rated[0].score < SAME:
            shorter = list(_shorten(text))
            rated = self._rate(text, self._gather([text, *shorter], wanted), *shorter[:1])
        return _decide(rated, text)

    def _gather(self, texts: Iterable[str], kinds: Collection[str]) -> dict[str, Named]:
        """Return the first things that are found by each of some texts, by IRI."""
        found: dict[str, Named] = {}
        for text in dict.fromkeys(texts):
            things = (thing for thing in self._index.find(text).things if thing.kind in kinds)
            found.update(
                (thing.iri, thing) for thing, _ in zip(things, range(_RATED), strict=False)
            )
        return found

    def _rate(self, text: str, things: Mapping[str, Named], *others: str) -> list[Candidate]:
        """Return things by how much a name is like theirs; `others` are shorter forms of it."""
        sought, spelt = _hear_all(text), _fold(text)
        rated = []
        for iri, thing in things.items():
            readings = self._readings.get(iri, ())
            exact = any(_fold(name.text) == spelt for name in thing.names)
            if exact or are_same(sought, readings):
                rated.append(Candidate(thing, _SPELT if exact else SAME, whole=True, spelt=exact))
                continue
            alike = max([rate(sought, readings), *(rate(_hear_all(it), readings) for it in others)])
            score = round(_ALIKE * alike, 1)
            if score >= _LEAST:
                rated.append(Candidate(thing, score))
        return sorted(rated, key=lambda each: -each.score)


def _decide(rated: Sequence[Candidate], text: str) -> list[Candidate]:
    """Return candidates, the first with whether it is certain."""
    whole = [candidate for candidate in rated if candidate.whole]
    if len(whole) != 1 or (whole[0].thing.kind == _PERSON and len(text.split()) < 2):
        return [*rated]
    first = whole[0]
    sure = Candidate(first.thing, first.score, whole=True, spelt=first.spelt, match=True)
    return [sure, *(candidate for candidate in rated if candidate is not first)]


def _shorten(text: str) -> Iterator[str]:
    """Yield shorter forms of a name: without asides and the father's name, without a word."""
    plain = " ".join(_ASIDE.sub(" ", text).split())
    yield " ".join(_FATHERS.sub(" ", plain).split()) or plain
    words = plain.split()
    if 1 < len(words) <= _MOST_WORDS:
        for at in range(len(words)):
            yield " ".join([*words[:at], *words[at + 1 :]])
    if len(words) > 2:
        yield from (f"{word} {other}" for word, other in pairwise(words))


def _hear_all(text: str) -> list[Reading]:
    return [*hear(text), *hear_otherwise(text)]


def _fold(text: str) -> str:
    return " ".join(text.casefold().split())


def _read_identifier(text: str) -> str:
    """Return the IRI that a text names as this service does, or with a prefix, or in full."""
    name = text.strip()
    if name.startswith(BASE):
        return name
    kind, sign, slug = name.partition("/") if "/" in name else name.partition(":")
    return f"{IDENTITY}{kind}/{slug}" if sign and kind in KINDS else ""
