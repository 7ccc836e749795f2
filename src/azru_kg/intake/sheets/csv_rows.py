"""Reads the rows of CSV: a header that names fields, a row a record, comments behind `#`."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from azru_kg.intake.sheets.faults import Faults
from azru_kg.intake.sheets.fields import SheetField, read_cell
from azru_kg.intake.sheets.json_rows import MOST_FIELDS, Cells
from azru_kg.intake.sheets.texts import read_lines
from azru_kg.rdf.nearest import find_nearest

# A spreadsheet puts a comment with a comma in quotes.
_SIGNS = ("#", '"#')


def read_csv_rows(
    path: Path, fields: Mapping[str, SheetField], faults: Faults
) -> Iterator[tuple[int, Cells]]:
    """Yield the rows of a file with the numbers of the lines on which they begin.

    Where the header is wrong, that is the fault, and no row is read. Cells may be left out at the
    end of a row; empty rows and comments are passed over.
    """
    records = _read_records(path, faults)
    number, header = next(records, (1, []))
    if not _check_header(path, number, header, fields, faults):
        return
    for number, record in records:
        if len(record) > len(header):
            reason = f"{len(record)} cells under a header of {len(header)}. Quote cells with commas"
            faults.add(path, number, "", reason)
        elif record:
            texts = dict(zip(header, record, strict=False))
            yield number, _read_cells(path, number, texts, fields, faults)


def _read_records(path: Path, faults: Faults) -> Iterator[tuple[int, list[str]]]:
    """Yield the records of a file, without empty cells at their ends."""
    lines = _Lines(path, faults)
    reader = csv.reader(lines, strict=True)
    while True:
        lines.begin_record()
        try:
            record = next(reader, None)
        except csv.Error as error:
            reason = f"broken CSV: {error}. Close each quote, and double those within a cell"
            faults.add(path, lines.began, "", reason)
            return
        if record is None:
            return
        while record and not record[-1].strip():
            record.pop()
        if record:
            yield lines.began, record


class _Lines:
    """The lines of a file for a reader of CSV, without comments between records."""

    def __init__(self, path: Path, faults: Faults) -> None:
        self._lines = read_lines(path, faults)
        self.began = 0
        self._is_between = True

    def begin_record(self) -> None:
        """Take the next line for the first one of a record."""
        self._is_between = True

    def __iter__(self) -> Iterator[str]:
        for number, line in self._lines:
            if self._is_between and line.startswith(_SIGNS):
                continue
            if self._is_between:
                self.began, self._is_between = number, False
            yield f"{line}\n"


def _check_header(
    path: Path,
    number: int,
    header: list[str],
    fields: Mapping[str, SheetField],
    faults: Faults,
) -> bool:
    before = len(faults)
    header[:] = [name.strip() for name in header]
    if len(header) == 1 and (sign := next((mark for mark in ";\t" if mark in header[0]), None)):
        faults.add(path, number, "", f"columns are parted by {sign!r}. Save it with commas")
        return False
    if len(header) > MOST_FIELDS:
        faults.add(path, number, "", f"{len(header):,} columns, more than any sheet has")
        return False
    for name, times in Counter(header).items():
        if name not in fields:
            near = find_nearest(name, fields)
            guess = f"Did you mean {near!r}?" if near else f"The fields are {', '.join(fields)}"
            faults.add(path, number, name or "a column without a name", f"is no field. {guess}")
        elif times > 1:
            faults.add(path, number, name, f"is the name of {times} columns. Keep one")
    missing = (name for name, field in fields.items() if field.is_needed and name not in header)
    for name in missing if header else ():
        faults.add(path, number, name, "is no column, but every row needs it. Add the column")
    return bool(header) and len(faults) == before


def _read_cells(
    path: Path,
    number: int,
    texts: Mapping[str, str],
    fields: Mapping[str, SheetField],
    faults: Faults,
) -> Cells:
    cells: Cells = {}
    for name, text in texts.items():
        try:
            value = read_cell(fields[name], text)
        except ValueError as error:
            faults.add(path, number, name, str(error))
            continue
        if value is not None:
            cells[name] = value
    return cells
