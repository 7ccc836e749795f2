"""The database: keys, lists, numbers, and Datasette, which opens it."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from azru_kg.errors import DataError
from azru_kg.flat.all_tables import TABLES
from azru_kg.flat.package import FlatFiles, list_archives
from azru_kg.flat.sqlite import _convert_value

pytestmark = pytest.mark.long


@pytest.fixture
def database(made: FlatFiles) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.deserialize(made.database)
        yield connection


def test_it_is_whole_and_its_keys_lead_somewhere(database: sqlite3.Connection) -> None:
    assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    keys = database.execute("PRAGMA foreign_key_list(figures)").fetchall()
    assert {"sources", "things"} == {key[2] for key in keys}


def test_tables_are_joined_by_their_keys(database: sqlite3.Connection) -> None:
    rows = database.execute(
        "SELECT figures.value, things.name_ru, sources.published FROM figures"
        " JOIN things ON things.thing = figures.unit JOIN sources USING (source)"
        " WHERE claim LIKE '%/turnover-2018' AND source LIKE '%caspianenergy%'"
    ).fetchall()
    assert rows == [(2600000000, "доллар США", "2019-11-25")]


def test_lists_are_taken_apart_by_json_each(database: sqlite3.Connection) -> None:
    (number,) = database.execute(
        "SELECT count(DISTINCT claim) FROM figures, json_each(figures.sides) AS side"
        " WHERE side.value LIKE '%/country/RU'"
    ).fetchone()
    assert number > 0


def test_the_codebook_has_every_column(database: sqlite3.Connection) -> None:
    told = database.execute('SELECT in_table, "column" FROM codebook').fetchall()
    assert told == [(table.name, name) for table in TABLES for name in table.names]


@pytest.mark.parametrize(
    ("number", "stored"), [("2.50", 2.5), ("1E+18", 10**18), ("-19", -19), ("0.1", 0.1)]
)
def test_numbers_are_stored_exactly(number: str, stored: float) -> None:
    assert _convert_value("t.n", Decimal(number)) == stored


def test_a_number_that_would_not_come_back_is_an_error() -> None:
    with pytest.raises(DataError, match=r"t\.n: 0\.12345678901234567891 has more digits"):
        _convert_value("t.n", Decimal("0.12345678901234567891"))


@pytest.mark.filterwarnings("ignore")
def test_datasette_opens_it_and_shows_what_the_codebook_says(folder: Path) -> None:
    from datasette.app import Datasette

    (path,) = folder.glob("*.sqlite")
    metadata = json.loads((folder / "datasette.json").read_text(encoding="utf-8"))
    name = path.stem.replace(".", "~2E")

    async def ask() -> tuple[Any, str, Any]:
        datasette = Datasette([str(path)], metadata=metadata)
        await datasette.invoke_startup()
        rows = await datasette.client.get(
            f"/{name}/figures.json?_shape=array&kind_en=level&_size=3"
        )
        page = await datasette.client.get(f"/{name}/figures")
        joined = await datasette.client.get(f"/{name}/promises.json?_labels=on&_size=1")
        return rows.json(), page.text, joined.json()

    rows, page, joined = asyncio.run(ask())
    assert {row["kind_en"] for row in rows} == {"level"}
    assert "What one source reports in numbers" in page
    assert "The value in base units" in page
    assert "CC BY 4.0" in page
    assert joined["rows"][0]["promised"]["label"]


def test_datasette_is_told_the_name_of_the_file(made: FlatFiles) -> None:
    told = json.loads(made.files["datasette.json"])
    assert list(told["databases"]) == [Path(list_archives(made.version)[1]).stem]
