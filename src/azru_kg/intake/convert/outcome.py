"""What became of a row."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Conversion:
    """The prefixed names of the claims that state a row, and of the things that it describes."""

    claims: tuple[str, ...] = ()
    things: tuple[str, ...] = ()
