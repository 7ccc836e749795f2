"""Collects the rows of a flat table out of anything that answers SPARQL, as Python values.

A query gives all that the things of a table say; the columns pick out of that, each for all rows
at once. What is told of other things, such as their names, is asked once for all tables of a
`Collection`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Final, cast

import pyoxigraph as ox

from azru_kg.errors import DataError
from azru_kg.flat.flat_table import (
    IT,
    LANGUAGE_OF,
    LANGUAGES,
    NAMES,
    PERSPECTIVES,
    SOURCE,
    FlatColumn,
    FlatTable,
)
from azru_kg.flat.thing_tables import FACTS
from azru_kg.graph.perspectives import FIND_SOURCES, group_sources
from azru_kg.rdf.oxigraph_terms import AnyTerm
from azru_kg.rdf.prefixes import GRAPH, IDENTITY, PREFIXES, expand, shorten

Value = str | Decimal | date | int | tuple[str, ...] | None
"""What is in a cell: a tuple where the column has several values, None where there is none."""

FlatRow = tuple[Value, ...]
"""A row: a value for each column of its table."""

Ask = Callable[[str], Iterable[Sequence[AnyTerm | None]]]
"""What answers a SELECT, which needs no PREFIX lines for the prefixes of this graph, with rows."""

Cell = Sequence[str]
Facts = Mapping[str, Sequence[AnyTerm]]
Cells = Mapping[str, Sequence[Cell]]
Place = tuple[str, str]

_ROWS = "SELECT ?it ?source ?property ?value WHERE {{ {} }}"
_TOLD = "SELECT DISTINCT ?it ?value WHERE {{ {} }}"
_NOTHING: Final = ()
_WITH_VALUE: Final = (ox.NamedNode, ox.Literal, ox.BlankNode)


def read_table(table: FlatTable, ask: Ask) -> list[FlatRow]:
    """Return the rows of a table, in the order of its key; raise DataError where it has no room.

    `table.columns` says what stands where. For several tables of the same data, a `Collection`
    asks less.
    """
    return Collection(ask).read(table)


def transpose(table: FlatTable, rows: Sequence[FlatRow]) -> Sequence[Sequence[Value]]:
    """Return the columns of a table that has these rows, each with a value for each of them."""
    return list(zip(*rows, strict=True)) or [()] * len(table.columns)


def ask_store(store: ox.Store) -> Ask:
    """Return what asks an Oxigraph store in this process."""
    return lambda query: (
        tuple(row) for row in cast("ox.QuerySolutions", store.query(query, prefixes=PREFIXES))
    )


class Collection:
    """The tables of what answers queries; what two of them need is asked once."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask
        self._told: dict[str, Mapping[str, Cell]] = {}
        self._names: dict[str, dict[str, str]] = {}

    def read(self, table: FlatTable) -> list[FlatRow]:
        """Return the rows of a table, in the order of its key.

        Raises DataError where the data have two values for a column that takes one.
        """
        if table is FACTS:
            return sorted(self._read_facts(), key=str)
        said: defaultdict[Place, defaultdict[str, list[AnyTerm]]]
        said = defaultdict(lambda: defaultdict(list))
        by_source = table.by_source
        for it, source, property_, value in self._ask(_ROWS.format(table.pattern)):
            if value is not None:
                place = _spell(it), _spell(source) if by_source else ""
                said[place][_spell(property_)].append(value)
        places = sorted(said)
        facts = [said[place] for place in places]
        stated = {column.name: expand(column.term) for column in table.columns if column.stated}
        slots = {term: name for name, term in stated.items()}
        cells: dict[str, Sequence[Cell]] = {}
        for column in table.columns:
            cells[column.name] = self._find_cells(column, places, facts, cells, stated)
        things = [it for it, _ in places]
        columns = (
            _make_values(column, cells[column.name], things, slots) for column in table.columns
        )
        return list(zip(*columns, strict=True))

    def find(self, pattern: str) -> Mapping[str, Cell]:
        """Return what a pattern of a column tells, by the thing that it tells it of."""
        if pattern not in self._told:
            found: defaultdict[str, list[str]] = defaultdict(list)
            pairs = self._list_perspectives() if pattern == PERSPECTIVES else self._pair(pattern)
            for it, value in pairs:
                found[it].append(_spell(value))
            self._told[pattern] = dict(found)
        return self._told[pattern]

    def _pair(self, pattern: str) -> Iterable[tuple[str, AnyTerm]]:
        rows = self._ask(_TOLD.format(pattern))
        return ((_spell(it), value) for it, value in rows if value is not None)

    def _find_names(self, language: str) -> Mapping[str, str]:
        """Return what things are called in a language: the first name in the alphabet."""
        if not self._names:
            self._names = {tag: {} for tag in LANGUAGES}
            for it, value in self._pair(NAMES):
                if isinstance(value, ox.Literal) and value.language in self._names:
                    names = self._names[value.language]
                    names[it] = min(names.get(it, value.value), value.value)
        return self._names[language]

    def _list_perspectives(self) -> Iterable[tuple[str, AnyTerm]]:
        rows = [tuple(row) for row in self._ask(FIND_SOURCES)]
        for name, sources in group_sources(rows).items():
            for source in sources:
                slug = source.graph.removeprefix(GRAPH)
                yield f"{IDENTITY}source/{slug}", ox.Literal(name)

    def _read_facts(self) -> Iterable[FlatRow]:
        for it, source, property_, value in self._ask(_ROWS.format(FACTS.pattern)):
            literal = isinstance(value, ox.Literal)
            yield (
                _spell(it),
                _spell(source),
                _spell(property_),
                _spell(value),
                shorten(cast("ox.Literal", value).datatype.value) if literal else None,
                cast("ox.Literal", value).language if literal else None,
            )

    def _find_cells(
        self,
        column: FlatColumn,
        places: Sequence[Place],
        facts: Sequence[Facts],
        cells: Cells,
        stated: Mapping[str, str],
    ) -> Sequence[Cell]:
        """Return what is in a column, for each of the places.

        `cells` are the columns before it, `stated` the properties of those that state something.
        """
        if column.pattern == IT:
            return [(it,) for it, _ in places]
        if column.pattern == SOURCE:
            return [(source,) for _, source in places]
        if column.stated:
            term = stated[column.name]
            return [[_spell(value) for value in said.get(term, _NOTHING)] for said in facts]
        if column.pattern == LANGUAGE_OF:
            term = stated[column.of]
            return [[*_list_languages(said.get(term, _NOTHING))] for said in facts]
        if column.pattern == NAMES:
            names = self._find_names(column.language)
            return [
                [names.get(it, "") for it in sorted(set(cell))] if cell else _NOTHING
                for cell in cells[column.of]
            ]
        told = self.find(column.pattern)
        return [
            [value for it in cell for value in told.get(it, _NOTHING)] if cell else _NOTHING
            for cell in cells[column.of]
        ]


def _make_values(
    column: FlatColumn, cells: Sequence[Cell], things: Sequence[str], slots: Mapping[str, str]
) -> Sequence[Value]:
    """Return what is in a column as Python values; raise DataError where it takes no such thing."""
    if column.pattern == NAMES:
        # Names stand in the order of the things, so that they can be told apart.
        if column.several:
            return [tuple(cell) if any(cell) else () for cell in cells]
        return [next(filter(None, cell), None) for cell in cells]
    if column.several:
        if column.type == "slot":
            return [
                tuple(sorted({slots.get(iri) or shorten(iri) for iri in cell})) for cell in cells
            ]
        return [tuple(sorted(set(cell))) if cell else () for cell in cells]
    return [
        _choose_value(column, cell, it) if cell else None
        for cell, it in zip(cells, things, strict=True)
    ]


def _choose_value(column: FlatColumn, cell: Cell, it: str) -> Value:
    values = {_read_value(column, text, it) for text in cell}
    if len(values) > 1:
        told = " and ".join(sorted(map(str, values))[:2])
        raise DataError(it, f"the column {column.name} takes one value, and here are {told}")
    return values.pop()


def _read_value(column: FlatColumn, text: str, it: str) -> str | Decimal | date | int:
    try:
        match column.type:
            case "number":
                return Decimal(text)
            case "integer":
                return int(text)
            case "date":
                return date.fromisoformat(text)
            case _:
                return text
    except (ValueError, InvalidOperation) as error:
        reason = f"the column {column.name} takes a {column.type}, and here is {text[:40]!r}"
        raise DataError(it, reason) from error


def _list_languages(values: Iterable[AnyTerm]) -> Iterator[str]:
    return (it.language for it in values if isinstance(it, ox.Literal) and it.language)


def _spell(term: AnyTerm | None) -> str:
    return term.value if isinstance(term, _WITH_VALUE) else ""
