"""Writes flat tables as Parquet, with the types of their columns."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from azru_kg.errors import DataError
from azru_kg.flat.collection import FlatRow, transpose
from azru_kg.flat.flat_table import NAMES, FlatColumn, FlatTable

if TYPE_CHECKING:
    import polars as pl

DIGITS, PLACES = 38, 9
"""How many digits a number has at most, and how many of them after the point."""

_BETWEEN = "\x1f"


def make_frame(table: FlatTable, rows: Sequence[FlatRow]) -> pl.DataFrame:
    """Return a table as a frame: Decimal, Date, lists, and an Enum where codes are out of a list.

    The codes of an Enum are those that the rows have, in alphabetical order, and so are their
    names. Raises DataError where a number has more digits than a Decimal takes.
    """
    import polars as pl

    series = []
    for column, values in zip(table.columns, transpose(table, rows), strict=True):
        _check_exact(table, column, values)
        try:
            if column.several:
                series.append(_make_lists(column.name, values))
            else:
                dtype = _choose_type(table, column, values)
                series.append(pl.Series(column.name, values, dtype, strict=True))
        except (pl.exceptions.PolarsError, TypeError) as error:
            raise DataError(f"{table.name}.{column.name}", str(error).split("\n")[0]) from error
    return pl.DataFrame(series)


def write_parquet(table: FlatTable, rows: Sequence[FlatRow]) -> bytes:
    """Return a table as Parquet, with Zstandard; raise DataError as `make_frame` does."""
    file = io.BytesIO()
    make_frame(table, rows).write_parquet(file, compression="zstd", row_group_size=1 << 20)
    return file.getvalue()


def _make_lists(name: str, values: Sequence[Any]) -> pl.Series:
    """Return a series of lists of texts: Polars makes one of each, unless it splits a text."""
    import polars as pl

    if any(_BETWEEN in text for value in values for text in value):
        return pl.Series(name, [list(value) for value in values], pl.List(pl.String), strict=True)
    texts = [_BETWEEN.join(value) if value else None for value in values]
    joined = pl.Series(name, texts, pl.String)
    lists = joined.str.split(_BETWEEN)
    none = pl.Series(name, [[]], pl.List(pl.String))
    return lists.zip_with(joined.is_not_null(), none)


def _choose_type(table: FlatTable, column: FlatColumn, values: Sequence[Any]) -> Any:
    import polars as pl

    if _is_coded(table, column):
        return pl.Enum(sorted({value for value in values if value is not None}))
    plain = {"number": pl.Decimal(DIGITS, PLACES), "integer": pl.Int64, "date": pl.Date}
    return plain.get(column.type, pl.String)


def _is_coded(table: FlatTable, column: FlatColumn) -> bool:
    """Return whether a column holds codes of a list, or their names."""
    if column.pattern != NAMES or not column.of:
        return bool(column.scheme)
    return any(each.scheme for each in table.columns if each.name == column.of)


def _check_exact(table: FlatTable, column: FlatColumn, values: Sequence[Any]) -> None:
    if column.type != "number":
        return
    for value in values:
        if value is None:
            continue
        if value.as_tuple().exponent < -PLACES or abs(value) >= 10 ** (DIGITS - PLACES):
            reason = f"{value} has more than {DIGITS} digits, or {PLACES} after the point"
            raise DataError(f"{table.name}.{column.name}", reason)
