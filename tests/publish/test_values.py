from __future__ import annotations

import pyoxigraph as ox
import pytest

from azru_kg.publish.values import to_values

GEO = "http://www.opengis.net/ont/geosparql#wktLiteral"
VIRTUOSO = "http://www.openlinksw.com/schemas/virtrdf#Geometry"
XSD = "http://www.w3.org/2001/XMLSchema#"


def say(text: str, datatype: str) -> frozenset[bytes]:
    node = ox.NamedNode("urn:ex:a")
    return to_values([ox.Triple(node, node, ox.Literal(text, datatype=ox.NamedNode(datatype)))])


@pytest.mark.parametrize(
    ("text", "other", "datatype", "its"),
    [
        ("678046.0", "678046", f"{XSD}decimal", f"{XSD}decimal"),
        ("POINT(72.84 18.95)", "POINT(72.839996337891 18.950000762939)", GEO, VIRTUOSO),
        ("POINT(-0.5 40)", "POINT(-0.5 40.000000000000)", GEO, VIRTUOSO),
    ],
)
def test_one_value_in_two_spellings_is_one(text: str, other: str, datatype: str, its: str) -> None:
    assert say(text, datatype) == say(other, its)


@pytest.mark.parametrize(
    ("text", "other", "datatype"),
    [
        ("1.10", "1.01", f"{XSD}decimal"),
        ("POINT(72.84 18.95)", "POINT(72.85 18.95)", GEO),
        ("a", "A", f"{XSD}string"),
        ("2024-01-31", "2024-01-30", f"{XSD}date"),
    ],
)
def test_two_values_are_two(text: str, other: str, datatype: str) -> None:
    assert say(text, datatype) != say(other, datatype)
