"""All lists of one release: which of them have rows, and the rows, asked of the engine once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

import pyoxigraph as ox

from azru_kg.engine.protocol import Engine, Request
from azru_kg.errors import Overloaded
from azru_kg.graph.perspectives import PERSPECTIVES
from azru_kg.languages.reading import ENGLISH, LANGUAGES, get_language, read_in
from azru_kg.languages.translations import translate
from azru_kg.query.query import read_query
from azru_kg.rdf.formats import TSV
from azru_kg.rdf.oxigraph_terms import AnyTerm
from azru_kg.server.ask.ask import select
from azru_kg.server.ask.inventory import Holdings
from azru_kg.server.ask.once import Once
from azru_kg.tables.definitions import TABLES
from azru_kg.tables.rows import Row, Rows
from azru_kg.tables.table import Table

MOST: Final = 20_000
"""So many rows of a list are held; a longer one is left to the endpoint."""

MOST_BYTES: Final = 32 * 1024 * 1024
"""So many bytes of them are read."""

# What is looked up at once has to fit into one query.
_BATCH: Final = 300


@dataclass(frozen=True, slots=True)
class Held:
    """The rows of a list with the names of things in them, in the language that is read.

    In English, rows have the names of most things themselves; what is only in `labels` is named.
    """

    rows: Rows
    labels: dict[str, str]


class Catalogue:
    """The lists of one dataset; each is asked for at the first request for it."""

    def __init__(self, engine: Engine, holdings: Holdings) -> None:
        self._engine = engine
        self._holdings = holdings
        self._filled: Once[tuple[Table, ...]] = Once(self._find_filled)
        self._rows = {slug: Once(partial(self._read, table)) for slug, table in TABLES.items()}
        self._labels = {
            (slug, language): Once(partial(self._name, table, language))
            for slug, table in TABLES.items()
            for language in LANGUAGES
        }

    async def filled(self) -> tuple[Table, ...]:
        """Return the lists for which the dataset has rows; raise as the engine does."""
        return await self._filled.get()

    async def hold(self, table: Table) -> Held | None:
        """Return the rows of a list, or None where they are too many to be held."""
        rows = await self._rows[table.slug].get()
        if rows is None:
            return None
        return Held(rows, await self._labels[table.slug, get_language()].get())

    async def _find_filled(self) -> tuple[Table, ...]:
        parts = [
            f'{{ SELECT ("{slug}" AS ?list) WHERE {{ {table.holds} }} LIMIT 1 }}'
            for slug, table in TABLES.items()
        ]
        rows = await select(self._engine, f"SELECT ?list WHERE {{ {' UNION '.join(parts)} }}")
        found = {term.value for (term,) in rows if isinstance(term, ox.Literal)}
        return tuple(table for slug, table in TABLES.items() if slug in found)

    async def _read(self, table: Table) -> Rows | None:
        rows = await self._ask(table)
        return None if rows is None else Rows(table, rows)

    async def _name(self, table: Table, language: str) -> dict[str, str]:
        """Return what the things in a list are called in a language, by their IRIs."""
        rows = await self._rows[table.slug].get()
        with read_in(language):
            labels = {each.iri: translate(each.title) for each in PERSPECTIVES.values()}
            things = rows.list_things(named=language != ENGLISH) if rows else []
            for start in range(0, len(things), _BATCH):
                batch = things[start : start + _BATCH]
                found = await self._holdings.find_labels(self._engine, batch)
                if found.missing:
                    raise Overloaded(found.missing)
                labels |= found.by_iri
        return labels

    async def _ask(self, table: Table) -> list[Row] | None:
        prefixes, query = table.query
        asked = read_query(f"{prefixes}{query}LIMIT {MOST + 1}")
        data = bytearray()
        request = Request(asked, results=TSV.media_type, graph=None)
        async with self._engine.answer(request) as answer:
            async for chunk in answer.chunks:
                data += chunk
                if len(data) > MOST_BYTES:
                    return None
        parsed = ox.parse_query_results(bytes(data), format=ox.QueryResultsFormat.TSV)
        if not isinstance(parsed, ox.QuerySolutions):
            raise TypeError("not the results of a SELECT query")
        rows = [_read(tuple(solution)) for solution in parsed]
        return rows if len(rows) <= MOST else None


def _read(terms: Sequence[AnyTerm | None]) -> Row:
    return tuple(None if term is None else _write(term) for term in terms)


def _write(term: AnyTerm) -> str:
    if isinstance(term, ox.NamedNode | ox.Literal):
        return term.value
    return str(term)
