"""Parquet, with types."""

from decimal import Decimal
from io import BytesIO

import polars as pl
import pytest

from azru_kg.errors import DataError
from azru_kg.flat.all_tables import TABLES
from azru_kg.flat.flat_table import FlatColumn, FlatTable
from azru_kg.flat.package import FlatFiles
from azru_kg.flat.parquet import write_parquet

pytestmark = pytest.mark.long

NUMBERS = FlatTable("t", "T", "A row.", "", (FlatColumn("n", "Number.", "number"),))


def test_columns_have_the_types_of_what_is_in_them(made: FlatFiles) -> None:
    schema = pl.read_parquet(BytesIO(made.files["figures.parquet"])).schema
    assert schema["value"] == pl.Decimal(38, 9)
    assert schema["stated_on"] == pl.Date
    assert schema["speaker"] == pl.List(pl.String)
    assert schema["claim"] == pl.String
    assert all(isinstance(schema[name], pl.Enum) for name in ("bound", "bound_en", "kind_ru"))


def test_csv_and_parquet_have_the_same_rows(made: FlatFiles) -> None:
    for table in TABLES:
        frame = pl.read_parquet(BytesIO(made.files[f"{table.name}.parquet"]))
        text = pl.read_csv(made.files[f"{table.name}.csv"], infer_schema=False)
        assert (frame.columns, frame.height) == (text.columns, text.height)


def test_a_table_without_rows_is_one_all_the_same() -> None:
    frame = pl.read_parquet(BytesIO(write_parquet(NUMBERS, [])))
    assert (frame.height, frame.schema["n"]) == (0, pl.Decimal(38, 9))


@pytest.mark.parametrize("number", ["0.0000000001", "1" * 40])
def test_a_number_that_has_no_room_is_an_error(number: str) -> None:
    with pytest.raises(DataError, match=r"t\.n"):
        write_parquet(NUMBERS, [(Decimal(number),)])
