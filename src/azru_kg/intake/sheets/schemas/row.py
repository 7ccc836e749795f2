"""What every row of a sheet has: a kind, a key, and dates that are in order."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from pydantic import BaseModel, ConfigDict


class SheetRow(BaseModel):
    """A row of a sheet."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", arbitrary_types_allowed=True, str_strip_whitespace=False
    )
    kind: ClassVar[str]
    """The kind of row, which is the name of its sheet: `people`, `figures`, …"""
    names_from: ClassVar[tuple[str, ...]] = ()
    """Kinds of rows that give things the names of which the labels of this row are made."""
    spans: ClassVar[tuple[tuple[str, str], ...]] = ()
    """Pairs of fields of which the first is a date, and the second one that is not earlier."""
    shared: ClassVar[frozenset[str]] = frozenset()
    """Fields that many kinds share: they stand behind those of the kind itself."""

    @property
    def key(self) -> str:
        """What tells the row from the others of its kind."""
        return str(getattr(self, "id", ""))

    def check(self) -> Iterator[tuple[str, str]]:
        """Yield a field and a reason for each thing that is wrong with the row as a whole."""
        for first, last in self.spans:
            start, end = getattr(self, first), getattr(self, last)
            if start is not None and end is not None and end.last < start.first:
                yield last, f"{end.last} is before {first.rstrip('_')}, {start.first}"
