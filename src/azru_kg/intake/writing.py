"""Writes the Turtle files of `graph/` that rows change: all of them, or none.

The new texts are written next to their files first, and take their places when all are there. Where
that fails (a full disk, a folder that may not be written) nothing has changed.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection, Iterable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from azru_kg.errors import DataError
from azru_kg.intake.merging import merge
from azru_kg.turtle.style import TurtleFile, read_document, write_document


@dataclass(frozen=True, slots=True)
class Revision:
    """The new text of a file, and how many triples it gains and loses."""

    path: Path
    text: str
    is_new: bool
    gained: int
    lost: int


def plan_revisions(files: Mapping[str, Collection[ox.Triple]], folder: Path) -> Iterable[Revision]:
    """Yield what would change in a folder, in the order of the names of files, given by them.

    A file that says all already is not among them. Raises DataError for a file that is broken.
    """
    for name in sorted(files):
        path = folder / name
        is_new = not path.exists()
        document = TurtleFile() if is_new else read_document(path)
        merged = merge(document, files[name])
        if merged.gained or merged.lost:
            text = write_document(merged.document)
            yield Revision(path, text, is_new, merged.gained, merged.lost)


def write_revisions(revisions: Collection[Revision]) -> None:
    """Put new texts into their files; raise DataError where that fails, with nothing changed."""
    with ExitStack() as stack:
        staged = []
        for revision in revisions:
            target = revision.path.resolve()
            try:
                staged.append((_stage(target, revision.text, stack), target))
            except OSError as error:
                reason = f"not written: {error.strerror or error}. Nothing was changed"
                raise DataError(revision.path, reason) from error
        for part, target in staged:
            try:
                part.replace(target)
            except OSError as error:
                raise DataError(target, f"not written: {error.strerror or error}") from error


def _stage(target: Path, text: str, stack: ExitStack) -> Path:
    """Write a text into a file next to its target, which goes when the stack is left."""
    missing = [folder for folder in target.parents if not folder.exists()]
    for folder in reversed(missing):
        folder.mkdir()
        stack.callback(_remove_empty, folder)
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    with part.open("xb") as file:
        stack.callback(part.unlink, missing_ok=True)
        file.write(text.encode())
        file.flush()
        os.fsync(file.fileno())
    if target.exists():
        shutil.copymode(target, part)
    return part


def _remove_empty(folder: Path) -> None:
    if not any(folder.iterdir()):
        folder.rmdir()
