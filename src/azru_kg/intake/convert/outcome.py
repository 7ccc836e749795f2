"""What became of a row."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Conversion:
    """The prefixed names of the claims that now state a row, and of the things that it describes.

    `covered` is the claim or thing of a founding document that states the row word by word;
    `reason` is why a row is left out that nothing states.
    """

    claims: tuple[str, ...] = ()
    things: tuple[str, ...] = ()
    covered: str | None = None
    reason: str | None = None
