"""The process that loads the dataset once and forks workers from it.

It runs no query of others. When the web process ends, by whatever cause, the control socket closes,
and zygote and workers end too.

What takes long it leaves to others. The store of a perspective is built in a zygote of its own,
forked from this one, so that both go on to obey; that one then knows what this one does not. One
that knows no more is a twin: so web processes that serve the same data share them.

`azru_kg.engine.workers.root` starts it as `python -m azru_kg.engine.workers.zygote`, with the
number of the control socket as argument, and tells it the dataset on standard input.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import socket
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import sleep
from typing import Any, Final

import pyoxigraph as ox

from azru_kg.engine.workers import wire, worker
from azru_kg.engine.workers.forking import Forker, count_threads, die_with, say
from azru_kg.engine.workers.memory import read_size
from azru_kg.errors import DataError
from azru_kg.graph import perspectives

_MOMENT: Final = 0.001


def main(control: socket.socket, order: dict[str, Any]) -> int:
    """Load a dataset, then fork and kill as told, until the control socket closes."""
    try:
        store = _build_apart(wire.restore_dataset(order["dataset"]).store)
    except DataError as error:
        say(control, {"broken": wire.describe_data_error(error)})
        return 1
    _Zygote(control, {"": store}, memory=order["memory"]).run()
    return 0


class _Zygote(Forker):
    """A process with stores, by the names of perspectives; its children are workers and zygotes."""

    def __init__(self, control: socket.socket, stores: dict[str, ox.Store], *, memory: int) -> None:
        super().__init__(control)
        self._stores = stores
        self._memory = memory

    def become(self, told: dict[str, Any], connection: socket.socket, parent: int) -> None:
        """Be a worker, or a zygote that may know a perspective more."""
        if "branch" in told:
            die_with(parent)
            self._branch_off(connection, told["branch"], told.get("seconds", 0.0))
            return
        try:
            worker.run(connection, self._stores, memory=self._memory, parent=parent)
        except BaseException as error:
            worker.report(connection, error)
            raise

    def _branch_off(self, control: socket.socket, name: str, seconds: float) -> None:
        """Be the zygote of workers that have a perspective, whose store is built where it is not.

        A perspective is a part of the data, so it needs no more than they take, and some for the
        building.
        """
        if name not in self._stores:
            signal.setitimer(signal.ITIMER_REAL, seconds)
            limits = resource.getrlimit(resource.RLIMIT_AS)
            size = read_size()
            resource.setrlimit(resource.RLIMIT_AS, (2 * size + self._memory, limits[1]))
            self._stores[name] = _build_apart(
                lambda: perspectives.build_store(self._stores[""], name)
            )
            resource.setrlimit(resource.RLIMIT_AS, limits)
            signal.setitimer(signal.ITIMER_REAL, 0)
        _Zygote(control, self._stores, memory=self._memory).run()


def _build_apart(build: Callable[[], ox.Store]) -> ox.Store:
    """Return the store that a function builds, in a thread that ends with it.

    The C library of GNU gives each thread a heap of its own. What building frees leaves that of the
    store full of gaps, among which to look for a place takes longer than a small query; the workers
    get the other one, which is as new.
    """
    with ThreadPoolExecutor(1) as thread:
        built = thread.submit(build)
    while count_threads() > 1:
        sleep(_MOMENT)
    return built.result()


def _start() -> int:
    control = socket.socket(fileno=int(sys.argv[1]))
    order = json.load(sys.stdin)
    with Path(os.devnull).open("rb") as nothing:
        os.dup2(nothing.fileno(), sys.stdin.fileno())
    return main(control, order)


if __name__ == "__main__":
    sys.exit(_start())
