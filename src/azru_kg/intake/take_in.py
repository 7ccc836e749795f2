"""Takes sheets in: reads all of them, states each row, and says what would change in the graph.

All faults of all sheets are told at once, and then nothing is stated; faults that show only when
rows are stated (an unknown id, a word in no table) are told at once, too.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from azru_kg.graph.layout import Layout
from azru_kg.intake.convert import find_converter
from azru_kg.intake.convert.outcome import Conversion
from azru_kg.intake.drafts import Drafts
from azru_kg.intake.faults import Faults
from azru_kg.intake.register import Register, RowRefused
from azru_kg.intake.schemas import ROWS, SheetRow
from azru_kg.intake.sheets import PlacedRow, Sheet, find_sheets, read_sheet
from azru_kg.intake.word_tables import Terms
from azru_kg.intake.writing import Revision, plan_revisions

MOST_ROWS = 20_000
"""So many rows are taken in at a time, unless a caller allows more: each takes some 30 KB."""

_STEP = 1000
# A name may be made of names that are made of others; none is of itself.
_ROUNDS = 5
Progress = Callable[[str], None]


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
    """All rows with what became of them, and the files that would change."""

    sheets: tuple[Sheet, ...]
    records: tuple[RowRecord, ...]
    revisions: tuple[Revision, ...]


def take_in(
    paths: Sequence[Path],
    layout: Layout,
    terms: Path,
    *,
    kind: str | None = None,
    most_rows: int = MOST_ROWS,
    progress: Progress = lambda stage: None,
) -> Intake:
    """Return what sheets would change in the graph of a layout; nothing is written.

    Raises DataErrors with all that is wrong with the sheets, DataError for all else.
    """
    sheets = find_sheets(paths, kind)
    rows = _read_all(sheets, most_rows, progress)
    register = Register(_index(rows), Terms(terms), layout)
    drafts, records = _state_well(rows, register, progress)
    revisions = []
    for revision in plan_revisions(drafts.files, layout.graph):
        progress(f"Laying out {revision.path}")
        revisions.append(revision)
    return Intake(tuple(sheets), tuple(records), tuple(revisions))


def _read_all(sheets: Sequence[Sheet], most_rows: int, progress: Progress) -> list[PlacedRow]:
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
            first = places.setdefault((sheet.kind, placed.row.key.removeprefix("src-")), placed)
            if first is not placed:
                reason = f"{placed.row.key!r} is the row of {first.sheet.path}:{first.line} already"
                faults.add(sheet.path, placed.line, "id", f"{reason}. Keep one of them")
            rows.append(placed)
    faults.raise_any()
    return rows


def _index(rows: Sequence[PlacedRow]) -> dict[str, dict[str, SheetRow]]:
    found: dict[str, dict[str, SheetRow]] = {kind: {} for kind in ROWS}
    for placed in rows:
        found[placed.sheet.kind][placed.row.key] = placed.row
    return found


def _state_well(
    rows: Sequence[PlacedRow], register: Register, progress: Progress
) -> tuple[Drafts, list[RowRecord]]:
    """Return what rows state, whatever their order: all know the names that any of them gives."""
    for _ in range(_ROUNDS):
        drafts, records, faults = _state_all(rows, register, progress)
        if not register.learn(drafts.list_names()):
            break
    faults.raise_any()
    return drafts, records


def _state_all(
    rows: Sequence[PlacedRow], register: Register, progress: Progress
) -> tuple[Drafts, list[RowRecord], Faults]:
    drafts, records, faults = Drafts(), list[RowRecord](), Faults()
    order = list(ROWS)
    for placed in sorted(rows, key=lambda placed: order.index(placed.sheet.kind)):
        if len(records) % _STEP == 0:
            progress(f"Stating {placed.sheet.path}: {len(records):,} rows")
        sheet, row = placed.sheet, placed.row
        try:
            outcome = _state(row, register, drafts)
        except RowRefused as refused:
            faults.add(sheet.path, placed.line, refused.field, refused.reason)
        else:
            records.append(RowRecord(sheet.path, sheet.kind, placed.line, row.key, outcome))
    return drafts, records, faults


def _state(row: SheetRow, register: Register, drafts: Drafts) -> Conversion:
    merged = register.terms.merged.get((row.kind, row.key))
    if merged is not None:
        return Conversion(reason=f"one statement with the row {merged}, which has its sources too")
    register.list_sources(getattr(row, "sources", ()))
    outcome = find_converter(row.kind)(row, register, drafts)
    covered = outcome.covered or register.terms.founding.get((row.kind, row.key))
    outcome = replace(outcome, covered=covered)
    if not (outcome.claims or outcome.things or outcome.covered or outcome.reason):
        reason = "nothing states this row: its sources are founding documents"
        raise RowRefused("sources", f"{reason}. Name the claim that does in terms/founding.csv")
    return outcome
