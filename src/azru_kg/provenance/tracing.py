"""Traces the rows of a SELECT query to the documents that they rest on.

Each SELECT of the query is asked for in its expanded form (`expansion`); what suffices for each of
its solutions is worked out of the places of its triples, and joined to the rows by their values.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from azru_kg.provenance.clues import UNMATCHED, Key, Solution, Table
from azru_kg.provenance.expansion import Expanded, Expander
from azru_kg.provenance.grounds import (
    Absence,
    Described,
    Ground,
    Row,
    StatedFacts,
    SummedUp,
    Untold,
)
from azru_kg.provenance.select_parser import read_select
from azru_kg.provenance.syntax import Select, TermText, Untraceable
from azru_kg.provenance.witnesses import MOST, Alternatives, Set, SetIndex, choose, gather
from azru_kg.query.query import Query
from azru_kg.rdf.oxigraph_terms import AnyTerm

MOST_SOLUTIONS: Final = 300_000
"""So many solutions of a query, and of the SELECTs within it, are traced."""

_CHANGING: Final = (
    "it asks for the time, for chance or for new blank nodes, and so is another query each time"
)


@dataclass(frozen=True, slots=True)
class Trace:
    """What suffices for each row of an answer, in its order; `index` says what the sets hold."""

    rows: tuple[Alternatives, ...]
    index: SetIndex[Ground]


def trace(data: Described, query: Query, names: Sequence[str], rows: Sequence[Row]) -> Trace:
    """Return what the rows of the answer to a SELECT query rest on.

    `names` are the variables of the answer. Rows that are alike rest on the same: any set of one
    of them will do. Where a query cannot be traced, each row rests on an `Untold` with the reason.
    """
    index: SetIndex[Ground] = SetIndex()
    try:
        table = _Tracer(data, query, index).trace_rows(names, {tuple(row) for row in rows})
        missing = (index.find(UNMATCHED),)
    except Untraceable as untraceable:
        table, missing = {}, (index.find(Untold(str(untraceable))),)
    except RecursionError:
        table, missing = {}, (index.find(Untold("it is nested too deep")),)
    return Trace(tuple(table.get(tuple(row)) or missing for row in rows), index)


class _Tracer:
    """The tracing of one query."""

    def __init__(self, data: Described, query: Query, index: SetIndex[Ground]) -> None:
        self._data = data
        self._query = query
        self._index = index
        self._facts = StatedFacts(data)
        self._left = MOST_SOLUTIONS
        fresh = "azru"
        while f"?{fresh}" in query.text or f"${fresh}" in query.text:
            fresh += "_"
        self._fresh = fresh
        self._expander = Expander(query.text, fresh, self.make_table)

    def trace_rows(self, names: Sequence[str], wanted: set[Key]) -> Table:
        """Return what suffices for each of the rows that are wanted; raise Untraceable."""
        if not self._query.outline.repeatable:
            raise Untraceable(_CHANGING)
        tokens = tuple(
            token for token in self._query.tokens if token.start >= self._query.outline.start
        )
        select = read_select(tokens, self._fresh)
        if not select.grouped:
            shown = tuple(f"?{name}" for name in names)
            return self._collect(self._expander.open_up(select), shown, wanted)
        groups = self.make_table(select, summed=False)
        text, keys = self._expander.write_keyed(select, whole=False)
        found: dict[Key, set[Set]] = {}
        variables, rows = self._ask(text)
        shown_at = [variables.index(name) for name in names]
        keys_at = [variables.index(key[1:]) for key in keys]
        for row in rows:
            key = tuple(row[place] for place in shown_at)
            sets = groups.get(tuple(row[place] for place in keys_at), ())
            found.setdefault(key, set()).update(sets)
        return {key: choose(sets) for key, sets in found.items()}

    def make_table(self, select: Select, summed: bool) -> Table:
        """Return what suffices for each row of a SELECT, or for each of its groups.

        Of rows that are summed up, it is all that they rest on.
        """
        expanded = self._expander.open_up(select, summed=summed)
        if select.grouped:
            return self._sum_up(select, expanded)
        if summed and not select.distinct:
            return self._add_up(expanded, 0)
        return self._collect(expanded, expanded.keys, None)

    def _collect(
        self, expanded: Expanded, keys: Sequence[TermText], wanted: set[Key] | None
    ) -> Table:
        found: dict[Key, set[Set]] = {}
        for solution in self._solve(expanded):
            key = tuple(solution.read(name) for name in keys)
            if wanted is not None and key not in wanted:
                continue
            sets = found.setdefault(key, set())
            sets.update(expanded.clue(solution))
            if len(sets) > 4 * MOST:
                found[key] = set(choose(sets))
        return {key: choose(sets) for key, sets in found.items()}

    def _sum_up(self, select: Select, expanded: Expanded) -> Table:
        """Return, for each group, all that its solutions rest on, as one set."""
        mark = self._index.find(SummedUp())
        whole = self._add_up(expanded, mark)
        if not whole and not select.keys:
            absence = Absence(self._expander.describe(select.where), None)
            whole[()] = (mark | self._index.find(absence),)
        return whole

    def _add_up(self, expanded: Expanded, mark: Set) -> dict[Key, Alternatives]:
        """Return, by key, all that solutions rest on, and a mark, as one set."""
        whole: dict[Key, Set] = {}
        for solution in self._solve(expanded):
            key = tuple(solution.read(name) for name in expanded.keys)
            whole[key] = whole.get(key, mark) | gather(expanded.clue(solution))
        return {key: (members,) for key, members in whole.items()}

    def _solve(self, expanded: Expanded) -> Iterable[Solution]:
        """Yield the solutions of an expanded SELECT, in one and the same object."""
        constants = self._resolve(expanded.constants)
        names, rows = self._ask(expanded.text)
        solution = Solution(self._facts, self._index, constants, names)
        for row in rows:
            self._left -= 1
            if self._left < 0:
                raise Untraceable(
                    f"it has more than {MOST_SOLUTIONS} solutions, of which rows are made"
                )
            solution.fill(row)
            yield solution

    def _resolve(self, constants: Sequence[TermText]) -> Mapping[TermText, AnyTerm]:
        """Return the terms of constants, as the engine reads them under the query's prologue."""
        if not constants:
            return {}
        names = " ".join(f"?{self._fresh}{number}" for number in range(len(constants)))
        text = f"SELECT * WHERE {{ VALUES ({names}) {{ ({' '.join(constants)}) }} }}"
        variables, rows = self._ask(text)
        row = next(iter(rows))
        found: dict[TermText, AnyTerm] = {}
        for number, constant in enumerate(constants):
            term = row[variables.index(f"{self._fresh}{number}")]
            if term is None:
                raise Untraceable(f"the engine does not tell what {constant} is")
            found[constant] = term
        return found

    def _ask(self, text: str) -> tuple[Sequence[str], Iterable[Row]]:
        return self._data.select(f"{self._query.prologue} {text}")
