"""Passes on to the log what the processes of the engine write to stderr, line by line.

There is little of it: a worker that got no memory says so as it ends, and so does an unforeseen
error. Written past the log, it would break the form of its lines.
"""

from __future__ import annotations

import asyncio
import logging
import os
from typing import BinaryIO

_READ = 64 * 1024

_log = logging.getLogger("azru_kg.engine")


class Relay:
    """The readable end of a pipe; it logs each line that comes."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._rest = b""
        os.set_blocking(stream.fileno(), False)
        asyncio.get_running_loop().add_reader(stream.fileno(), self._hear)

    def close(self) -> None:
        """Log what has come by now, and listen no longer."""
        if self._stream.closed:
            return
        while self._hear():
            pass
        if self._rest:
            self._say(self._rest)
        asyncio.get_running_loop().remove_reader(self._stream.fileno())
        self._stream.close()

    def _hear(self) -> bool:
        """Log the lines that have come; return whether there may be more."""
        try:
            data = os.read(self._stream.fileno(), _READ)
        except BlockingIOError:
            return False
        if not data:
            asyncio.get_running_loop().remove_reader(self._stream.fileno())
        *lines, rest = (self._rest + data).split(b"\n")
        for line in lines:
            self._say(line)
        self._rest = rest[:_READ]
        return bool(data)

    def _say(self, line: bytes) -> None:
        _log.warning("a process of the engine said: %s", line.decode(errors="backslashreplace"))
