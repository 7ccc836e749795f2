"""Writes flat tables as CSV, and says in CSV on the Web (CSVW) what is in it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from azru_kg.errors import DataError
from azru_kg.flat.all_tables import TABLES, find_table
from azru_kg.flat.collection import FlatRow, Value, transpose
from azru_kg.flat.flat_table import SEPARATOR, FlatColumn, FlatTable
from azru_kg.flat.imprint import Imprint
from azru_kg.rdf.prefixes import expand

METADATA = "csv-metadata.json"
"""The name of the file that describes the CSV files beside it; CSVW looks for it."""

CSVM = "application/csvm+json"
"""The media type of that file."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_BYTE_ORDER_MARK = "\ufeff"
_DATATYPES = {
    "thing": "anyURI",
    "text": "string",
    "slot": "string",
    "date": "date",
    "number": "decimal",
    "integer": "integer",
}


def write_csv(table: FlatTable, rows: Sequence[FlatRow], *, spreadsheet: bool = False) -> bytes:
    """Return a table as CSV (RFC 4180) in UTF-8; several values of a cell have ` | ` between.

    With `spreadsheet`, an apostrophe stands before texts that a spreadsheet would take for a
    formula, and a byte order mark before all, so that it reads letters of any script. Raises
    DataError where a value holds what stands between values.
    """
    text = io.StringIO()
    if spreadsheet:
        text.write(_BYTE_ORDER_MARK)
    writer = csv.writer(text)
    writer.writerow(table.names)
    columns = [
        _write_column(table, column, values)
        for column, values in zip(table.columns, transpose(table, rows), strict=True)
    ]
    if spreadsheet:
        columns = [
            [_disarm(column, cell) for cell in cells]
            for column, cells in zip(table.columns, columns, strict=True)
        ]
    writer.writerows(zip(*columns, strict=True))
    return text.getvalue().encode()


def spell_number(number: Decimal) -> str:
    """Return a number without exponent and without zeros at its end.

    >>> spell_number(Decimal("2600000000.50"))
    '2600000000.5'
    """
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def describe_csv(imprint: Imprint) -> dict[str, Any]:
    """Return what the CSV files are, as a table group of CSVW (W3C, Metadata Vocabulary)."""
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "dc:title": imprint.title,
        "dc:license": {"@id": imprint.license},
        "dc:publisher": imprint.publisher,
        "dc:date": {"@value": imprint.issued, "@type": "xsd:date"},
        "schema:version": imprint.version,
        "schema:citation": imprint.cite(),
        "tables": [_describe_table(table) for table in TABLES],
    }


def _write_column(table: FlatTable, column: FlatColumn, values: Sequence[Value]) -> Sequence[str]:
    if column.several:
        for value in values:
            if isinstance(value, tuple) and len(value):
                _check_parts(table, column, value)
        return [SEPARATOR.join(value) if isinstance(value, tuple) else "" for value in values]
    return ["" if value is None else _write_value(value) for value in values]


def _write_value(value: Value) -> str:
    if isinstance(value, Decimal):
        return spell_number(value)
    return value.isoformat() if isinstance(value, date) else str(value)


def _check_parts(table: FlatTable, column: FlatColumn, values: Iterable[str]) -> None:
    for value in values:
        if SEPARATOR in value:
            reason = f"{value!r} holds {SEPARATOR!r}, which stands between values. Write it apart"
            raise DataError(f"{table.name}.{column.name}", reason)


def _disarm(column: FlatColumn, cell: str) -> str:
    text = column.type not in ("number", "integer", "date")
    return f"'{cell}" if text and cell.startswith(_FORMULA) else cell


def _describe_table(table: FlatTable) -> dict[str, Any]:
    columns = [_describe_column(column) for column in table.columns]
    if table.kind:
        columns.append(
            {
                "name": "rdf_type",
                "virtual": True,
                "propertyUrl": expand("rdf:type"),
                "valueUrl": expand(table.kind),
            }
        )
    return {
        "url": f"{table.name}.csv",
        "dc:title": table.title,
        "dc:description": table.row,
        "dialect": {"encoding": "utf-8", "lineTerminators": ["\r\n"]},
        "tableSchema": {
            "aboutUrl": f"{{+{table.columns[0].name}}}",
            "columns": columns,
            "primaryKey": list(table.key),
            "foreignKeys": [
                {
                    "columnReference": [column.name],
                    "reference": {
                        "resource": f"{column.table}.csv",
                        "columnReference": list(find_table(column.table).key),
                    },
                }
                for column in table.columns
                if column.table and not column.several
            ],
        },
    }


def _describe_column(column: FlatColumn) -> dict[str, Any]:
    told: dict[str, Any] = {
        "name": column.name,
        "titles": column.name,
        "dc:description": column.meaning,
        "datatype": _DATATYPES[column.type],
    }
    if column.several:
        told["separator"] = SEPARATOR
    if column.language.isalpha() and len(column.language) == 2:
        told["lang"] = column.language
    if column.stated:
        told["propertyUrl"] = expand(column.term)
        if column.type == "thing" and not column.several:
            told["valueUrl"] = f"{{+{column.name}}}"
    else:
        told["suppressOutput"] = True
    return told
