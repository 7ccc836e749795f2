"""Notices a batch that shrank or vanished: `sheets/canaries.csv` has the rows that are expected.

A line of it is a batch, a kind of sheet, and the least and the most rows that there may be. What no
line names may have any number.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from azru_kg.errors import DataError
from azru_kg.files import read_text
from azru_kg.intake.sheets.faults import Faults
from azru_kg.intake.sheets.sheet_rows import CANARIES, PlacedRow

COLUMNS = ("batch", "kind", "least", "most")


def check_canaries(folder: Path, rows: Iterable[PlacedRow], faults: Faults) -> None:
    """Add a fault for each line of the canaries of a folder of batches that rows do not keep to.

    A folder without canaries expects nothing. Raises DataError where the file is broken.
    """
    path = folder / CANARIES
    if not path.exists():
        return
    counts = Counter((placed.sheet.path.parent.name, placed.sheet.kind) for placed in rows)
    for line, (batch, kind, least, most) in _read(path):
        number = counts[batch, kind]
        if not least <= number <= most:
            wanted = f"{least:,}" if least == most else f"{least:,} to {most:,}"
            reason = (
                f"batch {batch!r} has {number:,} rows of {kind}, and should have {wanted}."
                " Bring back what is missing, or write here what you mean"
            )
            faults.add(path, line, "", reason)


def _read(path: Path) -> Iterable[tuple[int, tuple[str, str, int, int]]]:
    reader = csv.DictReader(io.StringIO(read_text(path), newline=""), strict=True)
    try:
        if tuple(reader.fieldnames or ()) != COLUMNS:
            raise DataError(path, f"the header is not {','.join(COLUMNS)}. Write it so", line=1)
        for row in reader:
            yield reader.line_num, _read_line(path, reader.line_num, row)
    except csv.Error as error:
        raise DataError(path, f"{error}. It is a table of UTF-8 CSV with a header") from error


def _read_line(path: Path, line: int, row: dict[str, str | None]) -> tuple[str, str, int, int]:
    try:
        least, most = int(row["least"] or ""), int(row["most"] or "")
    except ValueError:
        raise DataError(path, "least and most are no whole numbers", line=line) from None
    return row["batch"] or "", row["kind"] or "", least, most
