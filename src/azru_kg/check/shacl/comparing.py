"""Compares two literals by value, as `<` of SPARQL does: many have no order, and that is told.

rdflib puts every literal in an order to every other, which is what ORDER BY asks for. A shape with
sh:lessThan or sh:minInclusive is not content with a value that cannot be compared (SHACL 4.5.3,
4.3).
"""

from __future__ import annotations

import math
import re
from decimal import Decimal
from functools import lru_cache

from rdflib import XSD, Literal
from rdflib.term import Node

from azru_kg.rdf.lexical import INTEGERS, is_well_typed
from azru_kg.rdf.moments import Moment, find_moment, order_moments

_FLOATS = frozenset({str(XSD.double), str(XSD.float)})
_EXACT = INTEGERS | {str(XSD.decimal)}
_SPAN = re.compile(
    r"(?P<minus>-?)P(?:(?P<years>\d+)Y)?(?:(?P<months>\d+)M)?(?:(?P<days>\d+)D)?"
    r"(?:T(?:(?P<hours>\d+)H)?(?:(?P<minutes>\d+)M)?(?:(?P<seconds>[\d.]+)S)?)?"
)
_UNITS = {"years": 12, "months": 1, "days": 86_400, "hours": 3_600, "minutes": 60, "seconds": 1}
_Value = Decimal | float | str | bool | Moment


def compare(one: Node, other: Node) -> int | None:
    """Return -1, 0 or 1 as the first is less, equal or greater; None where they have no order.

    >>> compare(Literal("2"), Literal("10")), compare(Literal(2), Literal("10"))
    (1, None)
    """
    if not (isinstance(one, Literal) and isinstance(other, Literal)):
        return None
    first, second = _find_value(one), _find_value(other)
    if first is None or second is None or first[0] != second[0]:
        return None
    return _order(first[1], second[1])


def _order(one: _Value, other: _Value) -> int | None:
    if isinstance(one, Moment) and isinstance(other, Moment):
        return order_moments(one, other)
    if isinstance(one, float) or isinstance(other, float):
        one, other = float(one), float(other)  # type: ignore[arg-type]
        if math.isnan(one) or math.isnan(other):
            return None
    return (one > other) - (one < other)  # type: ignore[operator]


def _find_value(literal: Literal) -> tuple[str, _Value] | None:
    if literal.language:
        return None
    return _read(str(literal), str(literal.datatype or XSD.string))


@lru_cache(maxsize=100_000)
def _read(text: str, datatype: str) -> tuple[str, _Value] | None:
    """Return what a literal is worth, and the kind of things among which that has an order."""
    if not is_well_typed(text, datatype):
        return None
    if datatype in _EXACT:
        return "number", Decimal(text)
    if datatype in _FLOATS:
        return "number", float(text)
    if datatype == str(XSD.string):
        return "string", text
    if datatype == str(XSD.boolean):
        return "boolean", text in ("true", "1")
    if datatype in (str(XSD.dayTimeDuration), str(XSD.yearMonthDuration)):
        return datatype, _measure(text)
    moment = find_moment(text, datatype)
    kind = str(XSD.dateTime) if datatype == str(XSD.dateTimeStamp) else datatype
    return None if moment is None else (kind, moment)


def _measure(text: str) -> Decimal:
    """Return a duration in months or in seconds, whichever it is of."""
    match = _SPAN.fullmatch(text)
    parts = {} if match is None else match.groupdict()
    length = sum((Decimal(parts.get(unit) or 0) * size for unit, size in _UNITS.items()), Decimal())
    return -length if parts.get("minus") else length
