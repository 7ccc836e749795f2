"""The process that loads the dataset once and forks workers from it.

It runs no query of others and has one thread, so that a fork copies nothing half-done. It alone
kills and reaps its workers: a process number that it knows cannot have passed to another process.
When the web process ends, by whatever cause, the control socket closes, and zygote and workers end
too.

What takes long it leaves to others. The store of a perspective is built in a zygote of its own,
forked from this one, so that both go on to obey; that one then knows what this one does not.

`azru_kg.engine.workers.root` starts it as `python -m azru_kg.engine.workers.zygote`, with the
number of the control socket as argument and the dataset on standard input.
"""

from __future__ import annotations

import gc
import json
import os
import resource
import selectors
import signal
import socket
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, NoReturn

import pyoxigraph as ox

from azru_kg.engine.workers import wire, worker
from azru_kg.engine.workers.memory import read_size
from azru_kg.errors import DataError
from azru_kg.graph import perspectives

_PACKET: Final = 4096


def main(control: socket.socket, order: dict[str, Any]) -> int:
    """Load a dataset, then fork and kill as told, until the control socket closes."""
    try:
        store = wire.restore_dataset(order["dataset"]).store()
    except DataError as error:
        _say(control, {"broken": wire.describe_data_error(error)})
        return 1
    _Zygote(control, {"": store}, memory=order["memory"]).run()
    return 0


class _Zygote:
    """A zygote and its children, by the numbers that the pool gives them."""

    def __init__(self, control: socket.socket, stores: dict[str, ox.Store], *, memory: int) -> None:
        self._control = control
        self._stores = stores
        self._memory = memory
        self._processes: dict[int, int] = {}
        self._woken, self._waker = socket.socketpair()
        self._woken.setblocking(False)
        self._waker.setblocking(False)

    def run(self) -> None:
        gc.collect()
        gc.freeze()
        _say(self._control, {"ready": True})
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
            _say(self._control, {"ended": told.get("fork", told.get("branch")), "status": None})
        elif "fork" in told:
            self._fork(told["fork"], lambda parent: self._become_worker(files[0], parent))
        else:
            name, seconds = told["name"], told["seconds"]
            self._fork(
                told["branch"], lambda parent: self._branch_off(files[0], parent, name, seconds)
            )
        for file in files:
            file.close()

    def _fork(self, number: int, become: Callable[[int], None]) -> None:
        threads = len(list(Path("/proc/self/task").iterdir()))
        if threads != 1:
            raise RuntimeError(f"the zygote has {threads} threads; a fork would copy only one")
        parent = os.getpid()
        try:
            process = os.fork()
        except OSError as error:
            print(f"no process could be forked: {error}", file=sys.stderr, flush=True)
            _say(self._control, {"ended": number, "status": None})
            return
        if process == 0:
            self._become(lambda: become(parent))
        self._processes[number] = process
        _say(self._control, {"forked": number})

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
            # Not sys.exit: a fork must neither return into the zygote nor free its store.
            os._exit(status)

    def _become_worker(self, connection: socket.socket, parent: int) -> None:
        try:
            worker.run(connection, self._stores, memory=self._memory, parent=parent)
        except BaseException as error:
            worker.report(connection, error)
            raise

    def _branch_off(self, control: socket.socket, parent: int, name: str, seconds: float) -> None:
        """Build the store of a perspective, and be the zygote of workers that have it.

        A perspective is a part of the data, so it needs no more than they take, and some for the
        building.
        """
        worker.die_with(parent)
        signal.setitimer(signal.ITIMER_REAL, seconds)
        limits = resource.getrlimit(resource.RLIMIT_AS)
        size = read_size()
        resource.setrlimit(resource.RLIMIT_AS, (2 * size + self._memory, limits[1]))
        store = perspectives.build_store(self._stores[""], name)
        resource.setrlimit(resource.RLIMIT_AS, limits)
        signal.setitimer(signal.ITIMER_REAL, 0)
        _Zygote(control, {**self._stores, name: store}, memory=self._memory).run()

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
