"""No test leaves a process behind: what it starts bears a mark, and is looked for at the end."""

from __future__ import annotations

import os
import signal
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
def _nothing_is_left_behind() -> Iterator[None]:
    """Fail where a process of a test is there after all tests and fixtures of this session."""
    mark = uuid4().hex
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(VARIABLE, mark)
        yield
    until = monotonic() + PATIENCE
    while (left := find_marked(mark)) and monotonic() < until:
        sleep(0.05)
    end(left)
    assert not left, f"left behind and killed now: {left}"
