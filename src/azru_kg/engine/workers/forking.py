"""A process that forks others and does nothing else, so that a fork copies nothing half-done.

It has one thread, and alone kills and reaps what it has forked: a process number that it knows
cannot have passed to another process. When its control socket closes, it ends, and all of them do.
"""

from __future__ import annotations

import ctypes
import gc
import json
import os
import selectors
import signal
import socket
import sys
import traceback
from abc import ABC, abstractmethod
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, NoReturn

_PACKET: Final = 4096
_PR_SET_PDEATHSIG: Final = 1


class Forker(ABC):
    """A process and those that it has forked, by the numbers that whoever controls it gives them.

    `become` says what a fork is to be.
    """

    def __init__(self, control: socket.socket) -> None:
        self._control = control
        self._processes: dict[int, int] = {}
        self._woken, self._waker = socket.socketpair()
        self._woken.setblocking(False)
        self._waker.setblocking(False)

    @abstractmethod
    def become(self, told: dict[str, Any], connection: socket.socket, parent: int) -> None:
        """Live the life of a fork, with a connection to whoever ordered it; then the fork ends."""

    def run(self) -> None:
        """Fork and kill as told, until the control socket closes."""
        gc.collect()
        gc.freeze()
        say(self._control, {"ready": True})
        signal.signal(signal.SIGCHLD, lambda _number, _frame: None)
        signal.set_wakeup_fd(self._waker.fileno(), warn_on_full_buffer=False)
        with self._woken, self._waker, selectors.PollSelector() as selector:
            selector.register(self._control, selectors.EVENT_READ)
            selector.register(self._woken, selectors.EVENT_READ)
            while self._obey({key.fd for key, _ in selector.select()}):
                self._reap()
            signal.set_wakeup_fd(-1)
        for process in self._processes.values():
            os.kill(process, signal.SIGKILL)
        for process in self._processes.values():
            os.waitpid(process, 0)

    def _obey(self, ready: set[int]) -> bool:
        """Do what is said, if something is; return False when nobody is there to say it."""
        if self._woken.fileno() in ready:
            self._woken.recv(_PACKET)
        if self._control.fileno() not in ready:
            return True
        try:
            packet, files, _, _ = socket.recv_fds(self._control, _PACKET, 1)
        except ConnectionError:  # it has not read what it was told
            return False
        if not packet:
            return False
        self._follow(json.loads(packet), [socket.socket(fileno=file) for file in files])
        return True

    def _follow(self, told: dict[str, Any], files: list[socket.socket]) -> None:
        if "kill" in told:
            if told["kill"] in self._processes:
                os.kill(self._processes[told["kill"]], signal.SIGKILL)
        elif not files:
            # The kernel drops a descriptor for which there is no place.
            say(self._control, {"ended": told["fork"], "status": None})
        else:
            self._fork(told, files[0])
        for file in files:
            file.close()

    def _fork(self, told: dict[str, Any], connection: socket.socket) -> None:
        threads = count_threads()
        if threads != 1:
            raise RuntimeError(f"{threads} threads are here; a fork would copy only one")
        parent = os.getpid()
        try:
            process = os.fork()
        except OSError as error:
            print(f"no process could be forked: {error}", file=sys.stderr, flush=True)
            say(self._control, {"ended": told["fork"], "status": None})
            return
        if process == 0:
            self._become(lambda: self.become(told, connection, parent))
        self._processes[told["fork"]] = process
        say(self._control, {"forked": told["fork"]})

    def _become(self, live: Callable[[], None]) -> NoReturn:
        """Live another life in this process, which is a fork, and end it."""
        status = 0
        try:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            for shared in (self._control, self._woken, self._waker):
                shared.close()
            live()
        except MemoryError:
            os.abort()
        except BaseException:
            traceback.print_exc()
            status = 1
        finally:
            # Not sys.exit: a fork must neither return into its parent nor free its store.
            os._exit(status)

    def _reap(self) -> None:
        numbers = {process: number for number, process in self._processes.items()}
        while self._processes:
            process, status = os.waitpid(-1, os.WNOHANG)
            if process == 0:
                return
            number = numbers[process]
            del self._processes[number]
            say(self._control, {"ended": number, "status": os.waitstatus_to_exitcode(status)})


def count_threads() -> int:
    """Return how many threads the kernel sees here: each goes a moment after its work."""
    return len(list(Path("/proc/self/task").iterdir()))


def say(control: socket.socket, message: dict[str, Any]) -> None:
    """Send a message; where nobody is there to hear it, the closed socket says so to the loop."""
    try:
        control.send(json.dumps(message).encode())
    except OSError:
        return


def die_with(parent: int) -> None:
    """End this process when its parent ends, which may have happened already."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(0)
