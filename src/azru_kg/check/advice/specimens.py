"""Finds examples of a shape: a file that keeps to it, and files that break it.

They are those that the shapes are tested with: `valid/<Shape>.ttl` keeps to a shape, and
`invalid/<Shape>-<problem>.ttl` breaks it, or the part of it whose name it begins with.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

_EXPECTATION = re.compile(r"\A# expect: .*\n")


@dataclass(frozen=True, slots=True)
class Specimen:
    """An example: its file, and the name of the shape or part that it keeps to or breaks."""

    path: Path
    shape: str

    @property
    def turtle(self) -> str:
        """The example as it can be pasted."""
        return _EXPECTATION.sub("", self.path.read_text(encoding="utf-8"))


def find_valid(folder: Path, shape: str) -> Specimen | None:
    """Return the example that keeps to a shape, or None."""
    path = folder / "valid" / f"{shape}.ttl"
    return Specimen(path, shape) if path.is_file() else None


def find_invalid(folder: Path, shape: str, names: Iterable[str]) -> list[Specimen]:
    """Return the examples that break a shape or a part of it, `names` being those of all shapes."""
    known = sorted(names, key=len, reverse=True)
    specimens = []
    for path in sorted((folder / "invalid").glob(f"{shape}-*.ttl")):
        broken = next((name for name in known if path.stem.startswith(f"{name}-")), "")
        if broken == shape or broken.startswith(f"{shape}-"):
            specimens.append(Specimen(path, broken))
    return specimens
