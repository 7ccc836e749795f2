"""The first zygote: the process that loads the dataset, as the web process starts and ends it."""

from __future__ import annotations

import asyncio
import json
import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import BinaryIO, Final, cast

from azru_kg.engine.workers import wire
from azru_kg.engine.workers.parent import Zygote
from azru_kg.engine.workers.relay import Relay
from azru_kg.errors import AzruError
from azru_kg.graph.dataset import Dataset

Founder = Callable[[Dataset, int, Sequence[str]], Awaitable[Zygote]]
"""What returns a zygote with the data of a dataset; of the memory that workers may take, and of the
checksums of its files."""

_PATIENCE: Final = 5.0
_ORDER_BYTES: Final = 1024 * 1024
# A query takes and frees many small pieces. The C library of GNU keeps seven of each size at hand,
# and looks for all others in its heap: with more of them a small query takes a fifth less time.
# These are at most 34 MB of a worker.
_TUNABLES: Final = "glibc.malloc.tcache_count=1000"


class Launched:
    """A process that is about to be the first zygote, and waits to be told what to load."""

    def __init__(self) -> None:
        self.process, self.control = _launch(subprocess.PIPE)

    def load(self, dataset: Dataset, *, memory: int) -> None:
        """Have a dataset loaded; its workers may take so much memory."""
        import fcntl  # which Windows has not

        stdin = cast("BinaryIO", self.process.stdin)
        # What all of it fits into takes it at once, even if nobody reads it yet.
        fcntl.fcntl(stdin, fcntl.F_SETPIPE_SZ, _ORDER_BYTES)
        with suppress(BrokenPipeError), stdin:  # the closed control socket says that it has ended
            stdin.write(_encode_order(dataset, memory))

    def drop(self) -> None:
        """End it."""
        self.process.kill()
        self.process.wait()
        self.control.close()
        for file in (self.process.stdin, self.process.stderr):
            if file is not None:
                file.close()


class Root(Zygote):
    """The zygote from which all others descend: where it ends, they end."""

    def __init__(
        self, process: subprocess.Popen[bytes], control: socket.socket, *, memory: int
    ) -> None:
        super().__init__(control, memory=memory)
        self._process = process
        self._relay = Relay(cast("BinaryIO", process.stderr))

    @classmethod
    async def start(cls, dataset: Dataset, *, memory: int) -> Root:
        """Return a zygote that has loaded a dataset; raise DataError if a file is broken."""
        with write_order(dataset, memory=memory) as order:
            return await cls.found(order, memory=memory)

    @classmethod
    async def found(cls, order: BinaryIO, *, memory: int) -> Root:
        """Return a zygote that has done as an order says; raise as `start` does."""
        if sys.platform != "linux":
            raise AzruError(
                "queries run in worker processes with limits that only Linux gives."
                f" On {sys.platform} run the server in a Linux container"
            )
        process, control = _launch(order)
        return await cls(process, control, memory=memory)._await_data()

    @classmethod
    async def adopt(cls, launched: Launched, *, memory: int) -> Root:
        """Return a zygote that was launched before, when it is ready; raise as `start` does."""
        return await cls(launched.process, launched.control, memory=memory)._await_data()

    async def _await_data(self) -> Root:
        try:
            await self.ready
        except BaseException:
            self._process.kill()
            await self.end()
            raise
        return self

    async def end(self) -> None:
        """End it and all its workers; return when it is gone."""
        self.close()
        try:
            await asyncio.to_thread(self._process.wait, _PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            await asyncio.to_thread(self._process.wait)
        self._relay.close()


async def found_alone(dataset: Dataset, memory: int, sums: Sequence[str]) -> Zygote:
    """Return a zygote that nobody shares."""
    return await Root.start(dataset, memory=memory)


@contextmanager
def write_order(dataset: Dataset, *, memory: int) -> Iterator[BinaryIO]:
    """Yield a file that tells a zygote what to load, and how much memory its workers may take."""
    with tempfile.TemporaryFile() as file:
        file.write(_encode_order(dataset, memory))
        file.seek(0)
        yield cast("BinaryIO", file)


def _encode_order(dataset: Dataset, memory: int) -> bytes:
    return json.dumps({"dataset": wire.describe_dataset(dataset), "memory": memory}).encode()


def _launch(order: BinaryIO | int) -> tuple[subprocess.Popen[bytes], socket.socket]:
    control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with theirs:
        process = subprocess.Popen(  # noqa: S603 (our own module)
            [sys.executable, "-P", "-m", "azru_kg.engine.workers.zygote", str(theirs.fileno())],
            stdin=order,
            stderr=subprocess.PIPE,
            pass_fds=[theirs.fileno()],
            # A backtrace takes memory, which a worker that ran out of it does not have.
            env={"GLIBC_TUNABLES": _TUNABLES, **os.environ, "RUST_BACKTRACE": "0"},
            # An interrupt from the terminal is for the web process, which then closes in good
            # order.
            start_new_session=True,
        )
    return process, control
