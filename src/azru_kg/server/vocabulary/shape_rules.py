"""Arranges the shapes as what is asked of each class: a rule a property, with how it is told.

Paths and constraints are written as in Turtle, which who knows SHACL reads at a glance; the message
of a shape says the same in words.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

import pyoxigraph as ox

from azru_kg.rdf.oxigraph_terms import AnyTerm
from azru_kg.rdf.prefixes import SHAPES, expand, shorten
from azru_kg.server.pages.cells import Cell, Links, make_cell

_SPACE: Final = f"{SHAPES}#"
_FIRST, _REST = expand("rdf:first"), expand("rdf:rest")
_PATH: Final = expand("sh:path")
_PARTS: Final = expand("sh:property")
_TARGETS: Final = (expand("sh:targetClass"), expand("sh:targetSubjectsOf"))
_TOLD: Final = {
    *_TARGETS,
    _PATH,
    _PARTS,
    expand("rdf:type"),
    expand("rdfs:label"),
    expand("rdfs:comment"),
    expand("sh:message"),
    expand("sh:severity"),
}
_PREFIXED: Final = {expand("sh:declare"), expand("sh:namespace")}
_STEPS: Final = {
    expand("sh:inversePath"): "^{}",
    expand("sh:zeroOrOnePath"): "{}?",
    expand("sh:zeroOrMorePath"): "{}*",
    expand("sh:oneOrMorePath"): "{}+",
}
_CHOICE: Final = expand("sh:alternativePath")
_LONG: Final = 300


@dataclass(frozen=True, slots=True)
class ShapeRule:
    """What a shape asks of a path, or of a node itself where there is none.

    `counts` is how many values there are to be; `anchor` where the rule is explained here.
    """

    curie: str
    anchor: str
    path: str
    counts: str
    constraints: tuple[str, ...]
    message: str
    severity: str


@dataclass(frozen=True, slots=True)
class ShapeChapter:
    """A shape of nodes with its rules; `targets` are whose nodes it is about."""

    curie: str
    anchor: str
    label: str
    note: str
    targets: tuple[Cell, ...]
    rules: tuple[ShapeRule, ...]


@dataclass(frozen=True, slots=True)
class Rulebook:
    """All shapes: those that have targets of their own, and those that others use."""

    chapters: tuple[ShapeChapter, ...]
    shared: tuple[ShapeChapter, ...]
    lone: tuple[ShapeRule, ...]


def arrange_shapes(triples: Iterable[ox.Triple], links: Links) -> Rulebook:
    """Return the shapes of a graph of shapes."""
    return _Rules(triples, links).arrange()


class _Rules:
    def __init__(self, triples: Iterable[ox.Triple], links: Links) -> None:
        self._about: defaultdict[AnyTerm, defaultdict[str, list[AnyTerm]]] = defaultdict(
            lambda: defaultdict(list)
        )
        for triple in sorted(triples, key=str):
            self._about[triple.subject][triple.predicate.value].append(triple.object)
        self._links = links
        self._anchored: set[str] = set()

    def arrange(self) -> Rulebook:
        # To look for what is not there leaves a trace.
        named = [
            node
            for node in list(self._about)
            if isinstance(node, ox.NamedNode)
            and node.value.startswith(_SPACE)
            and not _PREFIXED & self._about[node].keys()
        ]
        whole = [node for node in named if _PATH not in self._about[node]]
        aimed = [node for node in whole if any(self._about[node][name] for name in _TARGETS)]
        chapters = tuple(map(self._make_chapter, aimed))
        shared = tuple(self._make_chapter(node) for node in whole if node not in aimed)
        lone = [node for node in named if node.value not in self._anchored]
        return Rulebook(chapters, shared, tuple(map(self._make_rule, lone)))

    def _make_chapter(self, node: ox.NamedNode) -> ShapeChapter:
        facts = self._about[node]
        targets = [target for name in _TARGETS for target in facts[name]]
        own = self._make_rule(node)
        parts = [part for part in facts[_PARTS] if isinstance(part, ox.NamedNode)]
        itself = [replace(own, anchor="")] if own.constraints else []
        return ShapeChapter(
            curie=shorten(node.value),
            anchor=own.anchor,
            label=_say(facts[expand("rdfs:label")]),
            note=_say(facts[expand("rdfs:comment")]),
            targets=tuple(make_cell(target, {}, self._links) for target in targets),
            rules=(*itself, *map(self._make_rule, parts)),
        )

    def _make_rule(self, node: ox.NamedNode) -> ShapeRule:
        facts = self._about[node]
        anchor = "" if node.value in self._anchored else node.value.removeprefix(_SPACE)
        self._anchored.add(node.value)
        counted = {expand("sh:minCount"), expand("sh:maxCount")}
        return ShapeRule(
            curie=shorten(node.value),
            anchor=anchor,
            path=self._write_path(facts[_PATH][0]) if facts[_PATH] else "",
            counts=_count(facts[expand("sh:minCount")], facts[expand("sh:maxCount")]),
            constraints=tuple(
                f"{shorten(name)} {self._write(value)}"
                for name, values in facts.items()
                if name not in _TOLD | counted
                for value in values
            ),
            message=_say(facts[expand("sh:message")]),
            severity=_say(facts[expand("sh:severity")]).removeprefix("sh:"),
        )

    def _write_path(self, term: AnyTerm) -> str:
        if isinstance(term, ox.NamedNode):
            return shorten(term.value)
        if steps := self._list(term):
            return " / ".join(map(self._write_path, steps))
        facts = self._about[term]
        for name, form in _STEPS.items():
            if facts[name]:
                return form.format(self._write_path(facts[name][0]))
        choices = [part for head in facts[_CHOICE] for part in self._list(head)]
        return f"({' | '.join(map(self._write_path, choices))})"

    def _write(self, term: AnyTerm) -> str:
        if isinstance(term, ox.NamedNode):
            return shorten(term.value)
        if isinstance(term, ox.Literal):
            text = term.value if len(term.value) <= _LONG else f"{term.value[:_LONG]}…"
            return text if text.isalnum() else f'"{text}"'
        return f"( {' '.join(map(self._write, self._list(term)))} )"

    def _list(self, term: AnyTerm) -> list[AnyTerm]:
        """Return the members of a list; a ring of them ends where it comes back."""
        members: list[AnyTerm] = []
        seen: set[AnyTerm] = set()
        while term not in seen and self._about[term][_FIRST]:
            seen.add(term)
            members.append(self._about[term][_FIRST][0])
            term = next(iter(self._about[term][_REST]), term)
        return members


def _count(least: Iterable[AnyTerm], most: Iterable[AnyTerm]) -> str:
    """Return how many values there may be, as `1`, `0–1` or `1–…`."""
    lower = next(_texts(least), "")
    upper = next(_texts(most), "")
    if not lower and not upper:
        return ""
    lower = lower or "0"
    return lower if lower == upper else f"{lower}–{upper or '…'}"


def _texts(terms: Iterable[AnyTerm]) -> Iterator[str]:
    return (term.value for term in terms if isinstance(term, ox.Literal))


def _say(terms: Iterable[AnyTerm]) -> str:
    """Return the first text, or prefixed name."""
    for term in terms:
        if isinstance(term, ox.Literal):
            return term.value
        if isinstance(term, ox.NamedNode):
            return shorten(term.value)
    return ""
