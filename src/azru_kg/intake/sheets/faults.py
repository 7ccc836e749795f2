"""Gathers what is wrong with sheets, so that all of it can be told at once."""

from __future__ import annotations

from pathlib import Path

from azru_kg.errors import DataError, DataErrors

SHOWN = 100
"""So many faults are told; the rest are counted."""


class Faults:
    """Faults in the order in which they were found."""

    def __init__(self, shown: int = SHOWN) -> None:
        self._shown = shown
        self._errors: list[DataError] = []
        self._count = 0

    def __len__(self) -> int:
        """How many there are, told or not."""
        return self._count

    def add(self, path: Path, line: int | None, field: str, reason: str) -> None:
        """Keep what is wrong with a field; an empty name of a field stands for the whole row."""
        self._count += 1
        if len(self._errors) < self._shown:
            text = f"{field}: {reason}" if field else reason
            self._errors.append(DataError(path, text, line=line))

    def raise_any(self) -> None:
        """Raise DataErrors with all faults and their number, if there are any."""
        if not self._count:
            return
        more = self._count - len(self._errors)
        rest = f", of which {more:,} are not shown" if more else ""
        noun = "fault" if self._count == 1 else "faults"
        summary = DataError("intake", f"{self._count:,} {noun}{rest}. Nothing was written")
        raise DataErrors([*self._errors, summary])
