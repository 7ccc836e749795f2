"""Gives empty sheets that explain themselves, and the page that documents all of them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping
from inspect import getdoc
from pathlib import Path

from azru_kg.intake.sheets.examples import EXAMPLES
from azru_kg.intake.sheets.fields import ITEMS, SheetField, list_fields, read_cell
from azru_kg.intake.sheets.schemas import ROWS
from azru_kg.intake.sheets.schemas.registers import REGISTERS
from azru_kg.intake.sheets.schemas.statements import STATEMENTS, StatementRow
from azru_kg.intake.sheets.sheet_rows import name_kind

_SHARED = "What every statement has"


def write_template(name: str) -> str:
    """Return an empty sheet of the kind and the syntax of a name, such as `figures.csv`.

    Comments say what each field is; the last is an example of a row. Raises DataError for a name
    that is no name of a sheet.
    """
    path = Path(name)
    kind = name_kind(path)
    is_csv = path.suffix == ".csv"
    lines = [f"# {_explain_kind(kind)} A line is a row; lines like this one are passed over."]
    lines += [
        f"# {field.name} ({name_need(field)}): {describe(field, is_csv=is_csv)}"
        for field in list_fields(ROWS[kind]).values()
    ]
    lines.append(
        f"# An example, without the sign in front:\n# {write_example(kind, is_csv=is_csv)}"
    )
    if is_csv:
        lines.append(_write_record(list_fields(ROWS[kind])))
    return "".join(f"{line}\n" for line in lines)


def write_page() -> str:
    """Return the tables of fields of docs/sheets.md, a section a kind of sheet.

    What all statements have has a section of its own, before theirs.
    """
    registers = [_write_section(row.kind) for row in REGISTERS]
    statements = [_write_section(row.kind) for row in STATEMENTS]
    return "\n".join([*registers, _write_shared(), *statements])


def write_csv(kind: str, rows: Iterable[Mapping[str, str]]) -> str:
    """Return a sheet with a header and rows, given by the texts of their cells."""
    fields = list_fields(ROWS[kind])
    records = [_write_record(row.get(name, "") for name in fields) for row in rows]
    return "".join(f"{record}\n" for record in [_write_record(fields), *records])


def write_example(kind: str, *, is_csv: bool) -> str:
    """Return an example of a row on one line, as CSV or as JSON."""
    fields, cells = list_fields(ROWS[kind]), EXAMPLES[kind]
    if is_csv:
        return _write_record(cells.get(name, "") for name in fields)
    row = {name: read_cell(field, cells.get(name, "")) for name, field in fields.items()}
    return json.dumps(row, ensure_ascii=False)


def name_need(field: SheetField) -> str:
    """Return whether every row needs a field."""
    return "needed" if field.is_needed else "may be empty"


def describe(field: SheetField, *, is_csv: bool) -> str:
    """Return what a field is, and how a list of them is written."""
    if not field.is_list:
        return field.description
    if not is_csv:
        return f"{field.description} A list."
    return f"{field.description} Several are parted by {ITEMS}"


def _write_section(kind: str) -> str:
    fields = list_fields(ROWS[kind])
    own = [field for name, field in fields.items() if name not in ROWS[kind].shared]
    lines = [f"## {kind}", "", _explain_kind(kind), "", *_write_table(own)]
    lines += ["", "```csv", _write_record(fields), write_example(kind, is_csv=True), "```", ""]
    lines += ["```json", write_example(kind, is_csv=False), "```", ""]
    return "\n".join(lines)


def _write_shared() -> str:
    fields = list_fields(StatementRow).values()
    lines = [f"## {_SHARED}", "", f"{getdoc(StatementRow)}", "", *_write_table(fields)]
    return "\n".join([*lines, ""])


def _write_table(fields: Iterable[SheetField]) -> list[str]:
    return [
        "| field | | what it is |",
        "|---|---|---|",
        *(
            f"| `{field.name}` | {name_need(field)} | {describe(field, is_csv=True)} |"
            for field in fields
        ),
    ]


def _explain_kind(kind: str) -> str:
    return f"{kind}: {getdoc(ROWS[kind])}"


def _write_record(cells: Iterable[str]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="").writerow(cells)
    return text.getvalue()
