"""What passes between the supervisor and a web process: JSON messages, with open files.

Each is a packet. Nobody waits for the other to take one: who takes none has come to a stop.
"""

from __future__ import annotations

import asyncio
import json
import os
import socket
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, Final

_PACKET: Final = 128 * 1024
_FILES: Final = 64

Message = dict[str, Any]


class Line:
    """One end of a line; `hear` gets what comes, with the files, and `lose` is told of its end.

    The files are closed after `hear` has returned: what is kept of them is duplicated.
    """

    def __init__(
        self,
        connection: socket.socket,
        hear: Callable[[Message, Sequence[int]], None],
        lose: Callable[[], None],
    ) -> None:
        self._connection = connection
        self._heed = hear
        self._lose = lose
        connection.setblocking(False)
        self._loop = asyncio.get_running_loop()
        self._loop.add_reader(connection, self._hear)

    def say(self, message: Message, *files: int) -> bool:
        """Send a message; return whether there is room for it, or nobody to take it any more."""
        if self._connection.fileno() < 0:
            return True
        with suppress(ConnectionError):
            try:
                socket.send_fds(self._connection, [json.dumps(message).encode()], files)
            except BlockingIOError:
                return False
        return True

    def close(self) -> None:
        """Hang up."""
        if self._connection.fileno() >= 0:
            self._loop.remove_reader(self._connection)
            self._connection.close()

    def _hear(self) -> None:
        try:
            packet, files = take(self._connection)
        except BlockingIOError:
            return
        except ConnectionError:
            packet, files = b"", []
        try:
            if packet:
                self._heed(json.loads(packet), files)
            else:
                self.close()
                self._lose()
        finally:
            for file in files:
                os.close(file)


def take(connection: socket.socket) -> tuple[bytes, list[int]]:
    """Return the packet that has come, with its files."""
    packet, files, _, _ = socket.recv_fds(connection, _PACKET, _FILES)
    return packet, files
