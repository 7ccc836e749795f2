"""Rows of an answer: by name, by position, as often as one likes."""

from __future__ import annotations

from decimal import Decimal

import pyoxigraph as ox
import pytest

from azru_kg.api.result_rows import AskedQuery, ResultRows
from azru_kg.engine.fetched import Fetched
from azru_kg.errors import AzruError, NoColumn
from azru_kg.rdf.native import IRI

AZ = ox.NamedNode("https://w3id.org/azru-kg/id/country/AZ")


@pytest.fixture
def rows() -> ResultRows:
    number = ox.Literal("2.50", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#decimal"))
    terms = ((AZ, number), (ox.NamedNode("urn:x"), None))
    return ResultRows(
        AskedQuery("SELECT …"), Fetched(("country", "value"), terms, hints=("a hint",))
    )


def test_a_row_has_its_values_by_name_and_by_position(rows: ResultRows) -> None:
    first = rows[0]
    assert first["country"] == first[0] == IRI(AZ.value)
    assert first["value"] == first[-1] == Decimal("2.50")
    country, value = first
    assert (country, value) == (AZ.value, Decimal("2.50"))
    assert first[:1] == (AZ.value,)
    assert first.asdict() == {"country": AZ.value, "value": Decimal("2.50")}
    assert first.terms[1] == rows.terms[0][1]


def test_rows_can_be_gone_over_twice_and_cut(rows: ResultRows) -> None:
    assert [row["value"] for row in rows] == [row["value"] for row in rows]
    assert len(rows[1:]) == 1
    assert rows[1:][0] == rows[-1] == rows[1]
    assert rows["value"] == [Decimal("2.50"), None]
    assert rows.records()[1] == {"country": "urn:x", "value": None}
    with pytest.raises(IndexError):
        rows[2]


def test_a_misspelt_column_is_told(rows: ResultRows) -> None:
    for wrong in (lambda: rows[0]["valeu"], lambda: rows["valeu"]):
        with pytest.raises(NoColumn, match=r"Did you mean value\?") as caught:
            wrong()
        assert isinstance(caught.value, AzruError)
        assert isinstance(caught.value, LookupError)


def test_rows_show_themselves_as_a_table(rows: ResultRows) -> None:
    assert repr(rows) == (
        "2 rows:\ncountry     value\n----------  -----\ncountry:AZ   2.50\nurn:x\nnote: a hint"
    )
    assert repr(rows[0]) == f"<ResultRow country={IRI(AZ.value)!r}, value=Decimal('2.50')>"


def test_of_many_and_wide_rows_some_are_shown() -> None:
    terms = tuple((ox.Literal("a" * 90), *[ox.Literal(1)] * 20) for _ in range(30))
    shown = repr(ResultRows(AskedQuery(""), Fetched(tuple(f"c{n}" for n in range(21)), terms)))
    assert shown.startswith("30 rows, the first 10:\n")
    assert "and the columns c8, c9, " in shown
    assert max(map(len, shown.splitlines()[:-1])) < 100


def test_an_answer_without_rows_still_has_its_columns() -> None:
    rows = ResultRows(AskedQuery(""), Fetched(("a", "b"), ()))
    assert (len(rows), rows.names, rows["b"]) == (0, ("a", "b"), [])
    assert repr(rows).startswith("0 rows:\na  b")
    assert not rows


def test_rows_equal_others_of_the_same_terms(rows: ResultRows) -> None:
    same = ResultRows(AskedQuery("another"), Fetched(rows.names, rows.terms))
    assert rows == same
    assert rows[0] == same[0]
    assert len({*rows, *same}) == 2
    assert rows != rows[:1]
    assert rows != []
