"""Reads the table of pairs that were looked at and are two things: `sheets/terms/distinct.csv`."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from azru_kg.errors import DataError
from azru_kg.files import read_text
from azru_kg.identity.twins import Twins

_HEADER = ["kind", "id", "other", "reason"]


@dataclass(frozen=True)
class Reviewed:
    """The pairs that are two things, each with the reason; a pair has no order."""

    reasons: dict[tuple[str, frozenset[str]], str]

    def leave_out(self, pairs: Iterable[Twins]) -> list[Twins]:
        """Return the pairs that nobody has looked at."""
        return [twins for twins in pairs if _key(twins) not in self.reasons]

    def list_idle(self, pairs: Iterable[Twins]) -> list[tuple[str, frozenset[str]]]:
        """Return the reviewed pairs that are not found any more."""
        seen = {_key(twins) for twins in pairs}
        return [key for key in self.reasons if key not in seen]


def read_reviewed(path: Path) -> Reviewed:
    """Return the table in a file; raise DataError with the line where it is broken."""
    file = io.StringIO(read_text(path), newline="")
    try:
        rows = list(csv.reader(file, strict=True))
    except csv.Error as error:
        raise DataError(path, f"{error}. It is a table of UTF-8 CSV") from error
    if not rows or rows[0] != _HEADER:
        raise DataError(path, f"the header is not {','.join(_HEADER)}", line=1)
    reasons: dict[tuple[str, frozenset[str]], str] = {}
    for line, key, reason in _check_rows(path, rows[1:]):
        if key in reasons:
            raise DataError(path, "the pair was there before. Keep one of the rows", line=line)
        reasons[key] = reason
    return Reviewed(reasons)


def _check_rows(
    path: Path, rows: list[list[str]]
) -> Iterator[tuple[int, tuple[str, frozenset[str]], str]]:
    for line, row in enumerate(rows, start=2):
        if len(row) != len(_HEADER) or not all(cell.strip() for cell in row):
            raise DataError(path, "a row has a kind, two ids and a reason", line=line)
        kind, first, second, reason = row
        if first == second:
            raise DataError(path, f"{first!r} is paired with itself", line=line)
        yield line, (kind, frozenset((first, second))), reason


def _key(twins: Twins) -> tuple[str, frozenset[str]]:
    return twins.kind, frozenset((twins.first, twins.second))
