"""Finds all that is wrong with a text in Turtle, TriG, N-Triples or N-Quads, not only the first.

Oxigraph is the judge of what is well-formed: nothing is found in a text that it takes, and its own
first error is always among what is found.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from azru_kg.turtle.lexer import Lines
from azru_kg.turtle.parser import Parser
from azru_kg.turtle.terms import UNDECLARED

SYNTAXES = (
    ox.RdfFormat.TURTLE,
    ox.RdfFormat.TRIG,
    ox.RdfFormat.N_TRIPLES,
    ox.RdfFormat.N_QUADS,
)
"""The syntaxes that can be read on behind a fault."""


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """What is wrong at a place, and what to do; line and column from 1, in characters."""

    line: int
    column: int
    reason: str


def find_errors(
    text: str, syntax: ox.RdfFormat = ox.RdfFormat.TURTLE, base: str | None = None
) -> list[Fault]:
    """Return what is wrong with a text, in order, and nothing if it is well-formed.

    `base` is what its relative IRIs are relative to.

    >>> find_errors("ex:a a <urn:b> .")
    [Fault(line=1, column=1, reason='the prefix ex: is not declared. Add @prefix ex: <…> .')]
    """
    first = _judge(text, syntax, base)
    if first is None:
        return []
    parser = Parser(text, syntax, base)
    for _ in parser.read():
        pass
    lines = Lines.of(text)
    faults = {Fault(*lines.place(at), " ".join(reason.split())) for at, reason in parser.faults}
    if all(fault.line != first.line for fault in faults):
        faults.add(first)
    return list(_tell_once(sorted(faults)))


def _tell_once(faults: Iterable[Fault]) -> Iterator[Fault]:
    """Yield faults; of the uses of a prefix that is not declared, the first."""
    told = set()
    for fault in faults:
        if fault.reason not in told:
            yield fault
        if UNDECLARED in fault.reason:
            told.add(fault.reason)


def _judge(text: str, syntax: ox.RdfFormat, base: str | None) -> Fault | None:
    """Return what Oxigraph stumbles on first: nothing where it is but a term that is too long."""
    try:
        for _ in ox.parse(text, format=syntax, base_iri=base):
            pass
    except SyntaxError as error:
        reason = error.msg.partition(": ")[2] or error.msg
        return Fault(error.lineno or 1, error.offset or 1, " ".join(reason.split()))
    except MemoryError:
        return None
    return None
