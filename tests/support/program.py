"""The program as a test runs it: arguments in, exit code and both outputs out.

It is a process of its own each time, forked out of one that has read all modules: that takes a
tenth of the time of a fresh start. What a fresh start decides – the locale, a terminal, a limit of
the system – is tested with one.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest

SCRIPT = Path(__file__).with_name("fork_server.py")
SECONDS = 60
_START_SECONDS = 60
_CODE = 64


class Program:
    """Runs the program of the checkout that PYTHONPATH names."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = dict(environment)
        self._line, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self._server = subprocess.Popen(
                [sys.executable, "-W", "error", str(SCRIPT), str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
            )

    def run(
        self,
        *arguments: str | Path,
        text: str | bytes = "",
        cwd: Path | None = None,
        **environment: str,
    ) -> subprocess.CompletedProcess[str]:
        """Return what came of a run: it ends within a minute, or is killed and fails the test."""
        with ExitStack() as stack:
            files = [stack.enter_context(tempfile.TemporaryFile()) for _ in range(3)]
            files[0].write(text.encode() if isinstance(text, str) else text)
            files[0].seek(0)
            order = {
                "arguments": [str(argument) for argument in arguments],
                "folder": str(cwd or Path.cwd()),
                "environ": {**self._environment, **environment},
            }
            message = json.dumps(order).encode()
            socket.send_fds(self._line, [message], [file.fileno() for file in files])
            code = self._await_end()
            outputs = []
            for file in files[1:]:
                file.seek(0)
                outputs.append(file.read().decode())
        return subprocess.CompletedProcess([*order["arguments"]], code, *outputs)

    def close(self) -> None:
        """End the process out of which runs are forked."""
        self._line.close()
        self._server.wait(_START_SECONDS)

    def _await_end(self) -> int:
        self._line.settimeout(_START_SECONDS)
        child = int(self._line.recv(_CODE))
        self._line.settimeout(SECONDS)
        try:
            return int(self._line.recv(_CODE))
        except TimeoutError:
            with suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
            self._line.recv(_CODE)
            pytest.fail(f"it had not ended after {SECONDS} seconds")


@pytest.fixture(scope="session")
def program(founding_program: dict[str, str]) -> Iterator[Program]:
    """Return the program of a checkout of the founding documents."""
    made = Program(founding_program)
    yield made
    made.close()
