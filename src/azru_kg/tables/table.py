"""What a list of the site is made of: its query, its columns, and what it can be narrowed by.

The query stands in a file of its own, `<slug>.rq`. It gives a row for each thing, or for each
statement of a source, and the IRI of the thing first. A line `# include topics.rq` stands for what
is in that file, which several queries have in common. All that is shown of a list or written of it
as data follows from the query and from the columns.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from textwrap import indent
from typing import Literal

from azru_kg.files import read_text
from azru_kg.graph.perspectives import SPACE
from azru_kg.rdf.prefixes import IDENTITY, PREFIXES

Type = Literal["thing", "things", "text", "date", "year", "count", "amount", "flag"]
"""What is in a column: IRIs, of which `things` has several with spaces between them, or values."""

NOT_STATED = "not-stated"
"""What an address says for rows that have nothing in a column."""

_FOLDER = Path(__file__).parent
_PREFIX = "PREFIX "
_INCLUDED = re.compile(r"^( *)# include ([a-z-]+\.rq)$", re.MULTILINE)
_SPACES = {**PREFIXES, "perspective": SPACE}


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A variable of the query: what it is called, what it means, and of which type it is.

    `names` is the column with what things are called, or with the period that stands where there is
    no date; `sort` is the one by which it is sorted, where that is another. One that is not `shown`
    is for data.
    """

    name: str
    label: str
    meaning: str
    type: Type = "text"
    names: str = ""
    sort: str = ""
    shown: bool = False


@dataclass(frozen=True, slots=True)
class Facet:
    """What a list can be narrowed by: the parameter of its address, and the column that it is of.

    `space` is the prefix of the things that it names by their local name alone.
    """

    name: str
    column: str
    label: str
    space: str = ""

    def write(self, value: str) -> str:
        """Return what stands in an address for a value.

        >>> Facet("person", "people", "Person", "person").write(f"{IDENTITY}person/ali-asadov")
        'ali-asadov'
        """
        local = value.removeprefix(_SPACES.get(self.space, value))
        if local and local != value and "/" not in local:
            return local
        local = value.removeprefix(IDENTITY)
        return local if "/" in local else value


@dataclass(frozen=True, slots=True)
class Table:
    """A list: its name in addresses, its columns, facets and order.

    `order` names columns, those with `-` before them the highest first. `holds` is the pattern of a
    graph that has rows for it. `between` is the column of the years that `from` and `to` are about.
    `noun` is what a row is, in the plural.
    """

    slug: str
    title: str
    lead: str
    noun: str
    holds: str
    columns: tuple[TableColumn, ...]
    facets: tuple[Facet, ...]
    order: tuple[str, ...]
    between: str = ""

    @property
    def query(self) -> tuple[str, str]:
        """Return the prefixes of the query, and what follows them."""
        return _read(self.slug)

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of the columns in their order."""
        return tuple(column.name for column in self.columns)

    @property
    def sorts(self) -> tuple[str, ...]:
        """Return the names of the columns by which it can be sorted."""
        return tuple(
            column.name
            for column in self.columns
            if column.shown and column.type not in ("things", "amount")
        )

    def column(self, name: str) -> TableColumn:
        """Return a column by its name."""
        return self.columns[self.names.index(name)]

    def keys(self, sort: str) -> tuple[str, ...]:
        """Return the columns by which it is sorted when one of them is chosen, or none."""
        if not sort:
            return self.order
        chosen = self.column(sort.removeprefix("-"))
        own = chosen.names if chosen.type in ("thing", "things") else ""
        key = chosen.sort or own or chosen.name
        return f"{'-' if sort.startswith('-') else ''}{key}", *self.order


@lru_cache
def _read(slug: str) -> tuple[str, str]:
    text = _INCLUDED.sub(_include, read_text(_FOLDER / f"{slug}.rq"))
    lines = text.splitlines(keepends=True)
    length = next(at for at, line in enumerate(lines) if not line.startswith(_PREFIX))
    return "".join(lines[:length]), "".join(lines[length:])


def _include(found: re.Match[str]) -> str:
    return indent(read_text(_FOLDER / found[2]), found[1]).rstrip("\n")
