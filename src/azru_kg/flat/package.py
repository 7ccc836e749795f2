"""Puts the tables of a release together: all of their files, and the two that go into a dump."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from azru_kg.flat.all_tables import TABLES
from azru_kg.flat.codebook import CODEBOOK, list_entries, write_codebook, write_entries
from azru_kg.flat.collection import Collection, ask_store
from azru_kg.flat.croissant import CROISSANT, describe_croissant
from azru_kg.flat.csv_file import METADATA, describe_csv, write_csv
from azru_kg.flat.imprint import read_imprint
from azru_kg.flat.parquet import write_parquet
from azru_kg.flat.restoring import prove
from azru_kg.flat.sqlite import describe_sqlite, write_sqlite
from azru_kg.graph.dataset import Dataset
from azru_kg.rdf.formats import Format

DATASETTE = "datasette.json"
"""The name of the file that Datasette takes as its metadata."""

FOLDER = "tables"
"""The folder of the tables on a site."""

FLAT_FORMATS = (
    Format("csv", "CSV", "page", "text/csv", "csv"),
    Format("parquet", "Parquet", "page", "application/vnd.apache.parquet", "parquet"),
    Format("sqlite", "SQLite", "page", "application/vnd.sqlite3", "sqlite"),
    Format("zip", "ZIP", "page", "application/zip", "zip"),
    Format("json", "JSON", "page", "application/json", "json"),
    Format("md", "Markdown", "page", "text/markdown", "md"),
)
"""The formats of the files."""

_ABOUT = {
    METADATA: "What the CSV files of the tables are, in CSV on the Web.",
    CROISSANT: "What the CSV files of the tables are, in Croissant 1.1.",
    DATASETTE: "What Datasette shows beside the database of the tables.",
    f"{CODEBOOK}.csv": "The codebook of the tables: a row a column.",
    f"{CODEBOOK}.md": "The codebook of the tables, with cautions and how to cite them.",
}
_UNDATED = (1980, 1, 1, 0, 0, 0)
_READABLE = 0o644 << 16
_UNIX = 3


@dataclass(frozen=True, slots=True)
class FlatFiles:
    """The files of the tables of one version, by their names, and the database of all of them."""

    version: str
    files: Mapping[str, bytes]
    database: bytes

    def list(self) -> Iterator[tuple[str, bytes]]:
        """Yield each file with its name, the database last."""
        yield from self.files.items()
        yield list_archives(self.version)[1], self.database

    def pack(self) -> Iterator[tuple[str, bytes]]:
        """Yield the files that go into a dump, with their names: an archive, and the database."""
        archive, database = list_archives(self.version)
        packed = io.BytesIO()
        with ZipFile(packed, "w", ZIP_DEFLATED) as file:
            for name, content in self.files.items():
                member = ZipInfo(f"{Path(archive).stem}/{name}", _UNDATED)
                member.external_attr, member.create_system = _READABLE, _UNIX
                file.writestr(member, content, ZIP_DEFLATED)
        yield archive, packed.getvalue()
        yield database, self.database


def list_archives(version: str) -> tuple[str, str]:
    """Return the names of the archive of the tables and of the database in a dump."""
    return f"azru-kg-{version}-tables.zip", f"azru-kg-{version}.sqlite"


def list_flat_files() -> tuple[str, ...]:
    """Return the names of the files of the tables, without that of the database."""
    described = (METADATA, CROISSANT, DATASETTE, f"{CODEBOOK}.csv", f"{CODEBOOK}.md")
    return (
        *(f"{table.name}.csv" for table in TABLES),
        *(f"{table.name}.parquet" for table in TABLES),
        *described,
    )


def tell_content(name: str) -> str:
    """Return what is in a file by its name in a release; nothing of what is no file of tables.

    >>> tell_content("tables/people.csv")
    'Table: a person whom sources name. What posts they held is in tenures.'
    """
    path = Path(name)
    if path.suffix == ".zip":
        return "The flat tables as CSV and Parquet, with their codebook."
    if path.suffix == ".sqlite":
        return "The flat tables as one SQLite database, which Datasette opens."
    if path.name in _ABOUT:
        return _ABOUT[path.name]
    row = next((table.row for table in TABLES if name == f"{FOLDER}/{table.name}{path.suffix}"), "")
    return f"Table: {row[0].lower()}{row[1:]}" if row else ""


def make_tables(dataset: Dataset, *, spreadsheet: bool = False, proved: bool = True) -> FlatFiles:
    """Return the tables of a dataset: the same bytes for the same data, with the same libraries.

    With `spreadsheet`, the CSV files are safe in one (`write_csv`). Raises DataError where the data
    do not fit into the tables, or, if that is to be `proved`, the graphs of sources could not be
    made of them again.
    """
    ask = ask_store(dataset.store())
    collection = Collection(ask)
    rows = {table.name: collection.read(table) for table in TABLES}
    if proved:
        records = {
            table.name: [dict(zip(table.names, row, strict=True)) for row in rows[table.name]]
            for table in TABLES
        }
        prove(records, ask)
    imprint = read_imprint(ask, dataset.version, dataset.digest)
    entries = list_entries(rows, ask)
    database = list_archives(dataset.version)[1]
    tables = {
        f"{table.name}.csv": write_csv(table, rows[table.name], spreadsheet=spreadsheet)
        for table in TABLES
    }
    return FlatFiles(
        dataset.version,
        {
            **tables,
            **{f"{table.name}.parquet": write_parquet(table, rows[table.name]) for table in TABLES},
            METADATA: _write_json(describe_csv(imprint)),
            CROISSANT: _write_json(describe_croissant(imprint, tables)),
            DATASETTE: _write_json(describe_sqlite(imprint, Path(database).stem)),
            f"{CODEBOOK}.csv": write_entries(entries),
            f"{CODEBOOK}.md": write_codebook(imprint, rows, entries),
        },
        write_sqlite(rows, entries),
    )


def _write_json(document: Mapping[str, Any]) -> bytes:
    return f"{json.dumps(document, ensure_ascii=False, indent=2)}\n".encode()
