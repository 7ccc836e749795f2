"""The file that says which process the server is, so that it can be told to load its data anew.

A running server holds a lock on its file. A file that a dead server left behind has none, so no
signal ever goes to a stranger that got its number.
"""

from __future__ import annotations

import fcntl
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from azru_kg.errors import BadSetting, NoServer


@contextmanager
def write_pid(path: Path | None) -> Iterator[None]:
    """Keep the number of this process in a file, if one is named; raise BadSetting."""
    if path is None:
        yield
        return
    try:
        file = path.open("a+", encoding="ascii")
    except OSError as error:
        raise BadSetting(f"--pid-file cannot be {path}: {error.strerror}") from error
    with file:
        if not _take(file.fileno()):
            raise BadSetting(f"--pid-file cannot be {path}: another server holds it. Name another")
        file.truncate(0)
        file.write(f"{os.getpid()}\n")
        file.flush()
        try:
            yield
        finally:
            path.unlink(missing_ok=True)


def read_pid(path: Path) -> int:
    """Return the process of the server that holds a file; raise NoServer where none does."""
    try:
        with path.open(encoding="ascii") as file:
            if _take(file.fileno()):
                raise NoServer(f"{path} is left over from a server that has ended. Start one")
            return int(file.read())
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it holds no process number"
        raise NoServer(f"{path}: {reason}. Start the server with --pid-file") from error


def signal_reload(pid: int) -> None:
    """Tell a server to load its data anew; raise NoServer where that cannot be told."""
    try:
        os.kill(pid, signal.SIGHUP)
    except (OSError, OverflowError) as error:
        reason = error.strerror if isinstance(error, OSError) else "no such process"
        raise NoServer(f"Process {pid} cannot be told to reload: {reason}") from error


def _take(file: int) -> bool:
    """Return whether the lock of a file was free."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
