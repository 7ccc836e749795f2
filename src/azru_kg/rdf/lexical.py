"""Tells whether a text is in the lexical space of a datatype of XSD 1.1.

rdflib asks Python, which has other numbers and fewer dates: it reads `1_000`, `١` and ` 1`, and has
neither year 0 nor 10000 nor 24:00:00. RDF 1.1 takes the lexical forms as they are, without the
trimming of blanks that an XML document gets.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache

from azru_kg.rdf.prefixes import PREFIXES

XSD = PREFIXES["xsd"]

_YEAR = r"(?P<year>-?(?:[1-9][0-9]{3,}|0[0-9]{3}))"
_MONTH = r"(?P<month>0[1-9]|1[0-2])"
_DAY = r"(?P<day>0[1-9]|[12][0-9]|3[01])"
_CLOCK = (
    r"(?:(?P<hour>[01][0-9]|2[0-3]):(?P<minute>[0-5][0-9]):(?P<second>[0-5][0-9](?:\.[0-9]+)?)"
    r"|(?P<midnight>24:00:00(?:\.0+)?))"
)
_ZONE = r"(?P<zone>Z|[+-](?:(?:0[0-9]|1[0-3]):[0-5][0-9]|14:00))"
_DATE = rf"{_YEAR}-{_MONTH}-{_DAY}"
_MONTHS = r"(?:[0-9]+Y(?:[0-9]+M)?|[0-9]+M)"
_TIMES = r"T(?=[0-9])(?:[0-9]+H)?(?:[0-9]+M)?(?:[0-9]+(?:\.[0-9]+)?S)?"
_DAYS = rf"(?:[0-9]+D(?:{_TIMES})?|{_TIMES})"
_NUMBER = r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)"
_FLOAT = rf"{_NUMBER}(?:[eE][+-]?[0-9]+)?|[+-]?INF|NaN"
_BASE64 = "[A-Za-z0-9+/]"
_NAME_START = (
    "A-Z_a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d"
    "\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_NAME = _NAME_START + "0-9.\u00b7\u0300-\u036f\u203f-\u2040-"
_TOKEN = r"(?:[^\t\n\r ]+(?: [^\t\n\r ]+)*)?"  # noqa: S105 — a token of XSD, not of a login

_FORMS: Mapping[str, re.Pattern[str]] = {
    name: re.compile(form, re.ASCII if form.isascii() else 0)
    for name, form in {
        "boolean": "true|false|1|0",
        "decimal": _NUMBER,
        "double": _FLOAT,
        "float": _FLOAT,
        "date": f"{_DATE}{_ZONE}?",
        "time": f"{_CLOCK}{_ZONE}?",
        "dateTime": f"{_DATE}T{_CLOCK}{_ZONE}?",
        "dateTimeStamp": f"{_DATE}T{_CLOCK}{_ZONE}",
        "gYear": f"{_YEAR}{_ZONE}?",
        "gYearMonth": f"{_YEAR}-{_MONTH}{_ZONE}?",
        "gMonth": f"--{_MONTH}{_ZONE}?",
        "gMonthDay": f"--{_MONTH}-{_DAY}{_ZONE}?",
        "gDay": f"---{_DAY}{_ZONE}?",
        "duration": f"-?P(?:{_MONTHS}(?:{_DAYS})?|{_DAYS})",
        "yearMonthDuration": f"-?P{_MONTHS}",
        "dayTimeDuration": f"-?P{_DAYS}",
        "hexBinary": "(?:[0-9A-Fa-f]{2})*",
        "base64Binary": (
            rf"(?:(?:{_BASE64} ?){{4}})*"
            rf"(?:(?:{_BASE64} ?){{3}}{_BASE64}|(?:{_BASE64} ?){{2}}[AEIMQUYcgkosw048] ?="
            rf"|{_BASE64} ?[AQgw] ?= ?=)?"
        ),
        "normalizedString": r"[^\t\n\r]*",
        "token": _TOKEN,
        "language": "[a-zA-Z]{1,8}(?:-[a-zA-Z0-9]{1,8})*",
        "NMTOKEN": f"[:{_NAME}]+",
        "Name": f"[:{_NAME_START}][:{_NAME}]*",
        "NCName": f"[{_NAME_START}][{_NAME}]*",
    }.items()
}
_INTEGER = re.compile(r"[+-]?[0-9]+", re.ASCII)
_RANGES: Mapping[str, tuple[int | None, int | None]] = {
    "integer": (None, None),
    "nonPositiveInteger": (None, 0),
    "negativeInteger": (None, -1),
    "nonNegativeInteger": (0, None),
    "positiveInteger": (1, None),
    "long": (-(2**63), 2**63 - 1),
    "int": (-(2**31), 2**31 - 1),
    "short": (-(2**15), 2**15 - 1),
    "byte": (-(2**7), 2**7 - 1),
    "unsignedLong": (0, 2**64 - 1),
    "unsignedInt": (0, 2**32 - 1),
    "unsignedShort": (0, 2**16 - 1),
    "unsignedByte": (0, 2**8 - 1),
}
INTEGERS = frozenset(XSD + name for name in _RANGES)
"""The IRIs of xsd:integer and of all datatypes derived from it."""


@lru_cache(maxsize=100_000)
def is_well_typed(text: str, datatype: str) -> bool | None:
    """Return whether a text is of a datatype, by its IRI; None for a datatype that is not of XSD.

    >>> is_well_typed("2024-02-30", XSD + "date"), is_well_typed("-0043-03-15", XSD + "date")
    (False, True)
    """
    if not datatype.startswith(XSD):
        return None
    name = datatype.removeprefix(XSD)
    if name in _RANGES:
        return _is_integer(text, *_RANGES[name])
    form = _FORMS.get(name)
    if form is None:
        return True if name in ("string", "anyURI") else None
    match = form.fullmatch(text)
    return match is not None and _has_day(match)


def match_form(text: str, datatype: str) -> re.Match[str] | None:
    """Return the parts of a date or a time of XSD by name; None where the text is ill-typed."""
    if not is_well_typed(text, datatype):
        return None
    form = _FORMS.get(datatype.removeprefix(XSD))
    return None if form is None else form.fullmatch(text)


def _is_integer(text: str, least: int | None, most: int | None) -> bool:
    if not _INTEGER.fullmatch(text):
        return False
    if least is None and most is None:
        return True
    # Python refuses to make an int of more than 4,300 digits, but not a Decimal.
    number = Decimal(text)
    return (least is None or number >= least) and (most is None or number <= most)


def _has_day(match: re.Match[str]) -> bool:
    """Tell whether the day of a date is one of its month; any form without a day passes."""
    parts: Mapping[str, str] = match.groupdict()
    if "day" not in parts or "month" not in parts:
        return True
    # Without a year, it may be a leap year.
    return int(parts["day"]) <= count_days(parts.get("year", "2000"), int(parts["month"]))


def count_days(year: str, month: int) -> int:
    """Return the number of days of a month; a year is written as XSD does, of any length.

    >>> count_days("0000", 2), count_days("-0001", 2), count_days("12024", 2)
    (29, 28, 29)
    """
    # The calendar repeats itself every 400 years, and so every 10,000.
    cycle = int(year[-4:]) * (-1 if year.startswith("-") else 1) % 400
    return monthrange(2000 + cycle, month)[1]
