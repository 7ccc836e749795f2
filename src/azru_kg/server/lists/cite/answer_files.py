"""Writes the rows of an answer as files: CSV, JSON, Parquet."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, Final

import pyoxigraph as ox

from azru_kg.rdf.formats import Format
from azru_kg.rdf.frames import make_polars
from azru_kg.rdf.native import to_value
from azru_kg.rdf.oxigraph_terms import AnyTerm
from azru_kg.rdf.prefixes import PREFIXES
from azru_kg.server.lists.cite.answered import AnswerTable

PARQUET: Final = Format("parquet", "Parquet", "page", "application/vnd.apache.parquet", "parquet")
"""Rows in columns with types of their own, as data frames read them."""

_XSD: Final = PREFIXES["xsd"]
_NUMBERS: Final = {f"{_XSD}{name}" for name in ("integer", "decimal", "double", "float")}
_BOOLEAN: Final = f"{_XSD}boolean"
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
_MARK: Final = "\ufeff"


def write_csv(table: AnswerTable, *, excel: bool = False) -> str:
    """Return rows as CSV; for Excel, with a mark of its coding and without formulas.

    A text that begins like a formula gets an apostrophe before it: it is shown, and not run.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(table.columns)
    write = _write_safely if excel else _write
    writer.writerows([write(term) for term in row] for row in table.rows)
    return f"{_MARK if excel else ''}{text.getvalue()}"


def write_json(table: AnswerTable, about: Mapping[str, object]) -> str:
    """Return rows as JSON, an object each, behind what is said `about` them.

    What has no value is left out.
    """
    document = {
        **about,
        "total": table.total,
        "offset": table.offset,
        "columns": table.columns,
        "rows": [
            {
                column: _tell(term)
                for column, term in zip(table.columns, row, strict=True)
                if term is not None
            }
            for row in table.rows
        ],
    }
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))


def write_parquet(table: AnswerTable, about: Mapping[str, str]) -> bytes:
    """Return rows as Parquet, with what is said `about` them in the metadata of the file.

    The types of the columns are those of `azru_kg.rdf.frames`.
    """
    file = io.BytesIO()
    columns = {
        name: [to_value(row[at]) for row in table.rows] for at, name in enumerate(table.columns)
    }
    make_polars(columns, categories=False).write_parquet(file, metadata=dict(about))
    return file.getvalue()


def _write(term: AnyTerm | None) -> str:
    """Return a term without what makes it one of its kind: an IRI, or the text of a literal."""
    if term is None:
        return ""
    return term.value if isinstance(term, ox.NamedNode | ox.Literal) else str(term)


def _write_safely(term: AnyTerm | None) -> str:
    text = _write(term)
    if isinstance(term, ox.Literal) and term.datatype.value in _NUMBERS and _read(text) is not None:
        return text
    return f"'{text}" if text.startswith(_FORMULA) else text


def _tell(term: AnyTerm) -> Any:
    text = _write(term)
    if isinstance(term, ox.Literal):
        if term.datatype.value == _BOOLEAN:
            return text in ("true", "1")
        if term.datatype.value in _NUMBERS:
            number = _read(text)
            return text if number is None else number
    return text


def _read(text: str) -> int | float | None:
    """Return a number as JSON has it, or None where it has none for it."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    if not number.is_finite():
        return None
    return (
        int(number)
        if number == number.to_integral_value() and abs(number) < 2**53
        else float(number)
    )
