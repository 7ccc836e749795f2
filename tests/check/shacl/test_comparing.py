from __future__ import annotations

import pytest
from rdflib import XSD, BNode, Literal, URIRef
from rdflib.term import Node

from azru_kg.check.shacl.comparing import compare
from azru_kg.rdf.rdflib_terms import without_complaints


def _write(text: str, datatype: URIRef | None = None, language: str | None = None) -> Literal:
    with without_complaints():
        return Literal(text, datatype=datatype, lang=language, normalize=False)


@pytest.mark.parametrize(
    ("one", "other", "order"),
    [
        (_write("2", XSD.integer), _write("10", XSD.decimal), -1),
        (_write("1.0", XSD.decimal), _write("1", XSD.double), 0),
        (_write("9" * 5_000, XSD.integer), _write("1", XSD.integer), 1),
        (_write("INF", XSD.double), _write("1", XSD.integer), 1),
        (_write("NaN", XSD.double), _write("1", XSD.integer), None),
        (_write("a"), _write("b", XSD.string), -1),
        (_write("a", language="en"), _write("b"), None),
        (_write("a", language="en"), _write("b", language="en"), None),
        (_write("false", XSD.boolean), _write("1", XSD.boolean), -1),
        (_write("2024-01-01", XSD.date), _write("2024-01-02", XSD.date), -1),
        (_write("-0044-01-01", XSD.date), _write("0044-01-01", XSD.date), -1),
        (_write("2024-01-01", XSD.date), _write("2024-01-01T00:00:00", XSD.dateTime), None),
        (_write("2024-01-01", XSD.date), _write("5", XSD.integer), None),
        (_write("2024-02-30", XSD.date), _write("2024-01-01", XSD.date), None),
        (_write("P1Y", XSD.yearMonthDuration), _write("P13M", XSD.yearMonthDuration), -1),
        (_write("-P1D", XSD.dayTimeDuration), _write("PT1S", XSD.dayTimeDuration), -1),
        (_write("P1Y", XSD.duration), _write("P12M", XSD.duration), None),
        (_write("a", URIRef("http://example.org/own")), _write("a"), None),
        (BNode("b"), _write("1", XSD.integer), None),
        (URIRef("http://example.org/a"), URIRef("http://example.org/b"), None),
    ],
)
def test_values_have_the_order_of_sparql_or_none(one: Node, other: Node, order: int | None) -> None:
    assert compare(one, other) == order
    assert compare(other, one) == (None if order is None else -order)
