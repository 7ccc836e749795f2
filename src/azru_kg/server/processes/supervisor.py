"""Starts the web processes of a server, keeps as many of them as there are to be, and ends them.

It answers no request and holds no data. What concerns all is seen to here: signals, the port on
which all listen, the moment in which all serve new data.

Each process has a socket of its own, among which the kernel deals connections out by a hash of both
addresses. Of one socket for all, whoever is awake takes all that wait: of 64 connections opened at
once one process of two had 59, and kept them.
"""

from __future__ import annotations

import asyncio
import logging
import os
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import monotonic
from typing import Final

from azru_kg.engine.workers.parent import Child, Zygote
from azru_kg.errors import AzruError
from azru_kg.server.processes.common import Common
from azru_kg.server.processes.lending import Lending
from azru_kg.server.processes.line import Line, Message

# A process that has lived so long is started again without delay.
_SETTLED: Final = 30.0
_FIRST_DELAY, _LAST_DELAY = 0.5, 10.0

_log = logging.getLogger("azru_kg.processes")


@dataclass(eq=False, slots=True)
class _Member:
    """A web process: `digest` is of the data that it has, once it has them."""

    place: int
    child: Child
    line: Line
    begun: float
    digest: str | None = None
    title: str = ""
    serves: bool = False


class Supervisor:
    """So many web processes, forked out of a nursery.

    `reserve` returns the port, when the first of them has its data, if nobody else listens there;
    `listen` returns another socket that listens on it. `announce` is called once with it, and with
    the title of the data, when all serve.
    """

    def __init__(
        self,
        nursery: Zygote,
        processes: int,
        *,
        reserve: Callable[[], int],
        listen: Callable[[int], socket.socket],
        announce: Callable[[str, int], None],
    ) -> None:
        self._nursery = nursery
        self._processes = processes
        self._reserve = reserve
        self._listen = listen
        self._announce = announce
        self._lending = Lending()
        self._common = Common()
        self._members: set[_Member] = set()
        self._births: set[asyncio.TimerHandle] = set()
        self._delay = 0.0
        self._port = 0
        self._announced = False
        self._stopping = False
        # The processes that are loading data anew, and the digests that others have got.
        self._loading: set[_Member] = set()
        self._loaded: dict[_Member, str | None] = {}
        self._owed = False
        self._over: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    async def run(self) -> None:
        """Return when all have ended after `stop`; raise AzruError where they cannot begin."""
        self._nursery.lost.add_done_callback(
            lambda _: self._fail("the process that starts web processes ended, and they with it")
        )
        try:
            for place in range(self._processes):
                self._bear(place)
            await self._over
        finally:
            self._stopping = True
            self._cease()
            for member in self._members:
                member.line.close()
            self._nursery.close()
            self._common.close()
            await self._lending.close()

    def stop(self, number: int) -> None:
        """Pass on a signal that ends the server."""
        self._stopping = True
        self._cease()
        for member in self._members:
            if member.serves:
                self._tell(member, {"signal": number})
            else:
                self._nursery.kill(member.child)
        self._settle()

    def reload(self) -> None:
        """Have all load the data anew, and serve them if all have loaded the same.

        Where some do so already, or begin only now, it is done after that.
        """
        if self._loading or not all(member.serves for member in self._members):
            self._owed = True
            return
        self._owed = False
        self._loaded.clear()
        self._loading.update(self._members)
        for member in self._members:
            self._tell(member, {"reload": True})

    def _bear(self, place: int) -> None:
        try:
            ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        except OSError as error:
            _log.error("a web process could not be started, which is tried again: %s", error)
            self._bear_later(place)
            return
        child = self._nursery.bear(theirs, place=place)
        # It ends with its process: what is to be done then is done where that is known.
        line = Line(ours, lambda message, files: self._hear(member, message, files), lambda: None)
        member = _Member(place, child, line, monotonic())
        self._members.add(member)
        child.ended.add_done_callback(lambda ended: self._lose(member, ended.result()))

    def _bear_later(self, place: int) -> None:
        def bear() -> None:
            self._births.discard(birth)
            self._bear(place)

        birth = asyncio.get_running_loop().call_later(self._delay, bear)
        self._births.add(birth)
        self._delay = min(max(2 * self._delay, _FIRST_DELAY), _LAST_DELAY)

    def _lose(self, member: _Member, status: int | None) -> None:
        member.line.close()
        self._common.leave(member)
        self._members.discard(member)
        self._loading.discard(member)
        self._loaded.pop(member, None)
        if self._stopping:
            self._settle()
            return
        if not self._announced:
            self._fail("a web process ended before it served anything. What it wrote says why")
            return
        _log.error("a web process ended (%s); another is started in its place", status)
        if monotonic() - member.begun > _SETTLED:
            self._delay = 0.0
        self._bear_later(member.place)
        self._conclude()

    def _hear(self, member: _Member, message: Message, files: Sequence[int]) -> None:
        match message:
            case {"zygote": str()}:
                self._lending.lend(message, files)
            case {"ready": str(digest), "title": str(title)}:
                member.digest, member.title = digest, title
                self._admit(member)
            case {"serving": True}:
                member.serves = True
                self._greet()
            case {"failed": str(reason)}:
                if self._announced:
                    _log.error("a web process cannot begin: %s", reason)
                else:
                    self._fail(reason)
            case {"renew": True}:
                self.reload()
            case {"loaded": digest} if member in self._loading:
                self._loading.discard(member)
                self._loaded[member] = digest
                self._conclude()
            case {"want": str(key)} if files:
                self._common.ask(member, key, socket.socket(fileno=os.dup(files[0])))
            case {"made": str(key), "text": text}:
                self._common.keep(member, key, text, files)
            case {"question": str()}:
                for other in self._members - {member}:
                    if other.serves:
                        self._tell(other, message, *files)

    def _admit(self, member: _Member) -> None:
        """Let a process listen that has its data."""
        if self._stopping:
            return
        try:
            self._port = self._port or self._reserve()
            listener = self._listen(self._port)
        except AzruError as error:
            self._fail(error)
            return
        # It has the only copy: where it ends, no connection goes there any more.
        with listener:
            self._tell(member, {"listen": True}, listener.fileno())

    def _greet(self) -> None:
        """Note that a process serves: all if it is the last."""
        if self._stopping or not all(member.serves for member in self._members):
            return
        if len(self._members) == self._processes and not self._announced:
            self._announced = True
            self._announce(next(iter(self._members)).title, self._port)
        # One that was started late may have read other files.
        if self._owed or len({member.digest for member in self._members}) > 1:
            self.reload()

    def _conclude(self) -> None:
        """Say whether all serve what they have loaded, when the last of them has come to an end."""
        if self._loading or not self._loaded:
            return
        digests = set(self._loaded.values())
        agreed = len(digests) == 1 and None not in digests
        for member, digest in self._loaded.items():
            if agreed:
                member.digest = digest
            self._tell(member, {"agreed": agreed})
        self._loaded.clear()
        if self._owed:
            self.reload()

    def _tell(self, member: _Member, message: Message, *files: int) -> None:
        if not member.line.say(message, *files):
            _log.error("a web process does not take what it is told, and is ended")
            self._nursery.kill(member.child)

    def _cease(self) -> None:
        """Start no process any more."""
        for birth in self._births:
            birth.cancel()
        self._births.clear()

    def _settle(self) -> None:
        if not (self._members or self._over.done()):
            self._over.set_result(None)

    def _fail(self, reason: str | AzruError) -> None:
        if not (self._stopping or self._over.done()):
            self._over.set_exception(AzruError(reason) if isinstance(reason, str) else reason)
