"""The program as a test runs it: arguments in, exit code and both outputs out.

It is a process of its own each time, forked out of one that has read all modules: that takes a
tenth of the time of a fresh start. What a fresh start decides – the locale, a terminal, a limit of
the system – is tested with one.
"""

from __future__ import annotations

import json
import os
import select
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import TextIO

import pytest
from tests.support.process import Process

SCRIPT = Path(__file__).with_name("fork_server.py")
SECONDS = 60
_START_SECONDS = 60


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
            told, pid = self._order([file.fileno() for file in files], arguments, cwd, environment)
            with told:
                code = _await_end(told, pid)
            outputs = []
            for file in files[1:]:
                file.seek(0)
                outputs.append(file.read().decode())
        return subprocess.CompletedProcess([str(each) for each in arguments], code, *outputs)

    def start(
        self,
        *arguments: str | Path,
        script: Path | None = None,
        cwd: Path | None = None,
        **environment: str,
    ) -> Process:
        """Return a run that goes on, such as a server, of the command or of a script.

        It is for the test to end.
        """
        pipes = [os.pipe() for _ in range(2)]
        files = [os.open(os.devnull, os.O_RDONLY), *(write for _, write in pipes)]
        told, pid = self._order(files, arguments, cwd, environment, script)
        for file in files:
            os.close(file)
        return Process(pid, told, *(os.fdopen(read, encoding="utf-8") for read, _ in pipes))

    def close(self) -> None:
        """End the process out of which runs are forked."""
        self._line.close()
        self._server.wait(_START_SECONDS)

    def _order(
        self,
        files: Sequence[int],
        arguments: Sequence[str | Path],
        folder: Path | None,
        environment: Mapping[str, str],
        script: Path | None = None,
    ) -> tuple[TextIO, int]:
        """Have a run forked; return what is told of it from then on, and its number."""
        order = {
            "arguments": [str(argument) for argument in arguments],
            "folder": str(folder or Path.cwd()),
            "environ": {**self._environment, **environment},
            "script": script and str(script),
        }
        read, write = os.pipe()
        socket.send_fds(self._line, [json.dumps(order).encode()], [*files, write])
        os.close(write)
        told = os.fdopen(read, encoding="ascii")
        _await(told, _START_SECONDS)
        return told, int(told.readline())


def _await(told: TextIO, seconds: float) -> bool:
    """Tell whether something is told within some seconds."""
    return bool(select.select([told], [], [], seconds)[0])


def _await_end(told: TextIO, pid: int) -> int:
    if not _await(told, SECONDS):
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        pytest.fail(f"it had not ended after {SECONDS} seconds")
    return int(told.readline())
