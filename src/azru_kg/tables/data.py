"""Writes the rows of a list as data: CSV as SPARQL has it, and JSON that says what columns mean."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from math import isfinite
from typing import Any

from azru_kg.tables.rows import Row
from azru_kg.tables.state import State
from azru_kg.tables.table import TableColumn


def write_csv(state: State, rows: Sequence[Row]) -> str:
    """Return rows as CSV, with the bytes that the endpoint sends for the query of the state."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(state.table.names)
    writer.writerows(rows)
    return text.getvalue()


def write_json(state: State, rows: Sequence[Row]) -> str:
    """Return rows as JSON, an object each, with the columns and what was chosen."""
    columns = state.table.columns
    document = {
        "list": state.table.slug,
        "title": state.table.title,
        "description": state.table.lead,
        "chosen": dict(state.pairs()),
        "total": len(rows),
        "columns": [
            {
                "name": column.name,
                "label": column.label,
                "description": column.meaning,
                "type": column.type,
            }
            for column in columns
        ],
        "rows": [
            {
                column.name: _tell(column, value)
                for column, value in zip(columns, row, strict=True)
                if value is not None
            }
            for row in rows
        ],
    }
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))


def _tell(column: TableColumn, value: str) -> Any:
    match column.type:
        case "things":
            return value.split()
        case "year" | "count":
            return int(value)
        case "amount":
            return _read_number(value)
        case "flag":
            return value == "true"
        case _:
            return value


def _read_number(value: str) -> float | str:
    """Return a number as JSON has it, or its digits where it has none for it."""
    try:
        number = float(value)
    except ValueError:
        return value
    if not isfinite(number):
        return value
    return int(number) if number.is_integer() and abs(number) < 2**53 else number
