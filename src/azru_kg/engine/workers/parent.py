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
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Final

from azru_kg.engine.workers import wire
from azru_kg.errors import AzruError

_PACKET: Final = 64 * 1024
# Where all that comes is put first.
_BUFFER: Final = memoryview(bytearray(256 * 1024))
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
    """One worker: send it a request, receive the frames of the answer.

    `frames` have come and are not received yet; `gone` is whether no more will come.
    """

    def __init__(self, zygote: Zygote, child: Child, connection: socket.socket) -> None:
        self.zygote = zygote
        self.child = child
        self.frames: deque[wire.Frame] = deque()
        self.gone = False
        self._connection = connection
        self._decoder = wire.Decoder()
        self._loop = asyncio.get_running_loop()
        self._wake: Callable[[], None] | None = None
        self._listening = False

    @property
    def lives(self) -> bool:
        """Whether its process is there, as far as is known."""
        return not self.child.ended.done()

    async def send(self, frame: bytes) -> None:
        """Send a frame; raises OSError if the worker is gone."""
        rest = frame[self.post(frame) :]
        if rest:
            await self._loop.sock_sendall(self._connection, rest)

    def post(self, frame: bytes) -> int:
        """Send what is taken at once of a frame, and return how many bytes that is.

        One that waits for a request takes a small one whole. Raises OSError if the worker is gone.
        """
        try:
            return self._connection.send(frame)
        except BlockingIOError:
            return 0

    async def receive(self) -> wire.Frame | None:
        """Return the next frame, or None if the worker is gone.

        Reads only when asked and only as much as fits: a reader that waits lets the worker wait.
        """
        while not self.frames:
            if self.gone:
                return None
            come = asyncio.Event()  # which is set, too, when nobody waits for it any more
            self.listen(come.set)
            try:
                await come.wait()
            finally:
                self._wake = None
        return self.frames.popleft()

    def listen(self, wake: Callable[[], None]) -> None:
        """Have a function called once: when more has come, or when the worker is gone."""
        self._wake = wake
        if not self._listening:
            self._listening = True
            self._loop.add_reader(self._connection, self._hear)

    def drain(self) -> wire.Frame | None:
        """Return the last frame that has come already, and forget the others."""
        last = self.frames[-1] if self.frames else None
        self.frames.clear()
        self._wake = None
        return last

    def hang_up(self) -> None:
        """Wake whoever waits in `receive`; what has come already can still be received."""
        self._connection.shutdown(socket.SHUT_RDWR)

    def kill(self) -> None:
        """End it at once, whatever it does; its child says when that is done."""
        self.zygote.kill(self.child)

    def close(self) -> None:
        """Close the socket; a worker that waits for a request then ends."""
        self._stop_listening()
        self._connection.close()

    def _hear(self) -> None:
        if self._wake is None:
            # Nobody asks yet. To begin to listen takes longer than to listen on.
            self._stop_listening()
            return
        try:
            size = self._connection.recv_into(_BUFFER)
        except BlockingIOError:
            return
        except ConnectionError:
            size = 0
        try:
            self.frames.extend(self._decoder.feed(_BUFFER[:size]))
        except ValueError:  # it writes no frames any more: nothing that it says is to be trusted
            size = 0
        if not size:
            self.gone = True
            self._stop_listening()
        wake, self._wake = self._wake, None
        wake()

    def _stop_listening(self) -> None:
        if self._listening:
            self._listening = False
            self._loop.remove_reader(self._connection)


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
        return Worker(self, self.bear(theirs), ours)

    def bear(self, connection: socket.socket, **order: Any) -> Child:
        """Return a process to be that has one end of a connection, which is closed here."""
        child = self._expect()
        self._tell({"fork": child.number, **order}, connection)
        return child

    def branch(self, name: str, *, seconds: float) -> tuple[Zygote, Child]:
        """Return a zygote to be that knows one perspective more, and the process that it is.

        It has so many seconds to build the store. Raises OSError where no descriptor is left.
        """
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        child = self.bear(theirs, branch=name, seconds=seconds)
        return Zygote(ours, memory=self.memory, knows=self.knows | {name}), child

    def duplicate(self, control: socket.socket) -> Child:
        """Return the process of a zygote to be that knows the same, for another to control."""
        return self.bear(control, branch="")

    def kill(self, child: Child) -> None:
        """End a child at once."""
        if not child.ended.done():
            self._tell({"kill": child.number})

    @property
    def bears(self) -> bool:
        """Whether it has children, as far as is known."""
        return bool(self._children)

    async def outlive(self) -> None:
        """Return when its children have ended, which are about to, or after a while."""
        if self._children:
            ended = [child.ended for child in self._children.values()]
            await asyncio.wait(ended, timeout=_PATIENCE)

    async def end(self) -> None:
        """Let go of it, and return when that is done."""
        self.close()

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
