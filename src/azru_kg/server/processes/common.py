"""Keeps what one web process has made for all of them: a text and open files.

Who asks for something that is not there yet has to make it; others who ask meanwhile wait. Only the
last that were made are kept, as many as a release needs: whoever has got an earlier one keeps it
for itself.
"""

from __future__ import annotations

import json
import os
import socket
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from typing import Any, Final

MOST: Final = 2
"""So many things are kept: the graph of a release in each syntax, and its tables."""


class Common:
    """What is common to processes, each of which is told apart by an object that stands for it."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[str, list[int]]] = {}
        self._makers: dict[str, object] = {}
        self._waiting: dict[str, deque[tuple[object, socket.socket]]] = {}

    def ask(self, who: object, key: str, asker: socket.socket) -> None:
        """Send a process what is kept under a key, now or later, or that it has to make it."""
        if key in self._kept:
            text, files = self._kept[key]
            _answer(asker, {"text": text}, files)
        elif key in self._makers:
            self._waiting.setdefault(key, deque()).append((who, asker))
        else:
            self._makers[key] = who
            _answer(asker, {})

    def keep(self, who: object, key: str, text: str | None, files: Sequence[int] = ()) -> None:
        """Keep what a process has made; where it could not, the next has to."""
        if self._makers.get(key) is not who:
            return
        del self._makers[key]
        waiting = self._waiting.pop(key, deque())
        if text is not None:
            self._forget(key)
            self._kept[key] = text, [os.dup(file) for file in files]
            while len(self._kept) > MOST:
                self._forget(next(iter(self._kept)))
        for each, asker in waiting:
            self.ask(each, key, asker)

    def leave(self, who: object) -> None:
        """Wait no longer for a process that has ended."""
        for key, waiting in self._waiting.items():
            for each, asker in waiting:
                if each is who:
                    asker.close()
            self._waiting[key] = deque(other for other in waiting if other[0] is not who)
        for key in [key for key, maker in self._makers.items() if maker is who]:
            self.keep(who, key, None)

    def close(self) -> None:
        """Keep nothing, and let nobody wait."""
        for key in [*self._kept]:
            self._forget(key)
        for waiting in self._waiting.values():
            for _, asker in waiting:
                asker.close()

    def _forget(self, key: str) -> None:
        _, files = self._kept.pop(key, ("", []))
        for file in files:
            os.close(file)


def _answer(asker: socket.socket, message: dict[str, Any], files: Sequence[int] = ()) -> None:
    with asker, suppress(OSError):
        socket.send_fds(asker, [json.dumps(message).encode()], files)
