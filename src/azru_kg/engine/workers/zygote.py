"""The process that loads the dataset once and forks workers from it.

It runs no query of others and has one thread, so that a fork copies nothing half-done. It alone
kills and reaps workers: a process number that it knows cannot have passed to another process. When
the web process ends, by whatever cause, the control socket closes, and zygote and workers end too.

`azru_kg.engine.workers.parent` starts it as `python -m azru_kg.engine.workers.zygote`, with the
number of the control socket as argument and the dataset on standard input.
"""

from __future__ import annotations

import gc
import json
import os
import selectors
import signal
import socket
import sys
import traceback
from pathlib import Path
from typing import Any, Final, NoReturn

import pyoxigraph as ox

from azru_kg.engine.workers import wire, worker
from azru_kg.errors import DataError
from azru_kg.graph import perspectives

_PACKET: Final = 4096


def main(control: socket.socket, order: dict[str, Any]) -> int:
    """Load a dataset, then fork and kill workers as told, until the control socket closes.

    The store of a perspective is built when it is first asked for: few ask for any.
    """
    try:
        store = wire.restore_dataset(order["dataset"]).store()
    except DataError as error:
        _say(control, {"broken": wire.describe_data_error(error)})
        return 1
    gc.collect()
    gc.freeze()
    _say(control, {"ready": len(store)})
    _Zygote(control, store, memory=order["memory"]).run()
    return 0


class _Zygote:
    """The workers, by the numbers that the pool gives them."""

    def __init__(self, control: socket.socket, store: ox.Store, *, memory: int) -> None:
        self._control = control
        self._stores = {"": store}
        self._memory = memory
        self._processes: dict[int, int] = {}
        self._woken, self._waker = socket.socketpair()
        self._woken.setblocking(False)
        self._waker.setblocking(False)

    def run(self) -> None:
        signal.signal(signal.SIGCHLD, lambda _number, _frame: None)
        signal.set_wakeup_fd(self._waker.fileno(), warn_on_full_buffer=False)
        with selectors.PollSelector() as selector:
            selector.register(self._control, selectors.EVENT_READ)
            selector.register(self._woken, selectors.EVENT_READ)
            while self._obey({key.fd for key, _ in selector.select()}):
                self._reap()
        for process in self._processes.values():
            os.kill(process, signal.SIGKILL)
        for process in self._processes.values():
            os.waitpid(process, 0)

    def _obey(self, ready: set[int]) -> bool:
        """Do what the pool says, if it says something; return False when it is gone."""
        if self._woken.fileno() in ready:
            self._woken.recv(_PACKET)
        if self._control.fileno() not in ready:
            return True
        packet, files, _, _ = socket.recv_fds(self._control, _PACKET, 1)
        if not packet:
            return False
        told = json.loads(packet)
        if "fork" in told:
            self._fork(told["fork"], socket.socket(fileno=files[0]))
        elif "prepare" in told:
            self._prepare(told["prepare"])
        elif told["kill"] in self._processes:
            os.kill(self._processes[told["kill"]], signal.SIGKILL)
        return True

    def _prepare(self, name: str) -> None:
        """Build the store of a perspective, for the workers that are forked from now on."""
        if name not in self._stores:
            self._stores[name] = perspectives.build_store(self._stores[""], name)
            gc.collect()
            gc.freeze()

    def _fork(self, number: int, connection: socket.socket) -> None:
        threads = len(list(Path("/proc/self/task").iterdir()))
        if threads != 1:
            raise RuntimeError(f"the zygote has {threads} threads; a fork would copy only one")
        parent = os.getpid()
        process = os.fork()
        if process == 0:
            self._become_worker(connection, parent)
        self._processes[number] = process
        connection.close()

    def _become_worker(self, connection: socket.socket, parent: int) -> NoReturn:
        try:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            for shared in (self._control, self._woken, self._waker):
                shared.close()
            worker.run(connection, self._stores, memory=self._memory, parent=parent)
        finally:
            error = sys.exc_info()[1]
            if error is not None:
                traceback.print_exc()
                worker.report(connection, error)
            # Not sys.exit: a worker must neither return into the zygote nor free its store.
            os._exit(int(error is not None))

    def _reap(self) -> None:
        numbers = {process: number for number, process in self._processes.items()}
        while self._processes:
            process, status = os.waitpid(-1, os.WNOHANG)
            if process == 0:
                return
            number = numbers[process]
            del self._processes[number]
            _say(self._control, {"ended": number, "status": os.waitstatus_to_exitcode(status)})


def _say(control: socket.socket, message: dict[str, Any]) -> None:
    try:
        control.send(json.dumps(message).encode())
    except OSError:
        # The pool is gone. The closed socket says so to the loop, which ends.
        return


def _start() -> int:
    control = socket.socket(fileno=int(sys.argv[1]))
    order = json.load(sys.stdin)
    with Path(os.devnull).open("rb") as nothing:
        os.dup2(nothing.fileno(), sys.stdin.fileno())
    return main(control, order)


if __name__ == "__main__":
    sys.exit(_start())
