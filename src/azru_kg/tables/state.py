"""What an address chooses of a list: filters, years, order and page; and the query for just that.

What an address says is held against what the rows have. A name or a value that is not there is an
error that tells which are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

import pyoxigraph as ox

from azru_kg.errors import BadAddress
from azru_kg.rdf.nearest import find_similar
from azru_kg.tables.table import NOT_STATED, Facet, Table

FROM, TO, SORT, PAGE, FORMAT = "from", "to", "sort", "page", "format"
"""The parameters that every list has, those of years where it has years."""

_YEAR = re.compile(r"[0-9]{4}", re.ASCII)
_NUMBER = re.compile(r"[1-9][0-9]{0,6}", re.ASCII)
_SHOWN = 100
_NAMED = 12


@dataclass(frozen=True, slots=True)
class State:
    """What is chosen of a list: a value for some of the facets, years, the order and a page.

    `values` are what the rows have in their columns, empty for those that have nothing there.
    """

    table: Table
    values: Mapping[str, str] = field(default_factory=dict)
    first: int | None = None
    last: int | None = None
    sort: str = ""
    page: int = 1

    @property
    def narrowed(self) -> bool:
        """Return whether it leaves rows out."""
        return bool(self.values) or self.first is not None or self.last is not None

    def choose(self, facet: Facet, value: str | None) -> State:
        """Return it with another value for a facet, or none; the page is the first."""
        others = {name: kept for name, kept in self.values.items() if name != facet.name}
        chosen = others if value is None else {**others, facet.name: value}
        return replace(self, values=chosen, page=1)

    def pairs(self) -> list[tuple[str, str]]:
        """Return the parameters of its address, in one order."""
        chosen = [
            (facet.name, facet.write(self.values[facet.name]) or NOT_STATED)
            for facet in self.table.facets
            if facet.name in self.values
        ]
        if self.first is not None:
            chosen.append((FROM, f"{self.first:04}"))
        if self.last is not None:
            chosen.append((TO, f"{self.last:04}"))
        if self.sort:
            chosen.append((SORT, self.sort))
        return chosen

    def address(self, root: str = "", suffix: str = "") -> str:
        """Return its address on the site, or the one of its rows as data."""
        pairs = self.pairs()
        if self.page > 1 and not suffix:
            pairs.append((PAGE, str(self.page)))
        asked = f"?{urlencode(pairs, safe='/:')}" if pairs else ""
        return f"{root}/{self.table.slug}{f'.{suffix}' if suffix else ''}{asked}"


def read_state(
    table: Table, values: Mapping[str, Sequence[str]], parameters: Iterable[tuple[str, str]]
) -> State:
    """Return what parameters choose; raise BadAddress where they name what is not there.

    `values` are what the rows have, by facet. An empty parameter counts as none.
    """
    known = _list_parameters(table)
    given: dict[str, str] = {}
    for name, value in parameters:
        if name not in known:
            raise BadAddress(
                f"This list has no parameter {name[:_SHOWN]!r}. It has {', '.join(known)}"
            )
        if value and name in given and name != FORMAT:
            raise BadAddress(f"The parameter {name} is given twice. Write it once")
        if value:
            given[name] = value
    chosen = {
        facet.name: _read_value(facet, values[facet.name], given[facet.name])
        for facet in table.facets
        if facet.name in given
    }
    first, last = _read_year(given, FROM), _read_year(given, TO)
    if first is not None and last is not None and first > last:
        raise BadAddress(f"No year is from {first} to {last}. Write the earlier one as from=")
    return State(table, chosen, first, last, _read_sort(table, given), _read_page(given))


def write_query(state: State) -> str:
    """Return the query in SPARQL whose rows are those that are chosen, in their order."""
    prefixes, select = state.table.query
    filters = [
        _write_filter(state.table, facet, state.values[facet.name])
        for facet in state.table.facets
        if facet.name in state.values
    ]
    if state.first is not None:
        filters.append(f"?{state.table.between} >= {state.first}")
    if state.last is not None:
        filters.append(f"?{state.table.between} <= {state.last}")
    order = " ".join(_write_key(key) for key in dict.fromkeys(state.table.keys(state.sort)))
    if filters:
        inner = "".join(f"    {line}\n" for line in select.rstrip("\n").splitlines())
        conditions = "".join(f"  FILTER ({condition})\n" for condition in filters)
        select = f"SELECT * WHERE {{\n  {{\n{inner}  }}\n{conditions}}}\n"
        select = select.replace("SELECT *", f"SELECT {_write_names(state.table)}", 1)
    return f"{prefixes}{select.rstrip(chr(10))}\nORDER BY {order}\n"


def _list_parameters(table: Table) -> list[str]:
    years = [FROM, TO] if table.between else []
    return [*(facet.name for facet in table.facets), *years, SORT, PAGE, FORMAT]


def _read_value(facet: Facet, values: Sequence[str], given: str) -> str:
    written = {facet.write(value) or NOT_STATED: value for value in reversed(values)}
    if given in written:
        return written[given]
    if given and given in values:
        return given
    near = find_similar(given, written, most=3)
    hint = f"Did you mean {' or '.join(near)}?" if near else _tell_values(written)
    raise BadAddress(f"No row of this list has {facet.name}={given[:_SHOWN]!r}. {hint}")


def _tell_values(written: Iterable[str]) -> str:
    names = sorted(written, key=lambda name: (name == NOT_STATED, name))
    if not names:
        return "The list is empty"
    more = len(names) - _NAMED
    return f"There are {', '.join(names[:_NAMED])}{f' and {more} more' if more > 0 else ''}"


def _read_year(given: Mapping[str, str], name: str) -> int | None:
    text = given.get(name)
    if text is None:
        return None
    if not _YEAR.fullmatch(text):
        raise BadAddress(f"The parameter {name} cannot be {text[:_SHOWN]!r}: write a year: 2023")
    return int(text)


def _read_sort(table: Table, given: Mapping[str, str]) -> str:
    sort = given.get(SORT, "")
    if sort and sort.removeprefix("-") not in table.sorts:
        raise BadAddress(
            f"The list cannot be sorted by {sort[:_SHOWN]!r}. It can by {', '.join(table.sorts)},"
            " each with - before it for the reverse"
        )
    return sort


def _read_page(given: Mapping[str, str]) -> int:
    text = given.get(PAGE, "1")
    if not _NUMBER.fullmatch(text):
        raise BadAddress(f"The parameter page cannot be {text[:_SHOWN]!r}: write a number from 1")
    return int(text)


def _write_names(table: Table) -> str:
    return " ".join(f"?{name}" for name in table.names)


def _write_filter(table: Table, facet: Facet, value: str) -> str:
    column = table.column(facet.column)
    variable = f"?{column.name}"
    if not value:
        return f'!BOUND({variable}) || STR({variable}) = ""'
    if column.type == "things":
        return f'CONTAINS(CONCAT(" ", {variable}, " "), {ox.Literal(f" {value} ")})'
    return f"STR({variable}) = {ox.Literal(value)}"


def _write_key(key: str) -> str:
    variable = f"?{key.removeprefix('-')}"
    # What has no value comes last, whichever way the others go.
    return f"(!BOUND({variable})) {'DESC' if key.startswith('-') else 'ASC'}({variable})"
