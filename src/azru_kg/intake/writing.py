"""Writes files anew, and takes away those that go: all of them, or none.

The new texts are written next to their files first, and take their places when all are there. Where
that fails (a full disk, a folder that may not be written) nothing has changed.
"""

from __future__ import annotations

from collections.abc import Collection
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from azru_kg.errors import DataError
from azru_kg.replacing import stage


@dataclass(frozen=True, slots=True)
class Revision:
    """The new text of a file, None where it goes, and how many triples it gains and loses."""

    path: Path
    text: str | None
    is_new: bool
    gained: int
    lost: int


def write_revisions(revisions: Collection[Revision]) -> None:
    """Put new texts into their files; raise DataError where that fails, with nothing changed."""
    with ExitStack() as stack:
        staged = []
        for revision in revisions:
            target = revision.path.resolve()
            try:
                part = None if revision.text is None else _stage(target, revision.text, stack)
            except OSError as error:
                reason = f"not written: {error.strerror or error}. Nothing was changed"
                raise DataError(revision.path, reason) from error
            staged.append((part, target))
        for part, target in staged:
            try:
                if part is None:
                    target.unlink(missing_ok=True)
                else:
                    part.replace(target)
            except OSError as error:
                raise DataError(target, f"not written: {error.strerror or error}") from error


def _stage(target: Path, text: str, stack: ExitStack) -> Path:
    """Write a text into a file next to its target, which goes when the stack is left."""
    missing = [folder for folder in target.parents if not folder.exists()]
    for folder in reversed(missing):
        folder.mkdir()
        stack.callback(_remove_empty, folder)
    part = stage(target, text.encode())
    stack.callback(part.unlink, missing_ok=True)
    return part


def _remove_empty(folder: Path) -> None:
    if not any(folder.iterdir()):
        folder.rmdir()
