"""The round trip: out of the tables, as each kind of file has them, back to the same statements."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import polars as pl
import pyoxigraph as ox
import pytest
from csvw import TableGroup

from azru_kg.errors import DataError
from azru_kg.flat.collection import Ask, FlatRow
from azru_kg.flat.flat_table import FlatTable
from azru_kg.flat.package import FlatFiles, list_archives
from azru_kg.flat.restoring import RESTORED, prove, restore
from azru_kg.flat.statement_tables import FIGURES

pytestmark = pytest.mark.long

Records = dict[str, list[dict[str, Any]]]


def read_csvw(folder: Path) -> Records:
    """Return the rows of the CSV files, as their description says how to read them."""
    group = TableGroup.from_file(folder / "csv-metadata.json")
    return {
        table.local_name.removesuffix(".csv"): [
            {name: _plain(value) for name, value in row.items()} for row in table
        ]
        for table in group.tables
        if table.local_name is not None
    }


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return [_plain(each) for each in value]
    if isinstance(value, datetime):
        return value.date()
    return value.unsplit() if hasattr(value, "unsplit") else value


def read_parquet(made: FlatFiles) -> Records:
    return {
        table.name: pl.read_parquet(BytesIO(made.files[f"{table.name}.parquet"])).to_dicts()
        for table in RESTORED
    }


def read_sqlite(made: FlatFiles) -> Records:
    with closing(sqlite3.connect(":memory:")) as database:
        database.deserialize(made.database)
        database.row_factory = sqlite3.Row
        return {
            table.name: [
                {
                    column.name: json.loads(row[column.name] or "[]")
                    if column.several
                    else row[column.name]
                    for column in table.columns
                }
                for row in database.execute(f'SELECT * FROM "{table.name}"')  # noqa: S608
            ]
            for table in RESTORED
        }


def make_records(rows: dict[str, list[FlatRow]]) -> Records:
    return {
        table.name: [dict(zip(table.names, row, strict=True)) for row in rows[table.name]]
        for table in RESTORED
    }


def test_rows_say_what_the_graphs_of_sources_say(
    sample_rows: dict[str, list[FlatRow]], sample_ask: Ask
) -> None:
    prove(make_records(sample_rows), sample_ask)


def test_csv_says_what_the_graphs_of_sources_say(folder: Path, sample_ask: Ask) -> None:
    prove(read_csvw(folder), sample_ask)


def test_parquet_says_what_the_graphs_of_sources_say(made: FlatFiles, sample_ask: Ask) -> None:
    prove(read_parquet(made), sample_ask)


def test_sqlite_says_what_the_graphs_of_sources_say(made: FlatFiles, sample_ask: Ask) -> None:
    prove(read_sqlite(made), sample_ask)


@pytest.mark.long
def test_all_files_say_what_the_whole_graph_says(whole_made: FlatFiles, whole_ask: Ask) -> None:
    prove(read_parquet(whole_made), whole_ask)
    prove(read_sqlite(whole_made), whole_ask)


@pytest.mark.parametrize("table", RESTORED, ids=lambda table: table.name)
def test_what_a_column_loses_is_noticed(
    table: FlatTable, sample_rows: dict[str, list[FlatRow]]
) -> None:
    for at, column in enumerate(table.columns):
        rows = [row for row in sample_rows[table.name] if row[at]]
        if column.stated and column.name != "source" and rows:
            record = dict(zip(table.names, rows[0], strict=True))
            less = {**record, column.name: None}
            assert set(restore(table, [record])) > set(restore(table, [less]))


def test_a_property_without_a_column_is_told(sample_rows: dict[str, list[FlatRow]]) -> None:
    more = ox.Literal("x")
    claim, graph = sample_rows["figures"][0][0], ox.NamedNode("urn:g")

    def ask(query: str) -> Iterator[tuple[Any, ...]]:
        if "GRAPH" in query:
            yield ox.NamedNode(str(claim)), ox.NamedNode("urn:new"), more, graph

    with pytest.raises(DataError, match=r"they lose 1 statements, such as .*urn:new"):
        prove({table.name: [] for table in RESTORED}, ask)


def test_a_row_too_many_is_told(sample_rows: dict[str, list[FlatRow]]) -> None:
    records: Records = {table.name: [] for table in RESTORED}
    records["figures"] = [dict(zip(FIGURES.names, sample_rows["figures"][0], strict=True))]
    with pytest.raises(DataError, match="they make up"):
        prove(records, lambda _: [])


def test_the_archives_are_named_by_their_version() -> None:
    assert list_archives("2026.11.0") == (
        "azru-kg-2026.11.0-tables.zip",
        "azru-kg-2026.11.0.sqlite",
    )
