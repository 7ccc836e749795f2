"""The rows of a list, kept as long as the data are: found, counted and sorted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from azru_kg.languages.collation import sort_key
from azru_kg.rdf.prefixes import shorten
from azru_kg.tables.state import State
from azru_kg.tables.table import Facet, Table

Row = tuple[str | None, ...]
"""The values of a row in the order of the columns; None where there is nothing."""

_NOTHING = ("",)
_NUMBERS = ("year", "count")


@dataclass(frozen=True, slots=True)
class Found:
    """The rows that a state chooses, in their order, and what could be chosen beside it.

    `counts` are, by facet, how many of the rows that all other facets leave have each value; the
    empty value stands for those that have none.
    """

    rows: Sequence[Row]
    counts: Mapping[str, Counter[str]]


class Rows:
    """All rows of a list. What its facets can be is read out of the rows once."""

    def __init__(self, table: Table, rows: Iterable[Row]) -> None:
        self.table = table
        self._rows = _share(rows)
        self._places = {name: at for at, name in enumerate(table.names)}
        self._read = {
            facet.name: [self._split(facet, row) for row in self._rows] for facet in table.facets
        }
        self.values = {
            name: sorted({value for values in read for value in values})
            for name, read in self._read.items()
        }

    def __len__(self) -> int:
        return len(self._rows)

    def list_things(self, *, named: bool = False) -> list[str]:
        """Return the IRIs that stand in columns of several, each once; or all that have a name."""
        types = ("things", "thing") if named else ("things",)
        places = [
            self._places[column.name] for column in self.table.columns if column.type in types
        ]
        found = (iri for row in self._rows for at in places for iri in (row[at] or "").split())
        return list(dict.fromkeys(found))

    def find_names(self, facet: Facet) -> dict[str, str]:
        """Return the values of a facet, with what rows call them, or else with their own text."""
        column = self.table.column(facet.column)
        names = {value: shorten(value) for value in self.values[facet.name]}
        if column.type == "thing" and column.names:
            at, name = self._places[column.name], self._places[column.names]
            names |= {row[at] or "": row[name] or "" for row in self._rows if row[at] and row[name]}
        return names

    def find(self, state: State, names: Mapping[str, str] | None = None) -> Found:
        """Return the rows that are chosen, and the counts of what could be chosen instead.

        Where there are `names` of things in the language that is read, rows are sorted by these, as
        in a dictionary of the language; else by what the rows have, as SPARQL sorts.
        """
        counts: dict[str, Counter[str]] = {facet.name: Counter() for facet in self.table.facets}
        chosen = []
        for at, row in enumerate(self._rows):
            if not self._is_between(state, row):
                continue
            failed = [
                name for name, value in state.values.items() if value not in self._read[name][at]
            ]
            if not failed:
                chosen.append(row)
            # A facet counts the rows that no other one leaves out.
            if len(failed) <= 1:
                for name in failed or counts:
                    counts[name].update(self._read[name][at])
        return Found(self._sort(chosen, state, names), counts)

    def choose(self, state: State) -> Sequence[Row]:
        """Return the rows that are chosen, in their order, and count nothing beside them."""
        chosen = [
            row
            for at, row in enumerate(self._rows)
            if all(value in self._read[name][at] for name, value in state.values.items())
            and self._is_between(state, row)
        ]
        return self._sort(chosen, state)

    def _split(self, facet: Facet, row: Row) -> tuple[str, ...]:
        value = row[self._places[facet.column]]
        if not value:
            return _NOTHING
        several = self.table.column(facet.column).type == "things"
        return tuple(value.split()) if several else (value,)

    def _is_between(self, state: State, row: Row) -> bool:
        if state.first is None and state.last is None:
            return True
        year = row[self._places[self.table.between]]
        if year is None:
            return False
        low = state.first is None or int(year) >= state.first
        return low and (state.last is None or int(year) <= state.last)

    def _sort(
        self, rows: list[Row], state: State, names: Mapping[str, str] | None = None
    ) -> list[Row]:
        for key in reversed(self.table.keys(state.sort)):
            at = self._places[key.removeprefix("-")]
            rank = self._choose_rank(at, names)
            bound = sorted(
                (row for row in rows if row[at] is not None),
                key=rank,
                reverse=key.startswith("-"),
            )
            # What has no value comes last, whichever way the others go.
            rows = [*bound, *(row for row in rows if row[at] is None)]
        return rows

    def _choose_rank(self, at: int, names: Mapping[str, str] | None) -> Callable[[Row], Any]:
        """Return what rows are sorted by in a column: of numbers, of names, or of other values."""
        column = self.table.columns[at]
        if column.type in _NUMBERS:
            return lambda row: int(row[at] or 0)
        thing = next((each for each in self.table.columns if each.names == column.name), None)
        if names is None or thing is None:
            return lambda row: row[at] or ""
        place = self._places[thing.name]
        return lambda row: sort_key(names.get(row[place] or "") or row[at] or "")


def _share(rows: Iterable[Row]) -> list[Row]:
    """Return rows in which equal texts are one: most of them stand in many rows."""
    texts: dict[str | None, str | None] = {}
    return [tuple(texts.setdefault(value, value) for value in row) for row in rows]
