"""Puts what rows state into a Turtle file, slot by slot, and leaves all else in it as it is.

A slot is a subject, a predicate and a language. Its values are those of the rows, where rows give
any; a slot that rows do not give keeps its values. Some predicates only gain values.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox

from azru_kg.rdf.oxigraph_terms import named
from azru_kg.turtle.comments import Comments
from azru_kg.turtle.placed import Placed
from azru_kg.turtle.style import TurtleFile

GAINING = frozenset(map(named, ("a", "schema:mentions", "skos:altLabel", "void:subset")))
"""Predicates whose values come from many rows, or from other hands: none is taken away."""

_NOT_STATED = named("azru:notStated")
_WITHIN = named("azru:dateWithin")

Slot = tuple[Any, Any, str]
Said = ox.Triple | ox.Quad | Placed


@dataclass(frozen=True, slots=True)
class Merged:
    """A file with what rows state in it, and how many triples it has gained and lost."""

    document: TurtleFile
    gained: int
    lost: int


def merge(document: TurtleFile, drafts: Collection[ox.Triple]) -> Merged:
    """Return a file in which the slots that drafts give have the values of the drafts."""
    owned = _Owned(drafts)
    new = set(drafts)
    kept: list[Said] = []
    lost: list[Said] = []
    for one in document.triples:
        said = ox.Triple(one.subject, one.predicate, one.object)
        (lost if said not in new and owned.takes_away(said) else kept).append(one)
    there = {ox.Triple(one.subject, one.predicate, one.object) for one in kept}
    added = [triple for triple in drafts if triple not in there]
    triples = [*kept, *added]
    comments = _move_comments(document.comments, lost, triples)
    return Merged(TurtleFile(triples, document.prefixes, comments), len(added), len(lost))


class _Owned:
    """The slots that drafts give."""

    def __init__(self, drafts: Iterable[ox.Triple]) -> None:
        self._slots: set[Slot] = set()
        self._stated: set[tuple[Any, Any]] = set()
        self._open: set[tuple[Any, Any]] = set()
        self._subjects: set[Any] = set()
        for one in drafts:
            self._subjects.add(one.subject)
            self._stated.add((one.subject, one.predicate))
            if one.predicate not in GAINING:
                self._slots.add(_find_slot(one))
            if one.predicate == _NOT_STATED:
                self._open.add((one.subject, one.object))

    def takes_away(self, said: ox.Triple) -> bool:
        """Whether a statement of the file is replaced, or contradicted, by the drafts."""
        subject, predicate = said.subject, said.predicate
        if predicate == _NOT_STATED and (subject, said.object) in self._stated:
            return True
        if (subject, predicate) in self._open:
            return True
        if predicate == _WITHIN and subject in self._subjects:
            return True
        return _find_slot(said) in self._slots


def _find_slot(said: ox.Triple) -> Slot:
    value = said.object
    language = value.language if isinstance(value, ox.Literal) else None
    return said.subject, said.predicate, language or ""


def _move_comments(comments: Comments, lost: Iterable[Any], triples: Iterable[Any]) -> Comments:
    """Return comments of which those on lost values are on what the subject says now."""
    left = {(one.subject, one.predicate) for one in triples}
    for one in lost:
        said = (one.subject, one.predicate, one.object)
        lines = comments.before.pop(said, [])
        if (behind := comments.behind.pop(said, None)) is not None:
            lines.append(behind)
        if said[:2] in left:
            comments.predicates[said[:2]].extend(lines)
        elif lines:
            comments.leads[one.subject].extend(lines)
    return comments
