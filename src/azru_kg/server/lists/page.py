"""What the page of a list shows: filters with counts, rows with links, and where to go from there.

All of it is made of a state, the rows that it chooses and the names of things.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import Final

from azru_kg.languages.collation import sort_key
from azru_kg.languages.reading import ENGLISH, get_language
from azru_kg.languages.translations import gettext, mark, translate
from azru_kg.rdf.prefixes import shorten
from azru_kg.server.ask.labels import Label
from azru_kg.server.lists.catalogue import Held
from azru_kg.server.pages.amounts import say_value
from azru_kg.server.pages.cells import Links
from azru_kg.server.pages.listing import check_page, count_pages, cut_page
from azru_kg.tables.rows import Row
from azru_kg.tables.state import State, write_query
from azru_kg.tables.table import NOT_STATED, Facet, Table, TableColumn

ROWS: Final = 100
"""How many rows are on a page."""

MOST_OPTIONS: Final = 500
"""How many values of a facet are offered: those of most rows."""

_LONGEST: Final = 300
_PAGES: Final = 3
_TONGUES: Final = {"nameAz": "az", "nameRu": "ru"}
_FLAGS: Final = {"true": mark("yes"), "false": mark("no")}


@dataclass(frozen=True, slots=True)
class Item:
    """A value in a cell: its text, where it leads, and whether that is another site."""

    text: str
    href: str = ""
    external: bool = False


@dataclass(frozen=True, slots=True)
class TableCell:
    """The values of a row in a column, in a style of their own, with a few words about them."""

    parts: tuple[Item, ...] = ()
    style: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Option:
    """A value of a facet, with how many rows there are of it."""

    value: str
    label: str
    number: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Choices:
    """A facet with what can be chosen; `more` is how many further values there are."""

    name: str
    label: str
    options: tuple[Option, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Heading:
    """The head of a column: where it leads to sort by it, and how it is sorted now."""

    label: str
    meaning: str
    href: str
    sorted: str
    numeric: bool


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter that is on, in words, and the address without it."""

    label: str
    value: str
    href: str


@dataclass(frozen=True, slots=True)
class ListPage:
    """The page of a list in one state."""

    table: Table
    state: State
    headings: tuple[Heading, ...]
    rows: tuple[tuple[TableCell, ...], ...]
    choices: tuple[Choices, ...]
    filters: tuple[Filter, ...]
    total: int
    things: int
    start: int
    pages: int
    page_links: tuple[tuple[int, str], ...]
    data: tuple[tuple[str, str], ...]
    question: str


def draw_list(held: Held, state: State, links: Links) -> ListPage:
    """Return the page of a list in a state; raise BadAddress where it has no such page."""
    table = state.table
    found = held.rows.find(state, None if get_language() == ENGLISH else held.labels)
    check_page(state.page, len(found.rows), ROWS)
    draw = _Drawing(table, held.labels, links)
    pages = count_pages(len(found.rows), ROWS)
    names = {
        facet.name: draw.name_values(facet, held.rows.find_names(facet)) for facet in table.facets
    }
    return ListPage(
        table=table,
        state=state,
        headings=tuple(_draw_headings(state, links)),
        rows=tuple(draw.draw_row(row) for row in cut_page(found.rows, state.page, ROWS)),
        choices=tuple(
            _draw_choices(state, facet, found.counts[facet.name], names[facet.name])
            for facet in table.facets
        ),
        filters=tuple(_draw_filters(state, names, links)),
        total=len(found.rows),
        things=len({row[0] for row in found.rows}),
        start=(state.page - 1) * ROWS + 1,
        pages=pages,
        page_links=tuple(
            (page, replace(state, page=page).address(links.root))
            for page in _choose_pages(state.page, pages)
        ),
        data=tuple(
            (label, state.address(links.base, suffix))
            for label, suffix in (("CSV", "csv"), ("JSON", "json"), ("SPARQL", "rq"))
        ),
        question=links.query([("query", write_query(state))]),
    )


def draw_rows(held: Held, rows: Iterable[Row], links: Links) -> tuple[tuple[TableCell, ...], ...]:
    """Return rows of a list as a page shows them, in the columns that are shown."""
    draw = _Drawing(held.rows.table, held.labels, links)
    return tuple(draw.draw_row(row) for row in rows)


class _Drawing:
    """Draws cells: the names of things stand in other columns, or are known."""

    def __init__(self, table: Table, labels: Mapping[str, str], links: Links) -> None:
        self._labels = labels
        self._links = links
        self._places = {name: at for at, name in enumerate(table.names)}
        self._table = table
        self._shown = [column for column in table.columns if column.shown]

    def draw_row(self, row: Row) -> tuple[TableCell, ...]:
        return tuple(self._draw_cell(column, row) for column in self._shown)

    def name_values(self, facet: Facet, names: Mapping[str, str]) -> dict[str, str]:
        """Return what the values of a facet are called."""
        flags = _FLAGS if self._table.column(facet.column).type == "flag" else {}
        called = {value: self._labels.get(value) or name for value, name in names.items()}
        return {
            value: translate(flags[label])
            if label in flags
            else label
            if value
            else gettext("not stated")
            for value, label in called.items()
        }

    def _draw_cell(self, column: TableColumn, row: Row) -> TableCell:
        value = row[self._places[column.name]]
        name = row[self._places[column.names]] if column.names else None
        match column.type:
            case "thing":
                parts = (self._link(value, name),) if value or name else ()
                return TableCell(
                    parts, note=self._tell_origin(row) if column.name == "source" else ""
                )
            case "things":
                linked = (self._link(iri) for iri in (value or "").split())
                return TableCell(tuple(sorted(linked, key=lambda part: sort_key(part.text))))
            case "amount":
                return TableCell((Item(self._say(row)),))
            case "year" | "count":
                return TableCell((Item(value),), "numeric") if value else TableCell()
            case "flag":
                return TableCell((Item(translate(_FLAGS.get(value or "", ""))),))
            case "date" if name and not value:
                return self._draw_cell(self._table.column(column.names), row)
            case _:
                text = Label(value or "", _TONGUES.get(column.name, ""))
                style = "date" if column.type == "date" else ""
                return TableCell((Item(_cut(text)),), style) if text else TableCell()

    def _tell_origin(self, row: Row) -> str:
        """Return who published a source, and when, where the source is not what the row is."""
        if self._shown[0].name == "source":
            return ""
        publisher = self._labels.get(row[self._places["publisher"]] or "")
        name, published = (row[self._places[each]] for each in ("publisherName", "published"))
        return ", ".join(filter(None, (publisher or name, published)))

    def _link(self, iri: str | None, name: str | None = None) -> Item:
        if not iri:
            return Item(_cut(name or ""))
        href = self._links.target(iri)
        text = self._labels.get(iri) or Label(name or shorten(iri), ENGLISH)
        return Item(_cut(text), href, external=href == iri)

    def _say(self, row: Row) -> str:
        """Return the value of a figure as it was said."""

        def read(name: str) -> str:
            return row[self._places[name]] or ""

        try:
            value = Decimal(read("value"))
            upper = Decimal(read("upperValue") or value)
        except InvalidOperation:
            return _cut(read("value"))
        kind = read("kind").rpartition("/")[2]
        return say_value(value, upper, kind=kind, bound=read("boundName"), unit=read("unitName"))


def _draw_headings(state: State, links: Links) -> Iterator[Heading]:
    for column in state.table.columns:
        if not column.shown:
            continue
        href = now = ""
        if column.name in state.table.sorts:
            now = {column.name: "ascending", f"-{column.name}": "descending"}.get(state.sort, "")
            other = f"-{column.name}" if now == "ascending" else column.name
            href = replace(state, sort=other, page=1).address(links.root)
        numeric = column.type in ("year", "count")
        yield Heading(column.label, column.meaning, href, now, numeric)


def _draw_choices(
    state: State, facet: Facet, counts: Counter[str], names: Mapping[str, str]
) -> Choices:
    elsewhere = {
        state.values[other.name]
        for other in state.table.facets
        if other.column == facet.column and other.name != facet.name and other.name in state.values
    }
    chosen = state.values.get(facet.name)
    offered = [
        (value, number)
        for value, number in counts.most_common()
        if value not in elsewhere and value != chosen
    ]
    shown = offered[:MOST_OPTIONS]
    if chosen is not None:
        shown.append((chosen, counts[chosen]))
    options = [
        Option(facet.write(value) or NOT_STATED, _cut(names[value]), number, value == chosen)
        for value, number in shown
    ]
    if facet.column == "year":
        options.sort(key=lambda option: option.value, reverse=True)
    else:
        options.sort(key=lambda option: (option.value == NOT_STATED, sort_key(option.label)))
    return Choices(facet.name, facet.label, tuple(options), len(offered) - len(shown))


def _draw_filters(
    state: State, names: Mapping[str, Mapping[str, str]], links: Links
) -> Iterator[Filter]:
    for facet in state.table.facets:
        if facet.name in state.values:
            value = names[facet.name][state.values[facet.name]]
            yield Filter(facet.label, _cut(value), state.choose(facet, None).address(links.root))
    for label, year, without in (
        (mark("From"), state.first, replace(state, first=None, page=1)),
        (mark("To"), state.last, replace(state, last=None, page=1)),
    ):
        if year is not None:
            yield Filter(label, str(year), without.address(links.root))


def _choose_pages(page: int, pages: int) -> list[int]:
    """Return the pages that a page links to: the first, the last, and those around it."""
    near = range(page - _PAGES, page + _PAGES + 1)
    return sorted({1, pages, *(number for number in near if 1 <= number <= pages)})


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
