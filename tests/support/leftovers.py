"""No test leaves a process or a temporary file behind.

What it starts bears a mark, and is looked for at the end. What it and they put into the folder for
temporary files lies in one of this session, which is empty at the end.
"""

from __future__ import annotations

import os
import signal
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from time import monotonic, sleep
from uuid import uuid4

import pytest

VARIABLE = "AZRU_TEST_RUN"
"""The mark: a variable of the environment, which a process hands down to those it starts."""

PATIENCE = 5.0
"""How many seconds a process may take to end after its test."""


def find_marked(mark: str) -> dict[int, str]:
    """Return the commands of all processes with a mark but this one, by number."""
    wanted = f"{VARIABLE}={mark}".encode()
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        # Processes of others cannot be read; some end while they are.
        with suppress(OSError):
            if int(folder.name) != os.getpid() and wanted in _read_parts(folder / "environ"):
                found[int(folder.name)] = b" ".join(_read_parts(folder / "cmdline")).decode()
    return found


def _read_parts(file: Path) -> list[bytes]:
    return file.read_bytes().rstrip(b"\0").split(b"\0")


def end(numbers: dict[int, str]) -> None:
    """Kill processes."""
    for number in numbers:
        with suppress(ProcessLookupError):
            os.kill(number, signal.SIGKILL)


@pytest.fixture(scope="session", autouse=True)
def _nothing_is_left_behind(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Fail where a process or a file is there after all tests and fixtures of this session."""
    mark = uuid4().hex
    folder = tmp_path_factory.mktemp("temporary")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(VARIABLE, mark)
        # What pytest keeps for a while, it cleans up itself, when it is run by a test, too.
        patch.setenv("PYTEST_DEBUG_TEMPROOT", tempfile.gettempdir())
        patch.setenv("TMPDIR", str(folder))
        patch.setattr(tempfile, "tempdir", None)
        yield
    until = monotonic() + PATIENCE
    while (left := find_marked(mark)) and monotonic() < until:
        sleep(0.05)
    end(left)
    files = sorted(path.name for path in folder.iterdir())
    told = f"left behind: processes, killed now: {left}; files: {files}"
    assert not left, told
    assert not files, told
