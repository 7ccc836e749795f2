"""Reads as much of an answer as fits on a page, and says whether that is all of it.

The engine sends TSV or N-Triples for a page: both have a line for each row and keep every term, so
that an answer can be cut between two rows. They are parsed here; nothing is evaluated.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar, cast

import pyoxigraph as ox

from azru_kg.engine.protocol import Answer
from azru_kg.errors import NotAcceptable, NotExpressible
from azru_kg.provenance.told import Provenance, read_provenance
from azru_kg.query.outline import Form
from azru_kg.rdf.oxigraph_terms import AnyTerm

BYTES = 4 * 1024 * 1024
"""How much of an answer is read for a page."""

ROWS = 500
"""How many solutions or triples are shown on a page."""

COLUMNS = 100
"""How many columns of a table are shown."""

CELLS = 10_000
"""How many values of solutions are shown."""

CHARACTERS = 500_000
"""How many characters the values on a page have at most, in all."""

LONGEST = 2000
"""How many characters of one value are shown."""

# Some thousands of triples one in the other overflow the stack of the parser.
_NESTED = 50
_TRIPLE_TERM = b"<<("


_Row = TypeVar("_Row", tuple[AnyTerm | None, ...], ox.Triple)


@dataclass(frozen=True, slots=True)
class Excerpt:
    """The first lines of an answer, with its form; `whole` where they are all of it."""

    form: Form
    data: bytes
    whole: bool
    hints: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Solutions:
    """The first solutions of a SELECT query; `total` is None where they were not all read.

    `more_columns` is how many further variables the query has, of which nothing is shown.
    """

    variables: tuple[str, ...]
    rows: tuple[tuple[AnyTerm | None, ...], ...]
    total: int | None
    more_columns: int = 0


@dataclass(frozen=True, slots=True)
class FoundTriples:
    """The first triples of a graph; `total` is None where they were not all read."""

    triples: tuple[ox.Triple, ...]
    total: int | None


async def read_excerpt(answer: Answer) -> Excerpt:
    """Return what a page can take of an answer, in whole lines; the rest is not read.

    Raises NotAcceptable where a line holds triples nested too deep to be read safely.
    """
    data = bytearray()
    async for chunk in answer.chunks:
        data += chunk
        if len(data) > BYTES:
            break
    whole = len(data) <= BYTES
    lines = bytes(data if whole else data[: data.rfind(b"\n", 0, BYTES) + 1])
    _check_nesting(lines)
    return Excerpt(answer.form, lines, whole, answer.hints)


def read_boolean(excerpt: Excerpt) -> bool:
    """Return the answer to an ASK query."""
    return bool(ox.parse_query_results(excerpt.data, format=ox.QueryResultsFormat.TSV))


def read_solutions(excerpt: Excerpt) -> Solutions:
    """Return the solutions in an excerpt of TSV."""
    parsed = ox.parse_query_results(excerpt.data, format=ox.QueryResultsFormat.TSV)
    if not isinstance(parsed, ox.QuerySolutions):
        raise TypeError("not the results of a SELECT query")
    return _read_rows(parsed, excerpt)


def _read_rows(parsed: ox.QuerySolutions, excerpt: Excerpt) -> Solutions:
    variables = tuple(variable.value for variable in parsed.variables[:COLUMNS])
    most = min(ROWS, CELLS // max(len(variables), 1))
    cut = (tuple(islice(solution, COLUMNS)) for solution in parsed)
    rows, total = _take(cut, most, excerpt)
    return Solutions(variables, rows, total, len(parsed.variables) - len(variables))


def read_sourced(excerpt: Excerpt) -> tuple[Solutions, Provenance]:
    """Return the solutions in JSON that tells what they rest on, and what that is.

    Raises NotExpressible where it is too long for a page: JSON is read whole or not at all.
    """
    if not excerpt.whole:
        raise NotExpressible(
            "With the sources of its rows the answer is too long for a page. Add a LIMIT, or ask"
            " for it as JSON"
        )
    provenance = read_provenance(json.loads(excerpt.data)["provenance"])
    parsed = ox.parse_query_results(excerpt.data, format=ox.QueryResultsFormat.JSON)
    return _read_rows(cast("ox.QuerySolutions", parsed), excerpt), provenance


def read_triples(excerpt: Excerpt) -> FoundTriples:
    """Return the triples in an excerpt of N-Triples."""
    quads = ox.parse(excerpt.data, format=ox.RdfFormat.N_TRIPLES)
    triples, total = _take((quad.triple for quad in quads), ROWS, excerpt)
    return FoundTriples(triples, total)


def _take(rows: Iterator[_Row], most: int, excerpt: Excerpt) -> tuple[tuple[_Row, ...], int | None]:
    """Return the first rows, as many as fit on a page, and how many there are in all."""
    shown: list[_Row] = []
    characters = others = 0
    for row in rows:
        characters += sum(map(_measure, row))
        # The first row is shown however long it is: the excerpt is bounded, too.
        if shown and (len(shown) == most or characters > CHARACTERS):
            others = 1 + sum(1 for _ in rows)
            break
        shown.append(row)
    return tuple(shown), len(shown) + others if excerpt.whole else None


def _measure(term: AnyTerm | None) -> int:
    """Return how many characters of a page a value takes: a name stands in it three times."""
    match term:
        case None:
            return 1
        case ox.Literal():
            return min(len(term.value), LONGEST)
        case ox.NamedNode():
            return 3 * len(term.value)
        case _:
            return LONGEST


def _check_nesting(data: bytes) -> None:
    if _TRIPLE_TERM not in data:
        return
    if any(line.count(_TRIPLE_TERM) > _NESTED for line in data.split(b"\n")):
        raise NotAcceptable(
            "The answer holds triples nested too deep for a page. Ask for it in another format,"
            " for example with format=json"
        )
