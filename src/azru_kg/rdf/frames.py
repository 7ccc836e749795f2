"""Rows as frames: what is in a column decides on its type, which is the same in polars and pandas.

| values | polars | pandas |
|---|---|---|
| `int` | `Int64` | `Int64` |
| `Decimal`, perhaps with `int`; `int` beyond 64 bits | `Decimal(38, …)` | `object`, of `Decimal` |
| `float`, perhaps with other numbers | `Float64` | `Float64` |
| `bool` | `Boolean` | `boolean` |
| `date` | `Date` | `datetime64[s]` |
| `datetime`, all with a zone or none | `Datetime` | `datetime64[us]` |
| IRIs and texts of which at most half are different | `Categorical` | `category` |
| all else | `String` | `str` |

Numbers with more digits than a type has room for are texts, digit by digit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal

from azru_kg.errors import MissingExtra
from azru_kg.rdf.native import Value

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

ColumnKind = Literal[
    "integer", "decimal", "float", "boolean", "date", "moment", "zoned", "category", "text"
]

_DIGITS = 38
_LARGEST = 2**63 - 1


@dataclass(frozen=True, slots=True)
class FrameColumn:
    """The values of a column, all of one kind; `places` is how many decimals the longest has."""

    kind: ColumnKind
    values: Sequence[Any]
    places: int = 0


def make_polars(
    columns: Mapping[str, Sequence[Value | None]], *, categories: bool = True
) -> pl.DataFrame:
    """Return columns, by their names, as a frame of polars; its texts may be in categories."""
    import polars as pl

    types: dict[ColumnKind, Any] = {
        "integer": pl.Int64,
        "float": pl.Float64,
        "boolean": pl.Boolean,
        "date": pl.Date,
        "moment": pl.Datetime("us"),
        "zoned": pl.Datetime("us", "UTC"),
        "category": pl.Categorical if categories else pl.String,
        "text": pl.String,
    }
    series = []
    for name, values in columns.items():
        column = read_column(values)
        known = types.get(column.kind) or pl.Decimal(_DIGITS, column.places)
        series.append(pl.Series(name, column.values, dtype=known))
    return pl.DataFrame(series)


def make_pandas(columns: Mapping[str, Sequence[Value | None]]) -> pd.DataFrame:
    """Return columns as a frame of pandas; raise MissingExtra where it is not installed."""
    try:
        import pandas as pd
    except ImportError as error:
        raise MissingExtra(
            "pandas is not installed. Install it with pip install 'azru-kg[pandas]', or take the"
            " frame of polars: .frame()"
        ) from error
    types: dict[ColumnKind, Any] = {
        "integer": "Int64",
        "decimal": "object",
        "float": "Float64",
        "boolean": "boolean",
        "date": "datetime64[s]",
        "moment": "datetime64[us]",
        "zoned": "datetime64[us, UTC]",
        "category": "category",
        "text": "str",
    }
    series = {}
    for name, values in columns.items():
        column = read_column(values)
        series[name] = pd.Series(list(column.values), dtype=types[column.kind])
    return pd.DataFrame(series, columns=list(columns))


def read_column(values: Sequence[Any]) -> FrameColumn:
    """Return the column that some values make.

    >>> read_column([Decimal("2.50"), None, 3])
    FrameColumn(kind='decimal', values=[Decimal('2.50'), None, Decimal('3')], places=2)
    """
    kinds = {_sort(value) for value in values if value is not None}
    if kinds == {"integer"} and all(
        value is None or -_LARGEST <= value <= _LARGEST for value in values
    ):
        return FrameColumn("integer", values)
    if kinds and kinds <= {"integer", "decimal"}:
        column = _read_decimals(values)
        if column is not None:
            return column
    elif kinds and kinds <= {"integer", "decimal", "float"}:
        numbers = [None if value is None else float(value) for value in values]
        return FrameColumn("float", numbers)
    elif len(kinds) == 1:
        (kind,) = kinds
        match kind:
            case "boolean" | "date" | "moment":
                return FrameColumn(kind, values)
            case "zoned":
                return FrameColumn(kind, [_move(value) for value in values])
            case _:
                pass
    return _read_texts(values)


def _sort(value: Value) -> ColumnKind:
    match value:
        case bool():
            return "boolean"
        case int():
            return "integer"
        case Decimal():
            return "decimal"
        case float():
            return "float"
        case datetime():
            return "moment" if value.tzinfo is None else "zoned"
        case date():
            return "date"
        case _:
            return "text"


def _read_decimals(values: Sequence[Any]) -> FrameColumn | None:
    """Return a column of decimals, or None where they have more digits than it has room for."""
    numbers = [None if value is None else Decimal(value) for value in values]
    known = [number for number in numbers if number is not None]
    places = max(max(0, -_exponent(number)) for number in known)
    whole = max(max(0, number.adjusted() + 1) if number else 0 for number in known)
    if places + whole > _DIGITS:
        return None
    return FrameColumn("decimal", numbers, places)


def _exponent(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0


def _move(value: Any) -> datetime | None:
    return value.astimezone(UTC) if isinstance(value, datetime) else None


def _read_texts(values: Sequence[Value | None]) -> FrameColumn:
    texts = [None if value is None else _say(value) for value in values]
    known = [text for text in texts if text is not None]
    repeat = bool(known) and 2 * len(set(known)) <= len(known)
    return FrameColumn("category" if repeat else "text", texts)


def _say(value: Value) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value)
