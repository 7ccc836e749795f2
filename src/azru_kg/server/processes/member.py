"""A web process among others: its end of the line to the supervisor."""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
import socket
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from typing import Any, Final

from azru_kg.engine.workers.parent import Zygote
from azru_kg.engine.workers.root import write_order
from azru_kg.errors import AzruError
from azru_kg.graph.dataset import Dataset
from azru_kg.server.processes.company import Make
from azru_kg.server.processes.line import Line, Message, take

_PATIENCE: Final = 3.0
_LONGEST: Final = 1024 * 1024


class Member:
    """What such a process has in common with the others.

    `reload` is called when all are to load the data anew, `obey` with the number of a signal that
    the server has got, `answer` with the question of another.
    """

    def __init__(self, connection: socket.socket) -> None:
        self.reload: Callable[[], None] = lambda: None
        self.obey: Callable[[int], None] = lambda _: None
        self.answer: Callable[[str], Awaitable[bytes]] | None = None
        self._line = Line(connection, self._hear, lambda: None)
        self._listener: asyncio.Future[socket.socket] = self._make_future()
        self._agreed: asyncio.Future[bool] = self._make_future()
        self._tasks: set[asyncio.Task[None]] = set()

    async def found(self, dataset: Dataset, memory: int, sums: Sequence[str]) -> Zygote:
        """Return a twin of the zygote that has these data; raise DataError if a file is broken."""
        control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        zygote = Zygote(control, memory=memory)
        with theirs, write_order(dataset, memory=memory) as order:
            key = hashlib.sha256(order.read() + json.dumps(sums).encode()).hexdigest()
            order.seek(0)
            message = {"zygote": key, "memory": memory}
            self._line.say(message, order.fileno(), theirs.fileno())
        try:
            await zygote.ready
        except BaseException:
            zygote.close()
            raise
        return zygote

    async def join(self, digest: str, title: str) -> socket.socket:
        """Say that the data are loaded; return a socket that listens."""
        self._line.say({"ready": digest, "title": title})
        return await self._listener

    def serve(self) -> None:
        """Say that requests are answered."""
        self._line.say({"serving": True})

    def fail(self, error: AzruError) -> None:
        """Say why this process cannot begin."""
        self._line.say({"failed": str(error)})

    def renew(self) -> bool:
        """Have all load the data anew."""
        return self._line.say({"renew": True})

    async def agree(self, digest: str | None) -> bool:
        """Return whether all have loaded the same data anew, when all have come to an end."""
        self._agreed = self._make_future()
        self._line.say({"loaded": digest})
        return digest is not None and await self._agreed

    async def share(self, key: str, make: Make) -> tuple[str, list[int]]:
        """Return what `make` returns, here or in another process; the files are for the caller."""
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with ours:
            with theirs:
                self._line.say({"want": key}, theirs.fileno())
            await _await_readable(ours)
            packet, files = take(ours)
        told = json.loads(packet or b"{}")
        if "text" in told:
            return told["text"], files
        try:
            text, files = await make()
        except BaseException:
            self._line.say({"made": key, "text": None})
            raise
        self._line.say({"made": key, "text": text}, *files)
        return text, files

    async def gather(self, question: str) -> list[bytes]:
        """Return what the others answer to a question, as many as do so in time."""
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        ours.setblocking(False)
        answers = []
        with ours:
            with theirs:
                self._line.say({"question": question}, theirs.fileno())
            with suppress(TimeoutError, ConnectionError):
                async with asyncio.timeout(_PATIENCE):
                    # It ends when the last of them has closed its copy of the socket.
                    while data := await asyncio.get_running_loop().sock_recv(ours, _LONGEST):
                        answers.append(data)
        return answers

    def close(self) -> None:
        """Leave the others."""
        for task in self._tasks:
            task.cancel()
        self._line.close()

    def _hear(self, message: Message, files: Sequence[int]) -> None:
        match message:
            case {"listen": True} if files and not self._listener.done():
                self._listener.set_result(socket.socket(fileno=os.dup(files[0])))
            case {"reload": True}:
                self.reload()
            case {"agreed": bool(agreed)} if not self._agreed.done():
                self._agreed.set_result(agreed)
            case {"signal": int(number)}:
                self.obey(number)
            case {"question": str(question)} if files:
                task = asyncio.create_task(
                    self._answer(question, socket.socket(fileno=os.dup(files[0])))
                )
                self._tasks.add(task)
                task.add_done_callback(self._tasks.discard)

    async def _answer(self, question: str, asker: socket.socket) -> None:
        asker.setblocking(False)
        with asker, suppress(OSError):
            if self.answer is not None:
                data = await self.answer(question)
                await asyncio.get_running_loop().sock_sendall(asker, data)

    def _make_future(self) -> asyncio.Future[Any]:
        return asyncio.get_running_loop().create_future()


async def _await_readable(connection: socket.socket) -> None:
    loop = asyncio.get_running_loop()
    readable = asyncio.Event()
    loop.add_reader(connection, readable.set)
    try:
        await readable.wait()
    finally:
        loop.remove_reader(connection)
