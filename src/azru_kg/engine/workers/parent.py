"""A zygote and its workers as the web process holds them: handles, no policy.

A worker is a number and a socket. Only the zygote knows process numbers; here workers are killed by
name. Nothing here waits for a zygote: what it cannot take yet is kept until it can, and what it has
done it says.
"""

from __future__ import annotations

import asyncio
import errno
import json
import socket
from collections import deque
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Final

from azru_kg.engine.workers import wire
from azru_kg.errors import AzruError

_PACKET: Final = 64 * 1024
_READ: Final = 256 * 1024
_PATIENCE: Final = 5.0
# The kernel has a limit on descriptors under way, which is reached where nobody takes them.
_LATER: Final = 0.05


def _make_future() -> asyncio.Future[Any]:
    return asyncio.get_running_loop().create_future()


@dataclass(eq=False, slots=True)
class Child:
    """A process that a zygote was told to fork.

    `born` becomes true when there is such a process, false if there never will be. `ended` has its
    exit status, or None where that stays unknown.
    """

    number: int
    born: asyncio.Future[bool] = field(default_factory=_make_future)
    ended: asyncio.Future[int | None] = field(default_factory=_make_future)

    def lose(self, status: int | None) -> None:
        """Note that it has ended, or was never there."""
        if not self.born.done():
            self.born.set_result(False)
        if not self.ended.done():
            self.ended.set_result(status)

    async def wait(self) -> int | None:
        """Return the exit status of a process that is about to end, or None if it stays unknown.

        A negative status is the number of the signal that ended it.
        """
        await asyncio.wait([self.ended], timeout=_PATIENCE)
        return self.ended.result() if self.ended.done() else None


class Worker:
    """One worker: send it a request, receive the frames of the answer."""

    def __init__(self, zygote: Zygote, child: Child, connection: socket.socket) -> None:
        self.zygote = zygote
        self.child = child
        self._connection = connection
        self._decoder = wire.Decoder()
        self._frames: deque[wire.Frame] = deque()

    @property
    def lives(self) -> bool:
        """Whether its process is there, as far as is known."""
        return not self.child.ended.done()

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

    def drain(self) -> wire.Frame | None:
        """Return the last frame that has come already, and forget the others."""
        last = self._frames[-1] if self._frames else None
        self._frames.clear()
        return last

    def hang_up(self) -> None:
        """Wake whoever waits in `receive`; what has come already can still be received."""
        self._connection.shutdown(socket.SHUT_RDWR)

    def kill(self) -> None:
        """End it at once, whatever it does; its child says when that is done."""
        self.zygote.kill(self.child)

    def close(self) -> None:
        """Close the socket; a worker that waits for a request then ends."""
        self._connection.close()


class Zygote:
    """A zygote at the other end of a socket: makes workers, kills them, says how they ended.

    `knows` are the perspectives that its workers have a store of. `ready` becomes true when it has
    its data, or has the error that kept it from that; `lost` is done when it is gone.
    """

    def __init__(
        self, control: socket.socket, *, memory: int, knows: frozenset[str] = frozenset()
    ) -> None:
        self.memory = memory
        self.knows = knows
        self.ready: asyncio.Future[bool] = _make_future()
        self.lost: asyncio.Future[None] = _make_future()
        self._control = control
        self._control.setblocking(False)
        self._orders: deque[tuple[bytes, socket.socket | None]] = deque()
        self._numbers = count(1)
        self._children: dict[int, Child] = {}
        self._loop = asyncio.get_running_loop()
        self._loop.add_reader(control, self._hear)

    @property
    def alive(self) -> bool:
        """Whether it is there, as far as is known."""
        return not self.lost.done()

    def fork(self) -> Worker:
        """Return a worker to be; raise OSError where there is no descriptor left for it."""
        ours, theirs = socket.socketpair()
        ours.setblocking(False)
        child = self._expect()
        self._tell({"fork": child.number}, theirs)
        return Worker(self, child, ours)

    def branch(self, name: str, *, seconds: float) -> tuple[Zygote, Child]:
        """Return a zygote to be that knows one perspective more, and the process that it is.

        It has so many seconds to build the store. Raises OSError where no descriptor is left.
        """
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        child = self._expect()
        self._tell({"branch": child.number, "name": name, "seconds": seconds}, theirs)
        return Zygote(ours, memory=self.memory, knows=self.knows | {name}), child

    def kill(self, child: Child) -> None:
        """End a child at once."""
        if not child.ended.done():
            self._tell({"kill": child.number})

    def close(self) -> None:
        """Let go of it: it and all its workers end. What it has not told stays unknown."""
        if self._control.fileno() < 0:
            return
        self._loop.remove_reader(self._control)
        self._loop.remove_writer(self._control)
        self._control.close()
        while self._orders:
            _close(self._orders.popleft()[1])
        if not self.ready.done():
            self.ready.cancel()
        if not self.lost.done():
            self.lost.set_result(None)
        for child in self._children.values():
            child.lose(None)
        self._children.clear()

    def _expect(self) -> Child:
        child = Child(next(self._numbers))
        if self.alive:
            self._children[child.number] = child
        else:
            child.lose(None)
        return child

    def _hear(self) -> None:
        try:
            packet = self._control.recv(_PACKET)
        except BlockingIOError:
            return
        except ConnectionError:
            packet = b""
        if packet:
            self._heed(json.loads(packet))
            return
        if not self.ready.done():
            self.ready.set_exception(
                AzruError("the process that loads the data ended. What it wrote says why")
            )
        self.close()

    def _heed(self, said: dict[str, Any]) -> None:
        if "ready" in said:
            self.ready.set_result(True)
        elif "broken" in said:
            self.ready.set_exception(wire.restore_data_error(said["broken"]))
        elif "forked" in said:
            self._children[said["forked"]].born.set_result(True)
        else:
            self._children.pop(said["ended"]).lose(said["status"])

    def _tell(self, order: dict[str, Any], file: socket.socket | None = None) -> None:
        if not self.alive:
            _close(file)
            return
        self._orders.append((json.dumps(order).encode(), file))
        if len(self._orders) == 1:
            self._send()

    def _send(self) -> None:
        """Send the orders that wait, as many as are taken; the others when there is room."""
        self._loop.remove_writer(self._control)
        while self._orders:
            order, file = self._orders[0]
            try:
                socket.send_fds(self._control, [order], [] if file is None else [file.fileno()])
            except BlockingIOError:
                self._loop.add_writer(self._control, self._send)
                return
            except ConnectionError:
                # It ended a moment ago; the closed socket is about to say so to `_hear`.
                return
            except OSError as error:
                if error.errno != errno.ETOOMANYREFS:
                    raise
                self._loop.call_later(_LATER, self._send_again)
                return
            self._orders.popleft()
            _close(file)

    def _send_again(self) -> None:
        if self.alive:
            self._send()


def _close(file: socket.socket | None) -> None:
    if file is not None:
        file.close()
