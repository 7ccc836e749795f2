"""The process out of which web processes are forked, so that they share what it has read.

It is forked off before the supervisor has a thread or an event loop, and has neither itself. The
signals of a terminal do not reach it and its children: the supervisor passes them on.
"""

from __future__ import annotations

import os
import signal
import socket
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from azru_kg.engine.workers.forking import Forker, die_with

_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

Life = Callable[[int, socket.socket], None]
"""What a web process does, with its place among the others and its line to the supervisor."""


class _Nursery(Forker):
    def __init__(self, control: socket.socket, live: Life) -> None:
        super().__init__(control)
        self._live = live

    def become(self, told: dict[str, Any], connection: socket.socket, parent: int) -> None:
        """Be a web process."""
        die_with(parent)
        _heed_signals(signal.SIG_DFL)
        self._live(told["place"], connection)


@contextmanager
def open_nursery(live: Life) -> Iterator[socket.socket]:
    """Yield the control socket of such a process; with the context it and all its children end."""
    control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    parent = os.getpid()
    process = os.fork()
    if process == 0:
        control.close()
        _run(theirs, live, parent)
    theirs.close()
    try:
        yield control
    finally:
        control.close()
        os.waitpid(process, 0)


def _run(control: socket.socket, live: Life, parent: int) -> None:
    status = 1
    try:
        os.setsid()
        _heed_signals(signal.SIG_IGN)
        die_with(parent)
        _Nursery(control, live).run()
        status = 0
    except BaseException:
        traceback.print_exc()
    finally:
        # What the parent has opened is for the parent to close.
        os._exit(status)


def _heed_signals(handler: signal.Handlers) -> None:
    for number in _SIGNALS:
        signal.signal(number, handler)
