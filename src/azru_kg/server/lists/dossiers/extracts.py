"""Some rows of a list on a page of another kind: with the list they are from, and as data."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from azru_kg.server.lists.catalogue import Held
from azru_kg.server.lists.page import TableCell, draw_rows
from azru_kg.server.pages.cells import Links
from azru_kg.tables.rows import Row
from azru_kg.tables.state import State, write_query
from azru_kg.tables.table import Table


@dataclass(frozen=True, slots=True)
class Link:
    """Where a page leads: an address with its text, and a few words about it."""

    text: str
    href: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Related:
    """Where the page of a thing leads, under a heading."""

    heading: str
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class ExtractColumn:
    """The head of a column."""

    label: str
    meaning: str
    numeric: bool = False


@dataclass(frozen=True, slots=True)
class Extract:
    """Rows under a heading; `total` is how many there are.

    `address` leads to all of them as a list, `data` to the same as data, `question` to the query.
    """

    heading: str
    noun: str
    columns: tuple[ExtractColumn, ...]
    rows: tuple[tuple[TableCell, ...], ...]
    total: int
    address: str = ""
    data: tuple[tuple[str, str], ...] = ()
    question: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that is told of the whole, in a line."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Dossier:
    """A page that gathers: its title, what is told of the whole, and extracts."""

    title: str
    lead: str
    facts: tuple[Fact, ...] = ()
    extracts: tuple[Extract, ...] = ()
    before: Link | None = None
    after: Link | None = None
    up: Link | None = None
    links: tuple[Link, ...] = field(default=())


def draw_extract(
    heading: str,
    held: Held,
    state: State,
    links: Links,
    *,
    most: int,
    rows: Sequence[Row] | None = None,
    without: Collection[str] = (),
    note: str = "",
) -> Extract:
    """Return the first rows that a state of a list chooses, or of those `rows` that are given.

    Columns that say the same in each row can be left out.
    """
    table = state.table
    chosen = held.rows.choose(state) if rows is None else rows
    shown = [column for column in table.columns if column.shown]
    kept = [at for at, column in enumerate(shown) if column.name not in without]
    drawn = draw_rows(held, chosen[:most], links)
    return Extract(
        heading=heading,
        noun=table.noun,
        columns=tuple(
            ExtractColumn(
                shown[at].label, shown[at].meaning, numeric=shown[at].type in ("year", "count")
            )
            for at in kept
        ),
        rows=tuple(tuple(row[at] for at in kept) for row in drawn),
        total=len(chosen),
        address=state.address(links.root),
        data=tuple(
            (label, state.address(links.base, suffix))
            for label, suffix in (("CSV", "csv"), ("JSON", "json"), ("SPARQL", "rq"))
        ),
        question=links.query([("query", write_query(state))]),
        note=note,
    )


def choose_state(table: Table, sort: str = "", **values: str) -> State:
    """Return the state of a list in which some facets have a value."""
    return State(table, values, sort=sort)
