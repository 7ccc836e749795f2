"""Accounts for every row of the sheets that were taken in."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from azru_kg.intake.take_in import Intake, RowRecord

_COLUMNS = ("sheet", "rows", "stated", "covered", "left out", "claims", "things")


@dataclass(frozen=True, slots=True)
class Sums:
    """The counts of a sheet: a row is stated, or covered, or left out.

    Claims and things are counted once, however many rows name them.
    """

    rows: int
    stated: int
    covered: int
    left_out: int
    claims: int
    things: int


def sum_up(records: Iterable[RowRecord]) -> Sums:
    """Return the counts of some rows."""
    rows = list(records)
    ways = [name_way(record) for record in rows]
    return Sums(
        rows=len(rows),
        stated=ways.count("stated"),
        covered=ways.count("covered"),
        left_out=ways.count("left out"),
        claims=len({claim for record in rows for claim in record.outcome.claims}),
        things=len({thing for record in rows for thing in record.outcome.things}),
    )


def name_way(record: RowRecord) -> str:
    """Return `stated`, `covered` (by founding documents alone) or `left out`."""
    outcome = record.outcome
    if outcome.claims or outcome.things:
        return "stated"
    return "covered" if outcome.covered else "left out"


def to_text(intake: Intake, graph: Path, *, is_written: bool) -> str:
    """Return a table of the sheets, the rows that are not stated, and the files that change."""
    table: list[tuple[str, ...]] = [_COLUMNS]
    for sheet in intake.sheets:
        found = [record for record in intake.records if record.sheet == sheet.path]
        table.append((str(sheet.path), *_spell(sum_up(found))))
    table.append(("all", *_spell(sum_up(intake.records))))
    lines = _lay_out(table)
    lines += [_tell(record) for record in intake.records if name_way(record) != "stated"]
    lines += ["", *_tell_files(intake, graph, is_written=is_written)]
    return "".join(f"{line}\n" for line in lines)


def to_json(intake: Intake, *, is_written: bool) -> str:
    """Return an object with a record for each row, the counts, and the files that change."""
    sums = sum_up(intake.records)
    told = {
        "written": is_written,
        "sums": {name: getattr(sums, name) for name in Sums.__slots__},
        "files": [
            {
                "file": str(revision.path),
                "new": revision.is_new,
                "gained": revision.gained,
                "lost": revision.lost,
            }
            for revision in intake.revisions
        ],
        "rows": [_record(record) for record in intake.records],
    }
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def _record(record: RowRecord) -> dict[str, object]:
    outcome = record.outcome
    return {
        "sheet": str(record.sheet),
        "line": record.line,
        "kind": record.kind,
        "row": record.key,
        "outcome": name_way(record),
        "claims": outcome.claims,
        "things": outcome.things,
        "covered": outcome.covered,
        "reason": outcome.reason,
    }


def _spell(sums: Sums) -> tuple[str, ...]:
    return tuple(f"{getattr(sums, name):,}" for name in Sums.__slots__)


def _lay_out(table: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    return [
        "  ".join(
            cell.rjust(width) if number else cell.ljust(width)
            for number, (cell, width) in enumerate(zip(line, widths, strict=True))
        )
        for line in table
    ]


def _tell(record: RowRecord) -> str:
    place = f"{record.sheet}:{record.line}: {record.key}"
    if record.outcome.covered:
        return f"{place}: covered by {record.outcome.covered}"
    return f"{place}: left out: {record.outcome.reason}"


def _tell_files(intake: Intake, graph: Path, *, is_written: bool) -> list[str]:
    revisions = intake.revisions
    if not revisions:
        return [f"{graph} says all of this already: no file changes."]
    new = sum(revision.is_new for revision in revisions)
    gained = sum(revision.gained for revision in revisions)
    lost = sum(revision.lost for revision in revisions)
    counts = f"{new:,} new {'file' if new == 1 else 'files'}, {len(revisions) - new:,} changed"
    triples = f"{gained:,} triples more, {lost:,} fewer"
    if is_written:
        return [f"Written to {graph}: {counts}; {triples}."]
    lines = [
        f"{'new' if revision.is_new else 'changed'}  {revision.path}"
        f"  +{revision.gained:,} -{revision.lost:,}"
        for revision in revisions
    ]
    return [*lines, f"Nothing was written to {graph}: {counts}; {triples}."]
