"""The tables that say what the words of sheets mean: `sheets/terms/*.csv`."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path

from azru_kg.errors import DataError
from azru_kg.files import read_text

Cells = dict[str, str]
"""A row of a table: the text of each column; an empty text is no value."""


class Terms:
    """The tables of a folder, each read when it is first asked for; raises DataError if broken.

    `same` need not be there: then nothing is joined.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._tables: dict[str, list[Cells]] = {}
        self._indexes: dict[tuple[str, Sequence[str]], dict[tuple[str, ...], Cells]] = {}

    def read(self, table: str) -> list[Cells]:
        """Return the rows of a table, by its file name without `.csv`."""
        if table not in self._tables:
            self._tables[table] = list(_read(self._folder / f"{table}.csv"))
        return self._tables[table]

    def index(self, table: str, *columns: str) -> dict[tuple[str, ...], Cells]:
        """Return the rows of a table by the texts of some columns."""
        if (table, columns) not in self._indexes:
            rows = self.read(table)
            for column in columns:
                if rows and column not in rows[0]:
                    raise DataError(self._folder / f"{table}.csv", f"no column {column!r}")
            self._indexes[table, columns] = {
                tuple(row[column] for column in columns): row for row in rows
            }
        return self._indexes[table, columns]

    @cached_property
    def same(self) -> dict[tuple[str, str], str]:
        """The id that stands for another one, by kind and the other id."""
        index = self._index_if_there("same", "kind", "id")
        return {(kind, other): row["same_as"] for (kind, other), row in index.items()}

    def _index_if_there(self, table: str, *columns: str) -> dict[tuple[str, ...], Cells]:
        there = (self._folder / f"{table}.csv").exists()
        return self.index(table, *columns) if there else {}


def _read(path: Path) -> Iterator[Cells]:
    file = io.StringIO(read_text(path), newline="")
    try:
        yield from csv.DictReader(file, strict=True)
    except csv.Error as error:
        raise DataError(path, f"{error}. It is a table of UTF-8 CSV with a header") from error
