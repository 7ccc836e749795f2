"""Finds what each comment of a Turtle file belongs to, so that it can move with it.

A comment on a line of its own belongs to what comes next: a block, or a triple within one. One
behind a value on its line belongs to the triple of the value. What stands above the prefixes is the
head of the file, what stands below the last block its tail.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

import pyoxigraph as ox

from azru_kg.rdf.oxigraph_terms import Node, Term
from azru_kg.rdf.prefixes import PREFIXES
from azru_kg.turtle.lexer import TERMS, Lines, scan
from azru_kg.turtle.placed import Placed

Said = tuple[Node, ox.NamedNode, Term]

_REST = ox.NamedNode(f"{PREFIXES['rdf']}rest")
_LENGTHS = {"prefix": 3, "base": 2, "version": 2}


@dataclass(frozen=True, slots=True)
class Comments:
    """The comments of a file, from `#` on: of the file, of subjects, of predicates, and of triples.

    Those of a triple stand on lines `before` its object, or, one at most, at the end of the line,
    `behind` it.
    """

    head: list[str] = field(default_factory=list)
    tail: list[str] = field(default_factory=list)
    leads: defaultdict[Node, list[str]] = field(default_factory=lambda: defaultdict(list))
    predicates: defaultdict[tuple[Node, ox.NamedNode], list[str]] = field(
        default_factory=lambda: defaultdict(list)
    )
    before: defaultdict[Said, list[str]] = field(default_factory=lambda: defaultdict(list))
    behind: dict[Said, str] = field(default_factory=dict)


@dataclass(slots=True)
class _Comment:
    """A comment, and the offset of the value that it stands behind on its line, if it does."""

    text: str
    at: int
    value_at: int | None


@dataclass(slots=True)
class _Statement:
    """What stands between two dots, with the comments above it, in it, and behind its dot."""

    start: int
    end: int
    is_directive: bool
    above: list[_Comment]
    inside: list[_Comment] = field(default_factory=list)


def has_comments(text: str) -> bool:
    """Return whether there is a comment: a `#` outside of IRIs, strings and escapes."""
    return "#" in text and any(kind == "comment" for kind, _, _ in scan(text))


def read_comments(text: str, triples: list[Placed]) -> Comments:
    """Return the comments of a well-formed text, given its triples."""
    comments, placed = Comments(), _Triples(triples)
    statements, left = _split(text)
    for number, statement in enumerate(statements):
        above = statement.above
        if number == 0 and not statement.is_directive:
            cut = _find_paragraph(text, above, statement.start)
            comments.head.extend(comment.text for comment in above[:cut])
            above = above[cut:]
        if statement.is_directive:
            comments.head.extend(comment.text for comment in [*above, *statement.inside])
        else:
            _attach(comments, placed, statement, above)
    comments.tail.extend(comment.text for comment in left)
    return comments


class _Triples:
    """The triples of a text by where they are."""

    def __init__(self, triples: list[Placed]) -> None:
        self._values: dict[int, Said] = {}
        self._predicates: dict[int, int] = {}
        self.subjects: dict[int, Said] = {}
        for triple in triples:
            said = (triple.subject, triple.predicate, triple.object)
            self.subjects.setdefault(triple.subject_at, said)
            # What links the items of a list is not written; a comment is on an item.
            if triple.predicate != _REST or triple.predicate_at < triple.object_at:
                self._values[triple.object_at] = said
                self._predicates[triple.object_at] = triple.predicate_at
        self._offsets = sorted(self._values)

    def find(self, value_at: int | None) -> Said | None:
        """Return the triple whose object is at an offset."""
        return None if value_at is None else self._values.get(value_at)

    def find_near(self, at: int, end: int) -> tuple[Said, bool]:
        """Return the triple whose object comes next before an end, or else the last before.

        Also return whether a predicate stands between.
        """
        place = bisect_left(self._offsets, at)
        if place == len(self._offsets) or (place and self._offsets[place] >= end):
            place -= 1
        offset = self._offsets[place]
        return self._values[offset], at < self._predicates[offset] < offset


def _attach(
    comments: Comments, triples: _Triples, statement: _Statement, above: list[_Comment]
) -> None:
    if above:
        subject = triples.subjects[statement.start][0]
        comments.leads[subject].extend(comment.text for comment in above)
    for comment in statement.inside:
        said = triples.find(comment.value_at)
        if said is not None and said not in comments.behind:
            comments.behind[said] = comment.text
            continue
        near, is_apart = (said, False) if said else triples.find_near(comment.at, statement.end)
        lines = comments.predicates[near[:2]] if is_apart else comments.before[near]
        lines.append(comment.text)


def _split(text: str) -> tuple[list[_Statement], list[_Comment]]:
    """Return the statements of a text with their comments, and the comments after the last."""
    lines = Lines.of(text)
    statements: list[_Statement] = []
    waiting: list[_Comment] = []
    current: _Statement | None = None
    for kind, token, at, value_at in _trace(text):
        if kind == "comment":
            _, column = lines.place(at)
            own_line = not text[at - column + 1 : at].strip()
            comment = _Comment(token.rstrip(), at, None if own_line else value_at)
            if current is not None:
                current.inside.append(comment)
            elif own_line or not statements:
                waiting.append(comment)
            else:
                statements[-1].inside.append(comment)
        elif kind == "end":
            if current is not None:
                current.end = at
            current = None
        elif current is None:
            current = _Statement(at, at, kind in ("tag", "word"), waiting)
            statements.append(current)
            waiting = []
    return statements, waiting


def _trace(text: str) -> Iterator[tuple[str, str, int, int | None]]:
    """Yield the tokens, an `end` behind each statement, and the last value before each.

    What is in brackets is a value when they are closed; nothing is one right behind an opening one.
    """
    opened: list[int] = []
    value: int | None = None
    before, left = "", 0
    for kind, token, at in scan(text):
        yield kind, token, at, value
        if kind == "comment":
            continue
        if not before and kind == "word":
            left = _LENGTHS[token.lower()]
        if kind in ("[", "("):
            opened.append(at)
            value = None
        elif kind in ("]", ")"):
            value = opened.pop()
        elif kind in TERMS and before != "^^":
            value = at
        before, left = kind, left - 1
        if left == 0 or (kind == "." and left < 0):
            yield "end", "", at, value
            before, left = "", 0


def _find_paragraph(text: str, above: list[_Comment], start: int) -> int:
    """Return how many of the comments above a block are parted from it by a blank line."""
    below = start
    for number in range(len(above), 0, -1):
        comment = above[number - 1]
        gap = text[comment.at + len(comment.text) : below].replace("\r\n", "\n")
        if len(re.findall(r"[\r\n]", gap)) > 1:
            return number
        below = comment.at
    return 0
