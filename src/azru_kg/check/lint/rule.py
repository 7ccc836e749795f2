"""What a rule is, and what it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from azru_kg.check.finding import Severity
from azru_kg.check.lint.corpus import Corpus
from azru_kg.rdf.oxigraph_terms import Node, Term
from azru_kg.rdf.prefixes import BASE, shorten
from azru_kg.rdf.statements import Statement

SPACE = f"{BASE}lint/"
"""Where the IRIs of rules are."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One place where a rule is broken, and what is wrong there.

    `path` is the IRI of a predicate, or empty; `graph` that of the named graph, where there is one.
    """

    focus: Node
    message: str
    path: str = ""
    value: Term | None = None
    graph: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: what it asks, why, and what to do where it is broken.

    A rule that is `whole` judges a graph of this project as a whole; the others judge any files.
    """

    name: str
    severity: Severity
    asks: str
    why: str
    fix: str
    find: Callable[[Corpus], Iterator[Hit]]
    whole: bool = False

    @property
    def iri(self) -> str:
        """The IRI of the rule."""
        return f"{SPACE}{self.name}"


def hit(statement: Statement, message: str) -> Hit:
    """Return a hit on one triple."""
    return Hit(
        statement.subject, message, statement.predicate, statement.object, graph=statement.graph
    )


def hit_thing(iri: str, message: str, *, path: str = "", graph: str = "") -> Hit:
    """Return a hit on a thing: what is wrong is that it lacks something."""
    return Hit(ox.NamedNode(iri), message, path, graph=graph)


def name_term(term: Term) -> str:
    """Return a term in words short enough for a message."""
    if isinstance(term, ox.NamedNode):
        return shorten(term.value)
    return f"“{term.value}”" if isinstance(term, ox.Literal) else f"_:{term.value}"
