"""Columns of frames have the type of their values, and nothing is rounded."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import polars as pl
import pyoxigraph as ox
import pytest

from azru_kg.rdf.frames import make_polars
from azru_kg.rdf.native import to_value
from azru_kg.rdf.prefixes import PREFIXES


def make(text: str, datatype: str) -> ox.Literal:
    return ox.Literal(text, datatype=ox.NamedNode(f"{PREFIXES['xsd']}{datatype}"))


def frame(*terms: ox.NamedNode | ox.Literal | None) -> pl.Series:
    return make_polars({"x": [to_value(term) for term in terms]}, categories=False)["x"]


LONG = "123456789012345678901234567890.12345678"


@pytest.mark.parametrize(
    ("terms", "dtype", "values"),
    [
        ([make("5", "integer"), None, make("-7", "int")], pl.Int64, [5, None, -7]),
        (
            [make("2600000000.0", "decimal"), make("0.25", "decimal"), make("3", "integer")],
            pl.Decimal(38, 2),
            [Decimal("2600000000.0"), Decimal("0.25"), Decimal("3")],
        ),
        ([make(LONG, "decimal")], pl.Decimal(38, 8), [Decimal(LONG)]),
        ([make("1" * 39, "integer")], pl.String, ["1" * 39]),
        ([make(str(2**63), "integer")], pl.Decimal(38, 0), [Decimal(2**63)]),
        ([make("1.5", "double"), make("1", "integer")], pl.Float64, [1.5, 1.0]),
        ([make("INF", "double")], pl.Float64, [float("inf")]),
        ([make("2023-12-31", "date"), None], pl.Date, [date(2023, 12, 31), None]),
        ([make("-0044-03-15", "date")], pl.String, ["-0044-03-15"]),
        ([make("true", "boolean"), make("0", "boolean")], pl.Boolean, [True, False]),
        (
            [make("2024-01-22T10:00:00+04:00", "dateTime")],
            pl.Datetime("us", "UTC"),
            [datetime(2024, 1, 22, 6, tzinfo=UTC)],
        ),
        ([make("2023", "gYear")], pl.String, ["2023"]),
        ([ox.Literal("Bakı", language="az")], pl.String, ["Bakı"]),
        ([ox.NamedNode("urn:a"), make("5", "integer")], pl.String, ["urn:a", "5"]),
        ([make("five", "integer")], pl.String, ["five"]),
        ([None], pl.String, [None]),
    ],
)
def test_a_column_has_the_type_of_all_its_values(
    terms: list[Any], dtype: Any, values: list[Any]
) -> None:
    series = frame(*terms)
    assert series.dtype == dtype
    assert series.to_list() == values


def test_an_answer_without_rows_has_its_columns() -> None:
    assert make_polars({"a": [], "b": []}).shape == (0, 2)
