"""The zygote and its workers as the web process holds them: handles, no policy.

A worker is a number and a socket. The socket exists before the process does, so a new worker can
be given a request at once. Only the zygote knows process numbers; here workers are killed by name.
"""

from __future__ import annotations

import asyncio
import json
import os
import socket
import subprocess
import sys
import tempfile
from collections import deque
from contextlib import AsyncExitStack
from itertools import count
from typing import Any, BinaryIO, Final, cast

from azru_kg.engine.workers import wire
from azru_kg.engine.workers.relay import Relay
from azru_kg.errors import AzruError
from azru_kg.graph.dataset import Dataset

_PACKET: Final = 64 * 1024
_READ: Final = 256 * 1024
_PATIENCE: Final = 5.0


class Worker:
    """One worker: send it a request, receive the frames of the answer."""

    def __init__(self, number: int, connection: socket.socket) -> None:
        self.number = number
        self.ended: asyncio.Future[int | None] = asyncio.get_running_loop().create_future()
        self._connection = connection
        self._decoder = wire.Decoder()
        self._frames: deque[wire.Frame] = deque()

    async def send(self, frame: bytes) -> None:
        """Send a frame; raises OSError if the worker is gone."""
        await asyncio.get_running_loop().sock_sendall(self._connection, frame)

    async def receive(self) -> wire.Frame | None:
        """Return the next frame, or None if the worker is gone.

        Reads only when asked and only as much as fits: a reader that waits lets the worker wait.
        """
        loop = asyncio.get_running_loop()
        while not self._frames:
            try:
                data = await loop.sock_recv(self._connection, _READ)
            except ConnectionError:
                return None
            if not data:
                return None
            self._frames.extend(self._decoder.feed(data))
        return self._frames.popleft()

    async def wait(self) -> int | None:
        """Return the exit status of a worker that is about to end, or None if that stays unknown.

        A negative status is the number of the signal that ended it.
        """
        await asyncio.wait([self.ended], timeout=_PATIENCE)
        return self.ended.result() if self.ended.done() else None

    def drain(self) -> wire.Frame | None:
        """Return the last frame that has come already, and forget the others."""
        last = self._frames[-1] if self._frames else None
        self._frames.clear()
        return last

    def hang_up(self) -> None:
        """Wake whoever waits in `receive`; what has come already can still be received."""
        self._connection.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Close the socket; a worker that waits for a request then ends."""
        self._connection.close()


class Zygote:
    """The running zygote: makes workers, kills them, and says of each how it ended."""

    def __init__(
        self, process: subprocess.Popen[bytes], control: socket.socket, *, memory: int
    ) -> None:
        self.memory = memory
        self.alive = True
        self._process = process
        self._relay = Relay(cast("BinaryIO", process.stderr))
        self._control = control
        self._numbers = count(1)
        self._workers: dict[int, Worker] = {}

    @classmethod
    async def start(cls, dataset: Dataset, *, memory: int) -> Zygote:
        """Return a zygote that has loaded a dataset; raise DataError if a file is broken."""
        if sys.platform != "linux":
            raise AzruError(
                "queries run in worker processes with limits that only Linux gives."
                f" On {sys.platform} run the server in a Linux container"
            )
        control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        control.setblocking(False)
        order = {"dataset": wire.describe_dataset(dataset), "memory": memory}
        with theirs, tempfile.TemporaryFile() as file:
            file.write(json.dumps(order).encode())
            file.seek(0)
            process = _launch(theirs.fileno(), file.fileno())
        zygote = cls(process, control, memory=memory)
        async with AsyncExitStack() as unless_ready:
            unless_ready.push_async_callback(zygote.close)
            unless_ready.callback(process.kill)
            await zygote._hear_ready()
            unless_ready.pop_all()
        # Orders may wait a little, when many clients leave at once, but never for ever.
        control.settimeout(_PATIENCE)
        asyncio.get_running_loop().add_reader(control, zygote._hear)
        return zygote

    def fork(self) -> Worker:
        """Return a new worker; its process follows within milliseconds."""
        ours, theirs = socket.socketpair()
        ours.setblocking(False)
        worker = Worker(next(self._numbers), ours)
        self._workers[worker.number] = worker
        with theirs:
            self._tell({"fork": worker.number}, [theirs.fileno()])
        return worker

    def prepare(self, name: str) -> None:
        """Let the workers forked from now on know a perspective."""
        self._tell({"prepare": name}, [])

    def kill(self, worker: Worker) -> None:
        """End a worker at once, whatever it does; its `ended` says when that is done."""
        self._tell({"kill": worker.number}, [])

    async def close(self) -> None:
        """End the zygote and all workers; return when they are gone."""
        if self._control.fileno() >= 0:
            asyncio.get_running_loop().remove_reader(self._control)
            self._control.close()
        self.alive = False
        try:
            await asyncio.to_thread(self._process.wait, _PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            await asyncio.to_thread(self._process.wait)
        self._relay.close()
        self._lose_workers()

    async def _hear_ready(self) -> None:
        packet = await asyncio.get_running_loop().sock_recv(self._control, _PACKET)
        said = json.loads(packet) if packet else {}
        if "broken" in said:
            raise wire.restore_data_error(said["broken"])
        if "ready" not in said:
            raise AzruError("the process that loads the data ended. What it wrote says why")

    def _hear(self) -> None:
        try:
            packet = self._control.recv(_PACKET)
        except ConnectionError:
            packet = b""
        if not packet:
            asyncio.get_running_loop().remove_reader(self._control)
            self._lose_workers()
            return
        said = json.loads(packet)
        worker = self._workers.pop(said["ended"], None)
        if worker is not None:
            worker.ended.set_result(said["status"])

    def _tell(self, message: dict[str, Any], files: list[int]) -> None:
        if not self.alive:
            return
        try:
            socket.send_fds(self._control, [json.dumps(message).encode()], files)
        except ConnectionError:
            # It ended a moment ago; the closed socket is about to say so to `_hear`.
            return
        except TimeoutError:
            self._lose_workers()

    def _lose_workers(self) -> None:
        self.alive = False
        for worker in self._workers.values():
            worker.ended.set_result(None)
        self._workers.clear()


def _launch(control: int, order: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603 (our own module)
        [sys.executable, "-P", "-m", "azru_kg.engine.workers.zygote", str(control)],
        stdin=order,
        stderr=subprocess.PIPE,
        pass_fds=[control],
        # A backtrace takes memory, which a worker that ran out of it does not have.
        env={**os.environ, "RUST_BACKTRACE": "0"},
        # An interrupt from the terminal is for the web process, which then closes in good order.
        start_new_session=True,
    )
