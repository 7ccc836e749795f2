"""What a cell of a sheet may hold: ids, texts, codes, dates and numbers."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Annotated

from pydantic import BeforeValidator, Field

from azru_kg.intake.sheets.dates import PartialDate, parse_date

_ID = r"^[a-z0-9]+(-[a-z0-9]+)*$"
_CODE = r"^[A-Z]{2}$"
_LANGUAGE = r"^[a-z]{2}$"
_THING = r"^[a-z]+:[A-Za-z0-9]+(-[a-z0-9]+)*$"
_ADDRESS = r"^https?://[^\s<>\"{}|\\^`]+$"
FORMS = {
    _ID: "id. Write small Latin letters and digits, parted by single hyphens: ilham-aliyev",
    _CODE: "code of a country. Write its two capital letters of ISO 3166-1: AZ",
    _THING: "name of a thing. Write its kind and its id: project:samur-bridge",
    _LANGUAGE: "code of a language. Write its two small letters of ISO 639-1: az",
    _ADDRESS: "address of a page. Write it whole: https://example.org/news/1",
}
"""What a text that does not match a pattern is not, and how it should be written."""

_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")


def _read_date(value: object) -> object:
    if value is None or isinstance(value, PartialDate):
        return value
    if not isinstance(value, str):
        raise ValueError(f"{value} is no text. Put a date in quotes")
    return parse_date(value)


def _read_decimal(value: object) -> object:
    if value is None or isinstance(value, Decimal):
        return value
    if not isinstance(value, str) or not _NUMBER.fullmatch(value):
        shown = repr(value)[:80]
        raise ValueError(f"{shown} is no number. Write digits with a point, and no unit: 2.6")
    return Decimal(value)


Slug = Annotated[str, Field(pattern=_ID, max_length=120)]
Text = Annotated[str, Field(min_length=1, max_length=2000)]
Name = Annotated[str, Field(min_length=1, max_length=300)]
Code = Annotated[str, Field(pattern=_CODE)]
Date = Annotated[PartialDate, BeforeValidator(_read_date)]
Number = Annotated[
    Decimal, BeforeValidator(_read_decimal), Field(allow_inf_nan=False, max_digits=30)
]
SourceId = Slug
Language = Annotated[str, Field(pattern=_LANGUAGE)]
Address = Annotated[str, Field(pattern=_ADDRESS, max_length=2000)]
Thing = Annotated[str, Field(pattern=_THING, max_length=140)]
Printed = Annotated[str, Field(min_length=1, max_length=40)]
"""What a page prints: a figure, a date or a name, and never a clause."""
