"""Stands between a client and a server, and lets happen what networks let happen."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

_PIECE = 65536


@dataclass
class Relay:
    """Passes bytes on, both ways.

    `on_request` is shown each piece that the client sends, before it is passed on; where it returns
    False, the connection is closed there and then. `rewrite` changes what the server sends.
    """

    port: int
    target: int
    on_request: Callable[[bytes], bool] = lambda piece: True
    rewrite: Callable[[bytes], bytes] = lambda piece: piece
    _open: list[socket.socket] = field(default_factory=list)

    def serve(self, listener: socket.socket) -> None:
        """Take connections until the listener is closed."""
        with suppress(OSError):
            while True:
                client, _ = listener.accept()
                server = socket.create_connection(("127.0.0.1", self.target))
                self._open += [client, server]
                for start, end, asks in ((client, server, True), (server, client, False)):
                    threading.Thread(
                        target=self._pass, args=(start, end, asks), daemon=True
                    ).start()

    def close(self) -> None:
        """Close what is open."""
        for each in self._open:
            each.close()

    def _pass(self, start: socket.socket, end: socket.socket, asks: bool) -> None:
        with suppress(OSError):
            while piece := start.recv(_PIECE):
                if asks and not self.on_request(piece):
                    break
                end.sendall(piece if asks else self.rewrite(piece))
        for each in (start, end):
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)


@contextmanager
def relay(target: int) -> Iterator[Relay]:
    """Give a relay to a port of this machine."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        made = Relay(listener.getsockname()[1], target)
        thread = threading.Thread(target=made.serve, args=(listener,), daemon=True)
        thread.start()
        try:
            yield made
        finally:
            listener.shutdown(socket.SHUT_RDWR)
            made.close()
            thread.join(5)
