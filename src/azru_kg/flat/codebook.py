"""The codebook of the flat tables: each column with its meaning, type, term and values.

And what is to be known before one counts: cautions, what is in this release, how to cite it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, fields

import pyoxigraph as ox

from azru_kg.flat.all_tables import TABLES
from azru_kg.flat.collection import Ask, FlatRow
from azru_kg.flat.flat_table import LANGUAGES, SEPARATOR, FlatColumn, FlatTable
from azru_kg.flat.imprint import Imprint
from azru_kg.rdf.prefixes import expand, shorten

CODEBOOK = "codebook"
"""The name of the table of all columns."""

CAUTIONS: tuple[str, ...] = (
    "A row of a table of claims is what one source says. A claim that three sources state has three"
    " rows: count distinct `claim` where you count claims, and distinct `source` where you count"
    " documents.",
    "Several documents may carry the text of one agency (`relayed_from` in `sources`): they are no"
    " independent witnesses.",
    "Figures are comparable only where indicator, kind, unit, per, period, baseline, flow, sides,"
    " commodity, mode, variable, modality, part, whole, object and counted_thing agree, and even"
    " then who counted what may differ. Never sum a column over unlike rows.",
    "A value is read with its `bound` (more than, almost, up to …) and, of a range, with"
    " `upper_value`. `kind` says whether it is a level, a change in percent, a share or a year.",
    "A `modality` means that the value is a target, a plan or a capacity, and no fact.",
    "Sources that disagree both stand, and none outranks another. Rival readings of the same words"
    " differ in `rank`: leave out those whose rank is alternative before you count.",
    "What stands in a column that `inferred` names is the editors’ reading. What `not_stated` names"
    " was looked for in vain; any other empty cell means only that nobody has looked.",
    "A value that the editors doubt stands as printed; `proposed_form` says what may be meant.",
    "Dates are as stated: `stated_on` is the day of speaking, or else of publication. Where only a"
    " month or a year is known, the date is empty and `within` has the period.",
    "Two `stated_on` may differ for one claim, and so may its speaker: they belong to the source.",
    "Accounts say who takes which position, never whether it is so, and are not weighed.",
    "How many sources there are of a country or a year says how much was read, not how much was"
    " published.",
)
"""What is to be known before one counts."""

_LABELS = """SELECT ?term ?name WHERE {
  ?term rdfs:label ?name FILTER NOT EXISTS { ?term prov:wasDerivedFrom ?evidence }
}"""
_CODES = "SELECT ?scheme ?code WHERE { ?code skos:inScheme ?scheme }"
_TYPES = {
    "thing": "IRI",
    "text": "text",
    "slot": "names of columns",
    "date": "date (ISO 8601)",
    "number": "decimal",
    "integer": "integer",
}
_UNITS = {
    "value": "the one in the column unit",
    "upper_value": "the one in the column unit",
    "latitude": "degree",
    "longitude": "degree",
    "start": "character",
    "end": "character",
}


@dataclass(frozen=True, slots=True)
class ColumnEntry:
    """A column of a table: what the codebook says of it."""

    in_table: str
    column: str
    meaning: str
    type: str
    several: str
    unit: str
    term: str
    term_en: str
    term_az: str
    term_ru: str
    told_of: str
    leads_to: str
    codes: str
    filled: str

    @classmethod
    def names(cls) -> tuple[str, ...]:
        """Return what the columns of the codebook are called."""
        return tuple(field.name for field in fields(cls))

    def values(self) -> tuple[str, ...]:
        """Return what stands in the columns of the codebook."""
        return astuple(self)


def list_entries(tables: Mapping[str, Sequence[FlatRow]], ask: Ask) -> list[ColumnEntry]:
    """Return an entry for each column of the tables, whose rows are given by their names."""
    labels = _read_labels(ask)
    codes = _read_codes(ask)
    return [
        _make_entry(
            table, column, labels, codes, sum(bool(row[at] or row[at] == 0) for row in rows)
        )
        for table in TABLES
        for rows in (tables[table.name],)
        for at, column in enumerate(table.columns)
    ]


def write_entries(entries: Sequence[ColumnEntry]) -> bytes:
    """Return the codebook as CSV."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(ColumnEntry.names())
    writer.writerows(entry.values() for entry in entries)
    return text.getvalue().encode()


def write_codebook(
    imprint: Imprint, tables: Mapping[str, Sequence[FlatRow]], entries: Sequence[ColumnEntry]
) -> bytes:
    """Return the codebook as Markdown: cautions, what is new, how to cite, tables and columns."""
    return "\n".join(_write_lines(imprint, tables, entries)).encode()


def _write_lines(
    imprint: Imprint, tables: Mapping[str, Sequence[FlatRow]], entries: Sequence[ColumnEntry]
) -> Iterator[str]:
    yield f"# {imprint.title}: tables\n"
    yield f"Version {imprint.version}, {imprint.issued}. Licence: {imprint.license}.\n"
    yield f"{imprint.description}\n"
    yield "## Suggested citation\n"
    yield f"> {imprint.cite()}\n"
    yield "Cite with it the sources of the claims that you use: `source`, `page` and `published`.\n"
    yield "## Cautions\n"
    yield from (f"- {caution}" for caution in CAUTIONS)
    yield "\n## What is new\n"
    yield from _tell_news(tables)
    yield "\n## Tables\n"
    yield "| table | rows | a row is | key |\n|---|---|---|---|"
    for table in TABLES:
        key = ", ".join(f"`{name}`" for name in table.key)
        yield f"| `{table.name}` | {len(tables[table.name]):,} | {table.row} | {key} |"
    yield (
        "\nThe column of a thing, such as `unit`, holds its IRI; `unit_en`, `unit_az` and `unit_ru`"
        " what it is called. In CSV the values of a cell that has several have"
        f" `{SEPARATOR.strip()}` with spaces between them; in Parquet they are a list, in SQLite a"
        " JSON array. A column that tells of another one (“of”) is there so that nobody needs to"
        " join tables.\n"
    )
    for table in TABLES:
        yield f"## {table.name}\n\n{table.title}. {table.row}\n"
        yield "| column | meaning | type | term | of | filled |\n|---|---|---|---|---|---|"
        for entry in entries:
            if entry.in_table == table.name:
                type_ = f"{entry.type}, several" if entry.several else entry.type
                yield (
                    f"| `{entry.column}` | {entry.meaning} | {type_} | {entry.term} |"
                    f" {entry.told_of} | {entry.filled} |"
                )
        yield ""


def _tell_news(tables: Mapping[str, Sequence[FlatRow]]) -> Iterator[str]:
    sources = next(table for table in TABLES if table.name == "sources")
    at = sources.names.index("published")
    days = sorted(str(row[at]) for row in tables["sources"] if row[at])
    dated = f", published from {days[0]} to {days[-1]} where they have a date" if days else ""
    yield (
        f"This release has {len(tables['sources']):,} sources{dated}, and the rows that the table"
        " below counts. CHANGELOG.md of the project says what was added, mended and why."
    )


def _make_entry(
    table: FlatTable,
    column: FlatColumn,
    labels: Mapping[tuple[str, str], str],
    codes: Mapping[str, Sequence[str]],
    filled: int,
) -> ColumnEntry:
    names = {tag: labels.get((column.term, tag), "") for tag in LANGUAGES}
    own = column.of in ("", table.columns[0].name)
    return ColumnEntry(
        in_table=table.name,
        column=column.name,
        meaning=column.meaning,
        type=_TYPES[column.type],
        several="yes" if column.several else "",
        unit=_UNITS.get(column.name, "") if column.type in ("number", "integer") else "",
        term=expand(column.term) if column.term else "",
        term_en=names["en"],
        term_az=names["az"],
        term_ru=names["ru"],
        told_of="" if own else column.of,
        leads_to=column.table,
        codes=" ".join(codes.get(column.scheme, ())),
        filled=str(filled),
    )


def _read_labels(ask: Ask) -> dict[tuple[str, str], str]:
    return {
        (shorten(term.value), name.language or ""): name.value
        for term, name in ask(_LABELS)
        if isinstance(term, ox.NamedNode) and isinstance(name, ox.Literal)
    }


def _read_codes(ask: Ask) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for scheme, code in ask(_CODES):
        if isinstance(scheme, ox.NamedNode) and isinstance(code, ox.NamedNode):
            found.setdefault(shorten(scheme.value), []).append(shorten(code.value))
    return {scheme: sorted(codes) for scheme, codes in found.items()}
