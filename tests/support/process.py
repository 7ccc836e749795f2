"""A run of the program that was forked for a test and goes on: what is left of `Popen` for it."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import threading
from contextlib import suppress
from typing import TextIO

_PATIENCE = 20.0


class Process:
    """Watches a run; what it writes to stderr is read all along, and told at its end."""

    def __init__(self, pid: int, told: TextIO, stdout: TextIO, stderr: TextIO) -> None:
        self.pid = pid
        self.returncode: int | None = None
        self.stdout = stdout
        self._told = told
        self._stderr = stderr
        self._errors = ""
        self._reader = threading.Thread(target=self._read_errors, daemon=True)
        self._reader.start()

    def poll(self) -> int | None:
        """Return the exit code, or None while it runs."""
        with suppress(subprocess.TimeoutExpired):
            self.wait(0)
        return self.returncode

    def wait(self, timeout: float) -> int:
        """Return the exit code once it has ended.

        Raises subprocess.TimeoutExpired where it has not after so many seconds.
        """
        if self.returncode is None:
            if not select.select([self._told], [], [], timeout)[0]:
                raise subprocess.TimeoutExpired(f"process {self.pid}", timeout)
            self.returncode = int(self._told.readline())
        return self.returncode

    def communicate(self, timeout: float) -> tuple[str, str]:
        """Return what is left of stdout, and all of stderr, once it and its children have ended.

        Raises subprocess.TimeoutExpired where one has not after so many seconds.
        """
        self.wait(timeout)
        self._reader.join(timeout)
        if self._reader.is_alive():
            raise subprocess.TimeoutExpired(f"children of process {self.pid}", timeout)
        return self.stdout.read(), self._errors

    def send_signal(self, number: int) -> None:
        """Send a signal, if it has not ended."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it."""
        self.send_signal(signal.SIGKILL)

    def close(self) -> None:
        """End it, where it has not, and close what leads to it."""
        self.kill()
        self.wait(_PATIENCE)
        self._reader.join(_PATIENCE)
        for file in (self._told, self.stdout):
            file.close()

    def _read_errors(self) -> None:
        with self._stderr:
            self._errors = self._stderr.read()
