"""Accounts for every row of the sheets that were taken in."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from azru_kg.intake.take_in import Intake, RowRecord

_SHOWN = 20
_COLUMNS = ("sheet", "rows", "claims", "things")


@dataclass(frozen=True, slots=True)
class Sums:
    """The counts of a sheet. Claims and things are counted once, however many rows name them."""

    rows: int
    claims: int
    things: int


def sum_up(records: Iterable[RowRecord]) -> Sums:
    """Return the counts of some rows."""
    rows = list(records)
    return Sums(
        rows=len(rows),
        claims=len({claim for record in rows for claim in record.outcome.claims}),
        things=len({thing for record in rows for thing in record.outcome.things}),
    )


def to_text(intake: Intake) -> str:
    """Return a table of the sheets, and the files of the graph in which their rows are stated."""
    table: list[tuple[str, ...]] = [_COLUMNS]
    for sheet in intake.sheets:
        told = [record for record in intake.records if record.sheet == sheet.path]
        table.append((str(sheet.path), *_spell(sum_up(told))))
    table.append(("all", *_spell(sum_up(intake.records))))
    lines = _lay_out(table)
    lines += ["", *_tell_files(intake)]
    return "".join(f"{line}\n" for line in lines)


def to_json(intake: Intake) -> str:
    """Return an object with a record for each row, the counts, and the files of the graph."""
    sums = sum_up(intake.records)
    told = {
        "sums": {name: getattr(sums, name) for name in Sums.__slots__},
        "files": [
            {"file": name, "triples": len(triples)}
            for name, triples in sorted(intake.files.items())
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
        "claims": outcome.claims,
        "things": outcome.things,
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


def _tell_files(intake: Intake) -> list[str]:
    """Name the files of `graph/` in which the rows are stated, if they are few."""
    triples = sum(map(len, intake.files.values()))
    lines = [
        f"graph/{name}  {len(stated):,} triples" for name, stated in sorted(intake.files.items())
    ]
    shown = lines if len(lines) <= _SHOWN else []
    return [
        *shown,
        f"{triples:,} triples in {len(lines):,} files of graph/, which azru-kg build writes.",
    ]
