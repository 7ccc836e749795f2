"""The rows that a query has as its answer: fetched whole, in one order, cut, and named."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import pyoxigraph as ox

from azru_kg.engine.protocol import Engine, Request
from azru_kg.errors import BadAddress, LimitReached, QueryError
from azru_kg.query.query import read_query
from azru_kg.query.total_order import order_totally
from azru_kg.rdf.formats import TSV
from azru_kg.rdf.oxigraph_terms import AnyTerm
from azru_kg.rdf.prefixes import expand_all
from azru_kg.server.ask.ask import name_all
from azru_kg.server.ask.labels import NAMES

Row = tuple[AnyTerm | None, ...]

MOST_BYTES: Final = 32 * 1024 * 1024
"""How much of an answer is read; one that is longer is left to the endpoint."""

_TITLES: Final = {*expand_all("dcterms:title schema:headline")}


@dataclass(frozen=True, slots=True)
class AnswerTable:
    """Rows of an answer from `offset` on; `total` is how many it has in all."""

    columns: tuple[str, ...]
    rows: Sequence[Row]
    total: int
    offset: int = 0

    def cut(self, offset: int, limit: int | None) -> AnswerTable:
        """Return the table with the rows from one on, so many of them where a limit is given."""
        end = None if limit is None else offset + limit
        return replace(self, rows=self.rows[offset:end], offset=offset)


async def fetch_answer(
    engine: Engine, text: str, graphs: tuple[str, ...] = (), named: tuple[str, ...] = ()
) -> bytes:
    """Return the answer to a SELECT query as TSV, its rows in one order for the same data.

    `graphs` are the default graphs, where the query asks not about all, and `named` those that it
    can name. Raises LimitReached where
    the answer is too long, QueryError where the query has no rows.
    """
    query = read_query(order_totally(text))
    if query.outline.verb != "select":
        raise QueryError("Only SELECT has rows that can be taken as a table. Ask /sparql for this")
    data = bytearray()
    request = Request(
        query, results=TSV.media_type, graph=None, default_graphs=graphs, named_graphs=named
    )
    async with engine.answer(request) as answer:
        async for chunk in answer.chunks:
            data += chunk
            if len(data) > MOST_BYTES:
                raise LimitReached("The answer is too long for this address. Ask /sparql for it")
    return bytes(data)


def read_answer(data: bytes) -> AnswerTable:
    """Return all rows of an answer."""
    parsed = ox.parse_query_results(data, format=ox.QueryResultsFormat.TSV)
    if not isinstance(parsed, ox.QuerySolutions):
        raise TypeError("not the results of a SELECT query")
    columns = tuple(variable.value for variable in parsed.variables)
    rows: list[Row] = [tuple(solution) for solution in parsed]
    return AnswerTable(columns, rows, len(rows))


async def add_names(engine: Engine, table: AnswerTable, languages: Sequence[str]) -> AnswerTable:
    """Return a table with a column of names in each language behind each column of things.

    A thing that has no name in a language has an empty one. The title of a document stands in its
    own language, whichever is asked for. Raises BadAddress where the query itself has a column that
    is called like one of these.
    """
    places = [
        at
        for at in range(len(table.columns))
        if any(isinstance(row[at], ox.NamedNode) for row in table.rows)
    ]
    if not places or not languages:
        return table
    things = {
        term.value
        for row in table.rows
        for at in places
        if isinstance(term := row[at], ox.NamedNode)
    }
    names = _sort_names(await name_all(engine, sorted(things), NAMES), languages)

    def widen(values: Sequence[Any], make: Any) -> tuple[Any, ...]:
        widened: list[Any] = []
        for at, value in enumerate(values):
            widened.append(value)
            if at in places:
                widened += [make(value, language) for language in languages]
        return tuple(widened)

    def find(term: AnyTerm | None, language: str) -> ox.Literal | None:
        return names.get((term.value, language)) if isinstance(term, ox.NamedNode) else None

    columns = widen(table.columns, lambda column, language: f"{column}_{language}")
    twice = sorted(column for column in {*columns} if columns.count(column) > 1)
    if twice:
        raise BadAddress(
            f"The query has a column {twice[0]} of its own. Ask for it without labels",
            parameter="labels",
        )
    return replace(table, columns=columns, rows=[widen(row, find) for row in table.rows])


def _sort_names(
    triples: Iterable[ox.Triple], languages: Sequence[str]
) -> dict[tuple[str, str], ox.Literal]:
    """Return the best name of each thing in each language."""
    ranked: dict[tuple[str, str], list[tuple[bool, int, str, ox.Literal]]] = {}
    for triple in triples:
        subject, label = triple.subject, triple.object
        if not isinstance(subject, ox.NamedNode) or not isinstance(label, ox.Literal):
            continue
        place = NAMES.index(triple.predicate.value)
        for language in languages:
            other = label.language != language
            if not other or triple.predicate.value in _TITLES:
                names = ranked.setdefault((subject.value, language), [])
                names.append((other, place, label.value, label))
    return {key: min(names, key=lambda name: name[:3])[-1] for key, names in ranked.items()}
