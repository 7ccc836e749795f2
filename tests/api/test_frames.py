"""Frames: exact numbers, days, categories; the same in polars and pandas."""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pandas as pd
import polars as pl
import pyoxigraph as ox
import pytest

from azru_kg.api.result_rows import AskedQuery, ResultRows
from azru_kg.engine.fetched import Fetched
from azru_kg.errors import BadBinding, MissingExtra
from azru_kg.rdf.native import to_term

CASES: list[tuple[list[Any], Any, str]] = [
    ([1, None, 3], pl.Int64, "Int64"),
    ([Decimal("2.50"), 3, None], pl.Decimal(38, 2), "object"),
    ([0.5, 1, Decimal(2)], pl.Float64, "Float64"),
    ([True, None], pl.Boolean, "boolean"),
    ([date(2024, 1, 22), None, date(1900, 1, 1)], pl.Date, "datetime64[s]"),
    ([datetime(2024, 1, 22, 10)], pl.Datetime("us"), "datetime64[us]"),
    ([datetime(2024, 1, 22, 10, tzinfo=UTC)], pl.Datetime("us", "UTC"), "datetime64[us, UTC]"),
    (["a", "a", "b", "b"], pl.Categorical(), "category"),
    (["a", "b", "c"], pl.String, "str"),
    ([1, "a"], pl.String, "str"),
    ([2**63], pl.Decimal(38, 0), "object"),
    ([10**38], pl.String, "str"),
    ([Decimal(10) ** 40, Decimal("0.1")], pl.String, "str"),
    ([None, None], pl.String, "str"),
    ([], pl.String, "str"),
]


def make(values: list[Any]) -> ResultRows:
    terms = [None if value is None else to_term(value) for value in values]
    return ResultRows(AskedQuery(""), Fetched(("x",), tuple((term,) for term in terms)))


@pytest.mark.parametrize(("values", "kind", "name"), CASES)
def test_a_column_has_the_type_of_its_values(values: list[Any], kind: Any, name: str) -> None:
    rows = make(values)
    assert rows.frame().schema["x"] == kind
    assert str(rows.frame("pandas")["x"].dtype) == name
    assert len(rows.frame()) == len(rows.pandas()) == len(values)


def test_no_digit_of_a_number_is_lost() -> None:
    rows = make([Decimal("4300000000.01"), Decimal("0.1")])
    assert rows.frame()["x"].to_list() == [Decimal("4300000000.01"), Decimal("0.10")]
    assert rows.pandas()["x"].tolist() == [Decimal("4300000000.01"), Decimal("0.1")]
    assert rows.pandas()["x"].sum() == Decimal("4300000000.11")


def test_a_long_number_is_a_text_digit_by_digit() -> None:
    long = "1" * 50 + ".5"
    assert make([Decimal(long)]).frame()["x"].to_list() == [long]


def test_iris_are_texts_and_languages_are_left_out() -> None:
    fetched = Fetched(("x",), ((ox.NamedNode("urn:x"),), (ox.Literal("a", language="az"),)))
    assert ResultRows(AskedQuery(""), fetched).frame()["x"].to_list() == ["urn:x", "a"]


def test_both_frames_have_the_same_values() -> None:
    for values, _, _ in CASES:
        one, other = make(values).frame()["x"].to_list(), make(values).pandas()["x"].tolist()
        assert [value for value in one if value is not None] == [
            value.date() if isinstance(kept, date) and not isinstance(kept, datetime) else value
            for value, kept in ((value, kept) for value, kept in zip(other, one, strict=True))
            if kept is not None
        ]


def test_columns_keep_their_order_and_no_rows_their_columns() -> None:
    rows = ResultRows(AskedQuery(""), Fetched(("b", "a"), ()))
    assert rows.frame().columns == ["b", "a"] == list(rows.pandas().columns)


def test_a_library_that_is_not_there_is_told_how_to_get(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(MissingExtra, match=r"pip install 'azru-kg\[pandas\]'"):
        make([1]).pandas()


def test_another_library_is_refused() -> None:
    with pytest.raises(BadBinding, match="'polars' and 'pandas'"):
        make([1]).frame("arrow")  # type: ignore[call-overload]


def test_pandas_frames_are_of_pandas() -> None:
    assert isinstance(make([1]).pandas(), pd.DataFrame)
