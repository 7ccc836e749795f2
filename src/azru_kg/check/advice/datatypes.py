"""Writes a literal anew, so that it is of the datatype that it should have been of."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal, InvalidOperation

from rdflib import RDF, XSD, Literal

from azru_kg.rdf.prefixes import shorten
from azru_kg.rdf.rdflib_terms import without_complaints

_LANGUAGE_TEXT = str(RDF.langString)
_PLAIN = {_LANGUAGE_TEXT: "a text with a language tag", str(XSD.string): "a plain string"}
_EXAMPLES = {
    str(XSD.date): '"2024-01-22"^^xsd:date',
    str(XSD.decimal): "19.0",
    str(XSD.integer): "19",
    str(XSD.boolean): "true",
    str(XSD.anyURI): '"https://example.org/"^^xsd:anyURI',
    str(XSD.dateTime): '"2024-01-22T10:00:00Z"^^xsd:dateTime',
    str(XSD.gYear): '"2024"^^xsd:gYear',
    str(XSD.double): "1.9e1",
}


def rewrite(literal: Literal, datatype: str) -> Literal | None:
    """Return what a literal says as one of a datatype, or None where it does not say it.

    >>> rewrite(Literal("19", datatype=XSD.integer), str(XSD.decimal))
    rdflib.term.Literal('19.0', datatype=rdflib.term.URIRef('http://www.w3.org/2001/XMLSchema#decimal'))
    """
    text = str(literal).strip()
    if datatype == _LANGUAGE_TEXT and literal.language:
        return None
    if datatype == _LANGUAGE_TEXT:
        # Only the writer knows the language of a text; of plain letters it is likely English.
        return Literal(str(literal), lang="en") if str(literal).isascii() else None
    if datatype == str(XSD.string):
        return Literal(str(literal), datatype=datatype)
    change = _CHANGES.get(datatype, str)
    try:
        changed = change(text)
    except (InvalidOperation, ValueError):
        return None
    with without_complaints():
        made = Literal(changed, datatype=datatype, normalize=False)
    unchanged = changed == str(literal) and datatype == str(literal.datatype)
    return None if made.ill_typed or unchanged else made


def describe_datatype(datatype: str) -> str:
    """Return what a literal of a datatype looks like.

    >>> describe_datatype(str(XSD.date))
    'an `xsd:date` such as `"2024-01-22"^^xsd:date`'
    """
    if plain := _PLAIN.get(datatype):
        return plain
    name = shorten(datatype)
    kind = f"an `{name}`" if name.startswith("xsd:") else f"a literal of the datatype `{name}`"
    example = _EXAMPLES.get(datatype)
    return f"{kind} such as `{example}`" if example else kind


def _to_decimal(text: str) -> str:
    number = Decimal(text)
    if not number.is_finite() or abs(number.adjusted()) > 40:
        raise ValueError(text)
    plain = f"{number:f}"
    return plain if "." in plain else f"{plain}.0"


def _to_integer(text: str) -> str:
    number = Decimal(text)
    if not number.is_finite() or abs(number.adjusted()) > 40 or number != int(number):
        raise ValueError(text)
    return str(int(number))


def _to_date(text: str) -> str:
    date = re.match(r"\d{4}-\d{2}-\d{2}(?=T|$|Z)", text)
    if not date:
        raise ValueError(text)
    return date[0]


_CHANGES: dict[str, Callable[[str], str]] = {
    str(XSD.decimal): _to_decimal,
    str(XSD.integer): _to_integer,
    str(XSD.date): _to_date,
}
