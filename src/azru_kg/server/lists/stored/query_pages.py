"""What the pages of stored queries show: the gallery with its search, a query with its answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from azru_kg.graph.parameters import Parameter
from azru_kg.graph.stored_queries import StoredQuery
from azru_kg.rdf.prefixes import IDENTITY
from azru_kg.server.ask.labels import Labels
from azru_kg.server.lists.cite.answer_citation import cite_result
from azru_kg.server.lists.cite.answered import AnswerTable
from azru_kg.server.lists.cite.question import CITATION, CitedResult
from azru_kg.server.lists.stored.asked import ROWS, Asked
from azru_kg.server.lists.stored.choices import Values
from azru_kg.server.pages.cells import Cell, Links, make_cell
from azru_kg.server.pages.render import Column
from azru_kg.server.pages.reuse.edition import Edition

MOST_OPTIONS: Final = 400
"""So many values are offered on the page of a query; of more, the name is to be written."""

MOST_LISTED: Final = 60
"""So many are offered in the gallery, where many queries stand."""


@dataclass(frozen=True, slots=True)
class FieldOption:
    """A value that can be chosen, and what it is called."""

    value: str
    label: str
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Field:
    """The field of a parameter: a list to choose from, or a line to write in.

    `initial` is what the query has itself, `optional` whether that is any value. `options` of a
    field in the gallery stand in a list of the name `listed`, which several fields share.
    """

    parameter: Parameter
    value: str
    initial: str
    options: tuple[FieldOption, ...] = ()
    listed: str = ""

    @property
    def optional(self) -> bool:
        """Whether the query asks about any value where none is given."""
        return not self.parameter.default


@dataclass(frozen=True, slots=True)
class GalleryEntry:
    """A query in the gallery, with its fields."""

    stored: StoredQuery
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class GalleryPage:
    """The queries that fit what is sought; `tags` are all there are, with how many have them."""

    sought: str
    tag: str
    entries: tuple[GalleryEntry, ...]
    tags: tuple[tuple[str, int], ...]
    lists: tuple[tuple[str, tuple[FieldOption, ...]], ...]
    total: int


@dataclass(frozen=True, slots=True)
class QueryPage:
    """A stored query with its fields and a part of its answer."""

    stored: StoredQuery
    fields: tuple[Field, ...]
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    labels: Labels
    total: int
    first: int
    before: str
    after: str
    data: tuple[tuple[str, str], ...]
    question: str
    citation: str
    cited: str


def draw_gallery(
    queries: Sequence[StoredQuery], sought: str, tag: str, choices: Mapping[Parameter, Values]
) -> GalleryPage:
    """Return the gallery of those queries that have all words sought, and a tag if one is given."""
    words = sought.casefold().split()
    found = [
        stored for stored in queries if (not tag or tag in stored.tags) and _fits(stored, words)
    ]
    lists: dict[tuple[FieldOption, ...], str] = {}

    def draw(parameter: Parameter) -> Field:
        options = tuple(list_options(parameter, choices.get(parameter, {}), ""))
        if not 0 < len(options) <= MOST_LISTED:
            return Field(parameter, "", _write_default(parameter, {}))
        listed = lists.setdefault(options, f"values-{len(lists) + 1}")
        return Field(parameter, "", _write_default(parameter, {}), (), listed)

    entries = tuple(
        GalleryEntry(stored, tuple(draw(parameter) for parameter in stored.parameters))
        for stored in found
    )
    tags = Counter(each for stored in queries for each in stored.tags)
    listed = tuple((name, options) for options, name in lists.items())
    return GalleryPage(sought, tag, entries, tuple(sorted(tags.items())), listed, len(queries))


def draw_query(
    asked: Asked,
    result: CitedResult,
    table: AnswerTable,
    edition: Edition,
    labels: Labels,
    choices: Mapping[Parameter, Values],
    links: Links,
) -> QueryPage:
    """Return the page of a query with some rows of its result, and how to cite it."""
    rows = tuple(tuple(make_cell(term, labels.by_iri, links) for term in row) for row in table.rows)
    size = asked.limit or ROWS
    turned = replace(asked, labels=(), excel=False)
    before = replace(turned, offset=max(asked.offset - size, 0)) if asked.offset else None
    more = table.offset + len(rows) < table.total and rows
    after = replace(turned, offset=table.offset + len(rows)) if more else None
    whole = replace(turned, limit=None, offset=0)
    return QueryPage(
        stored=asked.stored,
        fields=tuple(
            _draw_field(parameter, asked.given.get(parameter.name, ""), choices.get(parameter, {}))
            for parameter in asked.stored.parameters
        ),
        columns=tuple(
            Column.of(name, [row[at] for row in rows]) for at, name in enumerate(table.columns)
        ),
        rows=rows,
        labels=labels,
        total=table.total,
        first=table.offset + 1,
        before=before.address(links.root) if before else "",
        after=after.address(links.root) if after else "",
        data=(
            ("CSV", whole.address(links.base, "csv")),
            ("CSV, Excel", replace(whole, excel=True).address(links.base, "csv")),
            ("JSON", whole.address(links.base, "json")),
            ("Parquet", whole.address(links.base, "parquet")),
            ("SPARQL", whole.address(links.base, "rq")),
        ),
        question=links.query([("query", result.question.text)]),
        citation=cite_result(result, (), edition).write(edition),
        cited=result.question.address(links.root, below=CITATION),
    )


def list_options(parameter: Parameter, values: Values, chosen: str) -> Iterable[FieldOption]:
    """Yield the values of a parameter in their order."""
    for value, name in values.items():
        written = value.removeprefix(f"{IDENTITY}{parameter.kind}/") if parameter.kind else value
        yield FieldOption(written, name or written, written == chosen)


def _draw_field(parameter: Parameter, given: str, values: Values) -> Field:
    # A prefixed name or a whole address is the same value.
    term = parameter.interpret(given) if given else None
    chosen = parameter.write(term) if term is not None else ""
    initial = _write_default(parameter, values)
    if not 0 < len(values) <= MOST_OPTIONS or parameter.type != "iri":
        options = tuple(list_options(parameter, values, "")) if parameter.type == "gYear" else ()
        return Field(parameter, chosen, initial, options)
    several = len(parameter.default) > 1
    own = "" if several or not parameter.default else parameter.write(parameter.default[0])
    return Field(parameter, chosen, initial, tuple(list_options(parameter, values, chosen or own)))


def _write_default(parameter: Parameter, values: Values) -> str:
    named = (values.get(term.value) or parameter.write(term) for term in parameter.default)
    return ", ".join(named)


def _fits(stored: StoredQuery, words: Iterable[str]) -> bool:
    said = " ".join((stored.slug, stored.summary, stored.description, *stored.tags)).casefold()
    return all(word in said for word in words)
