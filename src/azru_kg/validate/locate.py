"""Where a finding is: the place in a file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Location:
    """A place in a file; line and column count from 1, columns in characters."""

    path: Path | str
    line: int | None = None
    column: int | None = None
