"""Writes all flat tables into one SQLite file, which Datasette opens, and describes it for that.

Several values of a cell are a JSON array, which `json_each` takes apart.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from azru_kg.errors import DataError
from azru_kg.flat.all_tables import TABLES, find_table
from azru_kg.flat.codebook import CODEBOOK, ColumnEntry
from azru_kg.flat.collection import FlatRow, Value, transpose
from azru_kg.flat.csv_file import spell_number
from azru_kg.flat.flat_table import FlatColumn, FlatTable
from azru_kg.flat.imprint import Imprint

_TYPES = {"number": "NUMERIC", "integer": "INTEGER"}
_LISTS_KEPT = 4096
_LABELS = ("label", "title", "name_en", "words", "property")


def write_sqlite(tables: Mapping[str, Sequence[FlatRow]], entries: Sequence[ColumnEntry]) -> bytes:
    """Return the tables, by name, and their codebook as the bytes of a database file.

    Raises DataError where the database cannot hold a number exactly, or a thing that a row names
    has no row of its own.
    """
    with closing(sqlite3.connect(":memory:")) as database:
        database.execute("PRAGMA page_size = 4096")
        for table in TABLES:
            database.execute(_define(table))
            _insert(database, table.name, len(table.columns), _convert(table, tables[table.name]))
        fields = ColumnEntry.names()
        columns = ", ".join(f"{_quote(name)} TEXT" for name in fields)
        database.execute(f"CREATE TABLE {CODEBOOK} ({columns})")
        _insert(database, CODEBOOK, len(fields), (entry.values() for entry in entries))
        database.commit()
        _check_keys(database)
        return database.serialize()


def describe_sqlite(imprint: Imprint, name: str) -> dict[str, Any]:
    """Return the metadata that Datasette shows beside the database of this name."""
    return {
        "title": imprint.title,
        "description": f"Version {imprint.version}. {imprint.description}",
        "license": "CC BY 4.0" if "/by/4.0" in imprint.license else imprint.license,
        "license_url": imprint.license,
        "source": imprint.cite(),
        "source_url": imprint.iri,
        "databases": {name: {"tables": {table.name: _describe_table(table) for table in TABLES}}},
    }


def _describe_table(table: FlatTable) -> dict[str, Any]:
    told = {
        "title": table.title,
        "description": table.row,
        "columns": {column.name: column.meaning for column in table.columns},
    }
    label = next((name for name in _LABELS if name in table.names), "")
    return {**told, "label_column": label} if label else told


def _define(table: FlatTable) -> str:
    columns = [_define_column(table, column) for column in table.columns]
    key = ", ".join(map(_quote, table.key))
    lines = ",\n  ".join([*columns, f"PRIMARY KEY ({key})"])
    return f"CREATE TABLE {_quote(table.name)} (\n  {lines}\n)"


def _define_column(table: FlatTable, column: FlatColumn) -> str:
    words = [_quote(column.name), _TYPES.get(column.type, "TEXT")]
    if column.name in table.key:
        words.append("NOT NULL")
    if column.table and not column.several:
        (key,) = find_table(column.table).key
        words.append(f"REFERENCES {_quote(column.table)} ({_quote(key)})")
    return " ".join(words)


def _convert(table: FlatTable, rows: Sequence[FlatRow]) -> Iterable[Sequence[Any]]:
    columns = zip(table.columns, transpose(table, rows), strict=True)
    return zip(*(_convert_column(table, column, values) for column, values in columns), strict=True)


def _convert_column(
    table: FlatTable, column: FlatColumn, values: Sequence[Value]
) -> Sequence[str | int | float | None]:
    place = f"{table.name}.{column.name}"
    return [None if value is None else _convert_value(place, value) for value in values]


def _convert_value(place: str, value: Value) -> str | int | float | None:
    if isinstance(value, str):
        return value
    if isinstance(value, tuple):
        return _write_list(value) if value else None
    if isinstance(value, date):
        return value.isoformat()
    if not isinstance(value, Decimal):
        return value
    if value == int(value) and abs(value) < 2**63:
        return int(value)
    if Decimal(repr(float(value))) != value:
        raise DataError(place, f"{spell_number(value)} has more digits than a database number")
    return float(value)


@lru_cache(_LISTS_KEPT)
def _write_list(values: tuple[str, ...]) -> str:
    return json.dumps(values, ensure_ascii=False)


def _insert(
    database: sqlite3.Connection, name: str, width: int, rows: Iterable[Sequence[Any]]
) -> None:
    places = ", ".join("?" * width)
    database.executemany(f"INSERT INTO {_quote(name)} VALUES ({places})", rows)  # noqa: S608


def _check_keys(database: sqlite3.Connection) -> None:
    for table, row, parent, _ in database.execute("PRAGMA foreign_key_check"):
        reason = (
            f"row {row} names what has no row in {parent}. Let the column lead to another table"
        )
        raise DataError(table, reason)


def _quote(name: str) -> str:
    return f'"{name}"'
