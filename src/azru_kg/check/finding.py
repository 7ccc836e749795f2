"""What is wrong with data, one finding a fault: how bad, about what, where, and how to mend it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal as OneOf

import pyoxigraph as ox
from rdflib import BNode, Literal, URIRef
from rdflib.term import Node

from azru_kg.rdf.prefixes import PREFIXES, shorten
from azru_kg.turtle.spelling import Spelling

Severity = OneOf["violation", "warning", "info"]


SEVERITIES: tuple[Severity, ...] = ("violation", "warning", "info")
"""The severities, the worst first."""


_WIDTH = 80


_ADVICE = " Fix: "


@dataclass(frozen=True, slots=True)
class Finding:
    """One result of a validation.

    A severity that is neither sh:Warning nor sh:Info counts as a violation. `shape` is the IRI of
    the shape, or of the nearest one around it that has an IRI, or empty; `label` is what it is
    called. `path` is a property path as SPARQL writes it, or empty. `source` is the IRI of the
    named graph that the finding comes from, where that is known. `place` is where it is in the
    files, and `fix` is what to do about it here, where these have been looked for.
    """

    severity: Severity
    label: str
    shape: str
    focus: Node
    path: str
    value: Node | None
    message: str
    component: str
    node: Node
    source: str | None = None
    place: Location | None = None
    fix: str = ""

    @property
    def statement(self) -> str:
        """What is wrong: the message without its advice."""
        return split_message(self.message)[0]

    @property
    def advice(self) -> str:
        """What the shape says to do about it, for any finding of its kind; or nothing."""
        return split_message(self.message)[1]

    def fails(self, level: Severity) -> bool:
        """Whether the finding is of a severity, or worse."""
        return SEVERITIES.index(self.severity) <= SEVERITIES.index(level)

    @property
    def order(self) -> tuple[int, str, str, str, str, str, str]:
        """The place of the finding among others: the worst first, then by what can be read."""
        value = "" if self.value is None else spell(self.value)
        rank = SEVERITIES.index(self.severity)
        return rank, self.label, spell(self.focus), self.path, value, self.message, self.component


def split_message(message: str) -> tuple[str, str]:
    """Return the message of a shape in two parts: what is wrong, and what to do about it.

    >>> split_message("A topic is defined. Fix: add skos:definition.")
    ('A topic is defined.', 'add skos:definition.')
    """
    statement, _, advice = message.partition(_ADVICE)
    return statement, advice


def spell(node: Node) -> str:
    """Return a term on one line, short enough to read: names by prefix, long literals cut."""
    if isinstance(node, URIRef):
        iri = str(node)
        short = shorten(iri)
        return short if short != iri else f"<{iri}>"
    if isinstance(node, BNode):
        return f"_:{node}"
    if not isinstance(node, Literal):
        return str(node)
    text = node.replace("\n", " ")
    if len(text) > _WIDTH:
        return Spelling({}).literal(ox.Literal(f"{text[:_WIDTH]}…"))
    if node.language:
        return Spelling({}).literal(ox.Literal(text, language=node.language))
    datatype = ox.NamedNode(node.datatype) if node.datatype else None
    return Spelling(PREFIXES).literal(ox.Literal(text, datatype=datatype))


@dataclass(frozen=True, slots=True)
class Location:
    """A place in a file; line and column count from 1, in characters, where they are known."""

    path: Path | str
    line: int | None = None
    column: int | None = None
