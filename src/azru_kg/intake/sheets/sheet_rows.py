"""Finds sheets and reads their rows, one by one; what is wrong with any is gathered, not raised."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from azru_kg.errors import DataError
from azru_kg.files import list_files
from azru_kg.graph.readings import BLIND_READINGS, BLIND_SOURCES
from azru_kg.intake.sheets.csv_rows import read_csv_rows
from azru_kg.intake.sheets.faults import Faults
from azru_kg.intake.sheets.fields import list_fields
from azru_kg.intake.sheets.json_rows import Cells, read_json_rows
from azru_kg.intake.sheets.schemas import ROWS
from azru_kg.intake.sheets.schemas.row import SheetRow
from azru_kg.intake.sheets.texts import clean_text
from azru_kg.intake.sheets.wording import list_faults
from azru_kg.rdf.nearest import find_nearest

SUFFIXES = (".csv", ".jsonl")
"""How the names of sheets end."""

CANARIES, TABLES = "canaries.csv", "terms"
"""What stands beside sheets and holds none: expected numbers of rows, and tables of words."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file of rows of one kind."""

    path: Path
    kind: str


@dataclass(frozen=True, slots=True)
class PlacedRow:
    """A row, and the line of the sheet on which it begins."""

    sheet: Sheet
    line: int
    row: SheetRow


def find_sheets(paths: Sequence[Path], kind: str | None = None) -> list[Sheet]:
    """Return the sheets among paths and in folders among them, in order, each once.

    A folder stands for its sheets and those of its batches, which are folders in it, in the order
    of their names. A sheet is of the kind of its name, unless `kind` is given. Raises DataError for
    a folder without sheets, and for a name that is no kind.
    """
    files: dict[Path, Path] = {}
    for path in paths:
        for file in _list_files(path):
            files.setdefault(file.resolve(), file)
    return [Sheet(file, name_kind(file, kind)) for file in files.values()]


def read_sheet(sheet: Sheet, faults: Faults) -> Iterator[PlacedRow]:
    """Yield the good rows of a sheet; a sheet without any row is a fault."""
    kind = ROWS[sheet.kind]
    before, is_empty = len(faults), True
    for line, cells in _read_cells(sheet, faults):
        is_empty = False
        row = _make_row(sheet, line, cells, kind, faults)
        if row is not None:
            yield PlacedRow(sheet, line, row)
    if is_empty and len(faults) == before:
        faults.add(sheet.path, None, "", "holds no row. Add some, or leave the sheet out")


def name_kind(file: Path, kind: str | None = None) -> str:
    """Return the kind of a sheet by its name, or the one given; raise DataError for none."""
    if file.suffix not in SUFFIXES:
        raise DataError(file, "neither CSV nor JSON Lines. Name it .csv or .jsonl")
    name = kind or file.stem
    if name not in ROWS:
        near = find_nearest(name, ROWS)
        guess = f" Did you mean {near!r}?" if near else ""
        kinds = ", ".join(ROWS)
        reason = f"{name!r} is no kind of sheet.{guess} Name the file by one, or give --kind"
        raise DataError(file, f"{reason}: {kinds}")
    return name


def _list_files(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    files = [file for file in list_files(path, SUFFIXES) if _is_sheet(file.relative_to(path))]
    if not files:
        raise DataError(path, "no sheet here. Their names end in .csv or .jsonl")
    return files


def _is_sheet(file: Path) -> bool:
    """Whether a file in a folder counts: not hidden, and not what stands beside sheets."""
    parts = file.parts
    return (
        not any(part.startswith(".") for part in parts)
        and TABLES not in parts[:-1]
        and file.name not in (CANARIES, BLIND_READINGS, BLIND_SOURCES)
    )


def _read_cells(sheet: Sheet, faults: Faults) -> Iterator[tuple[int, Cells]]:
    try:
        if sheet.path.suffix == ".csv":
            yield from read_csv_rows(sheet.path, list_fields(ROWS[sheet.kind]), faults)
        else:
            yield from read_json_rows(sheet.path, faults)
    except DataError as error:
        faults.add(sheet.path, error.line, "", error.reason)


def _make_row(
    sheet: Sheet, line: int, cells: Cells, kind: type[SheetRow], faults: Faults
) -> SheetRow | None:
    before = len(faults)
    cleaned = {name: _clean(value, sheet, line, name, faults) for name, value in cells.items()}
    if len(faults) > before:
        return None
    try:
        row = kind.model_validate(cleaned)
    except ValidationError as error:
        wrong = list(list_faults(kind, error))
    else:
        wrong = list(row.check())
    for field, reason in wrong:
        faults.add(sheet.path, line, field, reason)
    return None if wrong else row


def _clean(value: object, sheet: Sheet, line: int, field: str, faults: Faults) -> object:
    """Return a value with all texts in it cleaned; what cannot be is a fault."""
    if isinstance(value, list):
        return [_clean(item, sheet, line, field, faults) for item in value]
    if isinstance(value, dict):
        return {
            key: _clean(part, sheet, line, f"{field}.{key}", faults) for key, part in value.items()
        }
    if not isinstance(value, str):
        return value
    try:
        return clean_text(value)
    except ValueError as error:
        faults.add(sheet.path, line, field, str(error))
        return None
