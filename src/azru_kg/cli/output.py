"""Writes a report to a file or to standard output: all of it, or an error that says why not."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from azru_kg.errors import DataError
from azru_kg.replacing import replace_file


def write_file(path: Path, text: str) -> None:
    """Write a text into a file; raise DataError where that fails, and leave no half of it.

    The file is replaced at once when all is written; what is no file, such as a pipe, is not.
    """
    data = text.encode(errors="surrogateescape")
    target = path.resolve()
    try:
        if target.exists() and not target.is_file():
            target.write_bytes(data)
        else:
            replace_file(target, data)
    except OSError as error:
        raise DataError(path, f"not written: {error.strerror or error}") from error


def write_stdout(text: str) -> None:
    """Write a text to standard output; raise DataError where that fails.

    A reader that has gone, as `head` does when it has enough, has got what it wanted.
    """
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        _silence()
    except OSError as error:
        _silence()
        reason = f"not written: {error.strerror or error}"
        raise DataError("standard output", reason) from error


def _silence() -> None:
    """Let what is still held for standard output go nowhere: it would fail again at the end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
