"""Takes sheets in: reads all of them, and states each row, once.

All faults of all sheets are told at once, and then nothing is stated; faults that show only when
rows are stated (an unknown id, a word in no table) are told at once, too.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from azru_kg.graph.layout import Layout
from azru_kg.intake.convert import find_converter
from azru_kg.intake.convert.outcome import Conversion
from azru_kg.intake.drafts import Drafts
from azru_kg.intake.known_things import KnownThings
from azru_kg.intake.order import sort_kinds
from azru_kg.intake.register import Register, RowRefused
from azru_kg.intake.sheets.canaries import check_canaries
from azru_kg.intake.sheets.faults import Faults
from azru_kg.intake.sheets.schemas import ROWS
from azru_kg.intake.sheets.schemas.row import SheetRow
from azru_kg.intake.sheets.sheet_rows import PlacedRow, Sheet, find_sheets, read_sheet
from azru_kg.intake.sheets.word_tables import Terms

MOST_ROWS = 20_000
"""So many rows are taken in at a time, unless a caller allows more: each takes some 30 KB."""

_STEP = 1000
Progress = Callable[[str], None]
Files = Mapping[str, Collection[ox.Triple]]
"""Triples by the name of their Turtle file, relative to `graph/`."""


@dataclass(frozen=True, slots=True)
class RowRecord:
    """What became of a row."""

    sheet: Path
    kind: str
    line: int
    key: str
    outcome: Conversion


@dataclass(frozen=True, slots=True)
class Intake:
    """All rows with what became of them, and what they state by file."""

    sheets: tuple[Sheet, ...]
    records: tuple[RowRecord, ...]
    files: Files


def take_in(
    paths: Sequence[Path],
    layout: Layout,
    terms: Path,
    *,
    kind: str | None = None,
    most_rows: int = MOST_ROWS,
    given: Files | None = None,
    progress: Progress = lambda stage: None,
) -> Intake:
    """Return what sheets state beside the graph of a layout, which knows of other things.

    `given` is what files state already: names in it are kept, and it is among the files returned.
    Raises DataErrors with all that is wrong with the sheets, DataError for all else.
    """
    sheets = find_sheets(paths, kind)
    rows = _read_all(sheets, paths, most_rows, progress)
    register = Register(_index(rows), Terms(terms), KnownThings(layout))
    drafts = Drafts(register.labels, given or {})
    records = _state_all(rows, register, drafts, progress)
    return Intake(tuple(sheets), tuple(records), drafts.files)


def _read_all(
    sheets: Iterable[Sheet], paths: Iterable[Path], most_rows: int, progress: Progress
) -> list[PlacedRow]:
    faults, rows = Faults(), list[PlacedRow]()
    places: dict[tuple[str, str], PlacedRow] = {}
    for sheet in sheets:
        for placed in read_sheet(sheet, faults):
            if len(rows) == most_rows:
                reason = f"more than {most_rows:,} rows. Take in fewer, or give --max-rows"
                faults.add(sheet.path, placed.line, "", reason)
                faults.raise_any()
            if len(rows) % _STEP == 0:
                progress(f"Reading {sheet.path}: {len(rows):,} rows")
            first = places.setdefault((sheet.kind, placed.row.key), placed)
            if first is not placed:
                reason = f"{placed.row.key!r} is the row of {first.sheet.path}:{first.line} already"
                faults.add(sheet.path, placed.line, "id", f"{reason}. Keep one of them")
            rows.append(placed)
    faults.raise_any()
    for path in paths:
        check_canaries(path, rows, faults)
    faults.raise_any()
    return rows


def _index(rows: Iterable[PlacedRow]) -> dict[str, dict[str, SheetRow]]:
    index: dict[str, dict[str, SheetRow]] = {kind: {} for kind in ROWS}
    for placed in rows:
        index[placed.sheet.kind][placed.row.key] = placed.row
    return index


def _state_all(
    rows: Iterable[PlacedRow], register: Register, drafts: Drafts, progress: Progress
) -> list[RowRecord]:
    records, faults = list[RowRecord](), Faults()
    order = {kind: number for number, kind in enumerate(sort_kinds())}
    for placed in sorted(rows, key=lambda placed: order[placed.sheet.kind]):
        if len(records) % _STEP == 0:
            progress(f"Stating {placed.sheet.path}: {len(records):,} rows")
        sheet, row = placed.sheet, placed.row
        try:
            outcome = find_converter(row.kind)(row, register, drafts)
        except RowRefused as refused:
            faults.add(sheet.path, placed.line, refused.field, refused.reason)
        else:
            records.append(RowRecord(sheet.path, sheet.kind, placed.line, row.key, outcome))
    faults.raise_any()
    return records
