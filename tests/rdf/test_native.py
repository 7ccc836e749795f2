"""Terms as values of Python and back: nothing is lost, and nothing bent."""

from __future__ import annotations

import pickle
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st

from azru_kg.errors import BadBinding
from azru_kg.rdf.lexical import XSD
from azru_kg.rdf.native import (
    IRI,
    BlankNode,
    LangString,
    TypedLiteral,
    YearOrMonth,
    iri,
    to_term,
    to_value,
)

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))


def literal(text: str, name: str) -> ox.Literal:
    return ox.Literal(text, datatype=ox.NamedNode(f"{XSD}{name}"))


@pytest.mark.parametrize(
    ("term", "value"),
    [
        (literal("007", "integer"), 7),
        (literal("7", "unsignedByte"), 7),
        (literal("2.50", "decimal"), Decimal("2.50")),
        (literal("1e3", "double"), 1000.0),
        (literal("-INF", "float"), float("-inf")),
        (literal("1", "boolean"), True),
        (literal("2024-01-22", "date"), date(2024, 1, 22)),
        (literal("2024-01-22T10:00:00.5", "dateTime"), datetime(2024, 1, 22, 10, 0, 0, 500_000)),
        (literal("2024-01-22T10:00:00Z", "dateTime"), datetime(2024, 1, 22, 10, tzinfo=UTC)),
        (literal("2023", "gYear"), YearOrMonth("2023")),
        (literal("2023-05", "gYearMonth"), YearOrMonth("2023-05")),
        (ox.Literal("a"), "a"),
        (ox.Literal("a", language="az"), LangString("a", "az")),
        (ox.NamedNode("urn:x"), IRI("urn:x")),
        (ox.BlankNode("b"), BlankNode("b")),
        (None, None),
    ],
)
def test_a_term_is_a_value_of_its_type(term: Any, value: object) -> None:
    found = to_value(term)
    assert (type(found), found) == (type(value), value)
    assert getattr(found, "language", None) == getattr(value, "language", None)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("2024-01-22Z", "date"),
        ("2024-02-30", "date"),
        ("-0043-03-15", "date"),
        ("12024-01-01", "date"),
        ("2024-01-22T24:00:00", "dateTime"),
        ("2024-01-22T10:00:00.1234567", "dateTime"),
        ("0000", "gYear"),
        ("2023Z", "gYear"),
        ("twelve", "integer"),
        ("9" * 5000, "integer"),
        ("P1D", "duration"),
    ],
)
def test_what_python_cannot_hold_is_kept_as_it_is_written(text: str, name: str) -> None:
    found = to_value(literal(text, name))
    assert isinstance(found, TypedLiteral)
    assert (str(found), found.datatype) == (text, f"{XSD}{name}")
    assert to_term(found) == literal(text, name)


@given(
    st.integers()
    | st.decimals(allow_nan=False, allow_infinity=False)
    | st.floats(allow_nan=False)
    | st.booleans()
    | st.dates()
    | st.datetimes(timezones=st.none() | st.just(UTC) | st.just(timezone(timedelta(hours=4))))
    | TEXTS
    | st.builds(LangString, TEXTS, st.sampled_from(["az", "ru", "en-gb"]))
    | st.builds(IRI, st.from_regex(r"\Aurn:[a-z]{1,8}\Z"))
)
def test_a_value_comes_back_from_its_term(value: Any) -> None:
    found = to_value(to_term(value))
    assert (type(found), found) == (type(value), value)
    assert getattr(found, "language", None) == getattr(value, "language", None)


@pytest.mark.parametrize(
    ("value", "term"),
    [
        (rdflib.URIRef("urn:x"), ox.NamedNode("urn:x")),
        (rdflib.Literal("a", lang="az"), ox.Literal("a", language="az")),
        (rdflib.Literal(5), ox.Literal(5)),
        (np.int64(5), ox.Literal(5)),
        (np.float32(0.5), ox.Literal(0.5)),
        (pd.Timestamp("2024-01-22"), literal("2024-01-22T00:00:00", "dateTime")),
    ],
)
def test_values_of_other_libraries_are_terms_too(value: object, term: ox.Literal) -> None:
    assert to_term(value) == term


@pytest.mark.parametrize(
    "value",
    [
        object(),
        b"bytes",
        [],
        {},
        1j,
        Fraction(1, 3),
        Decimal("NaN"),
        BlankNode("b"),
        rdflib.BNode("b"),
        "\ud800",
        IRI("no iri"),
        IRI("urn:x> } #"),
        LangString("a", "en> #"),
        TypedLiteral("a", "no iri"),
        pd.NaT,
        10**5000,
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_is_no_term_is_refused_with_what_is(value: object) -> None:
    with pytest.raises(BadBinding, match=r"makes no term of RDF|A query takes no"):
        to_term(value)


def test_a_name_is_an_iri_by_its_prefix_or_in_full() -> None:
    full = "https://w3id.org/azru-kg/id/country/AZ"
    assert iri("country:AZ") == iri(full) == IRI(full)
    assert iri("urn:mine") == "urn:mine"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Baku", "Write it in full"),
        ("contry:A Z", "Did you mean country:…?"),
        ("", "is no IRI"),
        ("http://a b", "is no IRI"),
    ],
)
def test_what_is_no_name_is_told_how_to_write_one(name: str, said: str) -> None:
    with pytest.raises(BadBinding, match=said):
        iri(name)


@pytest.mark.parametrize("text", ["23", "2023-13", "0000", "2023-05-01", "²023"])
def test_no_other_text_is_a_year_or_a_month(text: str) -> None:
    with pytest.raises(BadBinding, match="Write 2023 or 2023-05"):
        YearOrMonth(text)


def test_years_and_months_stand_in_the_order_of_time() -> None:
    months = [YearOrMonth(text) for text in ("2023-05", "2022", "2023-04", "2023")]
    assert sorted(months) == ["2022", "2023", "2023-04", "2023-05"]
    assert (months[0].year, months[0].month, months[1].month) == (2023, 5, None)


@pytest.mark.parametrize(
    "value",
    [
        IRI("urn:x"),
        LangString("a", "az"),
        TypedLiteral("P1D", f"{XSD}duration"),
        YearOrMonth("2023"),
    ],
)
def test_a_value_can_be_stored_and_says_what_it_is(value: str) -> None:
    again = pickle.loads(pickle.dumps(value))  # noqa: S301 - what was pickled here
    assert repr(again) == repr(value)
    assert type(again) is type(value)
