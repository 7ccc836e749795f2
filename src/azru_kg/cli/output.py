"""Writes to a file or to standard output: all of it, or an error that says why not."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Literal

from azru_kg.errors import DataError
from azru_kg.replacing import replace_file

Layout = Literal["table", "json", "xml", "csv", "tsv", "turtle", "nt", "jsonld", "rdf"]
"""How an answer is written: as a table, which for a graph is Turtle, or in a format by its name."""

# Opened so that what a command would do with a closed stream fails, as it should, but for stderr:
# there is nobody to tell of it.
_MODES = (os.O_WRONLY, os.O_RDONLY, os.O_WRONLY)


class ReaderGone(Exception):
    """Whoever read standard output has left; no OSError, for which click has an end of its own."""


def write_file(path: Path, text: str) -> None:
    """Write a text into a file; raise DataError where that fails, and leave no half of it.

    The file is replaced at once when all is written; what is no file, such as a pipe, is not.
    """
    data = text.encode(errors="surrogateescape")
    target = Path(os.path.realpath(path))
    try:
        if target.exists() and not target.is_file():
            target.write_bytes(data)
        else:
            replace_file(target, data)
    except OSError as error:
        raise DataError(path, f"not written: {error.strerror or error}") from error


def write_stdout(text: str) -> None:
    """Write a text to standard output now; a reader that has gone has got what it wanted."""
    with suppress(ReaderGone):
        sys.stdout.write(text)
        sys.stdout.flush()


@contextmanager
def own_streams() -> Iterator[None]:
    """Have standard streams that every command can use as they are, while the context lasts.

    They are in UTF-8. What cannot be written to standard output raises DataError, at the end of the
    context at the latest, but for one reason: a reader that has gone, as `head` does when it has
    enough, has got what it wanted, and the work ends there.
    """
    _fill_closed()
    for stream in (sys.stdin, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # File names need not be UTF-8, and have to come out as they went in.
            stream.reconfigure(encoding="utf-8", errors="surrogateescape")
    if sys.stdout is sys.__stdout__ or sys.stdout is None:
        sys.stdout = _open_stdout()
    try:
        with suppress(ReaderGone):
            yield
    finally:
        with suppress(ReaderGone):
            sys.stdout.flush()


class _Output(io.FileIO):
    """Standard output, which goes nowhere once it has failed."""

    def write(self, data: Any) -> int:
        """Write some bytes and return how many; raise DataError where that fails."""
        try:
            return super().write(data)
        except OSError as error:
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, self.fileno())
            os.close(nowhere)
            if isinstance(error, BrokenPipeError):
                raise ReaderGone from error
            reason = f"not written: {error.strerror or error}"
            raise DataError("standard output", reason) from error


def _open_stdout() -> io.TextIOWrapper:
    raw = _Output(1, "w", closefd=False)
    return io.TextIOWrapper(
        io.BufferedWriter(raw),
        encoding="utf-8",
        errors="surrogateescape",
        line_buffering=raw.isatty(),
    )


def _fill_closed() -> None:
    """Open something for each stream that was closed, or a file would be taken for it."""
    for number, mode in enumerate(_MODES):
        try:
            os.fstat(number)
        except OSError:
            nowhere = os.open(os.devnull, mode)
            if nowhere != number:
                os.dup2(nowhere, number)
                os.close(nowhere)
    if sys.stdin is None:
        sys.stdin = io.TextIOWrapper(io.FileIO(0, "r", closefd=False))
    if sys.stderr is None:
        sys.stderr = io.TextIOWrapper(io.FileIO(2, "w", closefd=False))
