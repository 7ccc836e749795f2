"""How long the server waits for a client: to say what it wants, and to take what it asked for.

Uvicorn waits for ever for the rest of a request, and for ever for a client that does not read its
answer. The latter holds a worker all the while, so that as many silent readers as there are workers
would stop the service. Each connection is watched here, and dropped when its client is too slow.

Uvicorn has no settings for any of this, nor hooks: what it lets one choose is the class of its
connections. So this one leans on how Uvicorn's own is made; a test names all that it leans on.
"""

from __future__ import annotations

import asyncio
import select
import socket
from collections import OrderedDict
from typing import TYPE_CHECKING, ClassVar, Final, cast
from weakref import WeakKeyDictionary

from uvicorn.config import Config
from uvicorn.server import ServerState

from azru_kg.server.http.conversation import BEGUN, Conversation, Undertaking

if TYPE_CHECKING:
    from uvicorn._types import ASGIReceiveCallable, ASGISendCallable, Scope

_BUSY: Final = (
    b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 2\r\nConnection: close\r\n"
    b"Content-Type: text/plain; charset=utf-8\r\nContent-Length: 47\r\n\r\n"
    b"Too many connections are open. Try again soon.\n"
)
_GO_ON: Final = b"HTTP/1.1 100 Continue\r\n\r\n"
# How often it is looked whether a client that sends no more still reads.
_LOOK_SECONDS: Final = 0.1


class PatientProtocol(Conversation):
    """A connection that ends when its client is too slow, or when there are too many like it.

    A whole request has to arrive within `request_seconds`; an answer on its way has to move on
    within `stall_seconds`. Where more than `most` connections are open, those that have waited
    longest for their client's request make way for new ones: a crowd of idle connections drops
    itself, not the clients that ask something. Where all of them ask, new ones are turned away.

    A client that sends no more (RFC 9293 calls it half-closed) gets its answer as long as it reads.
    One that has left cannot be told from it but by sending something, which HTTP/1.0 has no way
    for: there an answer has to begin within `listen_seconds`.
    """

    request_seconds: ClassVar[float] = 10.0
    stall_seconds: ClassVar[float] = 5.0
    listen_seconds: ClassVar[float] = 2.0
    most: ClassVar[int] = 512

    _alarm: asyncio.TimerHandle | None = None
    _stall: asyncio.TimerHandle | None = None
    _look: asyncio.TimerHandle | None = None
    _ended = False

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, object],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self._site, self.app = self.app, self._answer
        self._waiting = _WAITING.setdefault(server_state, OrderedDict())

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Start to wait for a request."""
        super().connection_made(transport)
        if len(self.connections) > self.most and not self._make_way():
            transport.write(_BUSY)
            transport.close()
        else:
            self._watch()

    def data_received(self, data: bytes) -> None:
        """Take a part of a request."""
        super().data_received(data)
        if self.flight is not None:  # it is over in a moment, and the alarm looks at that
            return
        if self._awaits_answer() and self._has_ended():
            self._probe()
        self._watch()

    def eof_received(self) -> bool:  # type: ignore[override]
        """Go on with an answer that is not begun, for a client that still reads."""
        self.read_after_all()
        if not self._awaits_answer():
            return False
        self._ended = True
        self._probe()
        return True

    def reply(self, status: int, lines: bytes, body: bytes) -> None:
        """Start to wait for the next request anew."""
        super().reply(status, lines, body)
        if self._alarm is None or not self.awaited:
            self._watch()
        else:
            self._waiting.pop(self, None)
            self._waiting[self] = None

    def await_reply(self, flight: Undertaking) -> None:
        """Wait for nothing any more."""
        super().await_reply(flight)
        self._waiting.pop(self, None)

    def read_after_all(self) -> None:
        """Look after the client as long as its request takes."""
        super().read_after_all()
        self._watch()

    def on_response_complete(self) -> None:
        """Start to wait for the next request."""
        super().on_response_complete()
        if self._ended and self.cycle.response_complete:
            self.transport.close()
        self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing any more."""
        super().connection_lost(exc)
        self._stop_alarm()
        self._stop_stall()
        if self._look is not None:
            self._look.cancel()

    def pause_writing(self) -> None:
        """Start to wait until the client has read some of its answer."""
        super().pause_writing()
        self._stall = self.loop.call_later(self.stall_seconds, self.drop)

    def resume_writing(self) -> None:
        """Go on with the answer."""
        super().resume_writing()
        self._stop_stall()

    def drop(self) -> None:
        """Close the connection, whether or not the client has read what was sent."""
        self._stop_alarm()
        if self.cycle is not None:
            self.cycle.disconnected = not self.cycle.response_complete
        self.transport.abort()

    async def _answer(
        self, scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable
    ) -> None:
        """Have a request answered whose client has not gone before its turn."""
        begun = cast("Undertaking | None", scope.get(BEGUN))
        if self.transport.is_closing():
            # Without that, Uvicorn complains that nothing was answered, for each of a crowd.
            self.cycle.disconnected = True
            if begun is not None:
                begun.drop()
            return
        try:
            await self._site(scope, receive, send)
        finally:
            if begun is not None:
                begun.finish()

    def _awaits_answer(self) -> bool:
        """Return whether a whole request has come to which there is no answer yet."""
        return not (self.cycle is None or self.cycle.response_started or self.cycle.more_body)

    def _has_ended(self) -> bool:
        """Return whether the client has closed at least its half of the connection."""
        looking = select.poll()
        looking.register(self.transport.get_extra_info("socket"), select.POLLRDHUP)
        return bool(looking.poll(0))

    def _probe(self) -> None:
        """Find out whether a client that sends no more has left: only then it has a reply."""
        if self._look is not None:
            return
        if self.scope["http_version"] == "1.0":
            # It knows nothing that could be said to it before the answer.
            self._look = self.loop.call_later(self.listen_seconds, self._give_up)
            return
        self.transport.write(_GO_ON)
        self._look_after()

    def _watch(self) -> None:
        if not self.awaited:
            self._stop_alarm()
        elif self._alarm is None and not self.transport.is_closing():
            self._alarm = self.loop.call_later(self.request_seconds, self._lose_patience)
            self._waiting[self] = None

    def _lose_patience(self) -> None:
        """Drop the connection if its client has had its time since it was answered last."""
        left = self._replied + self.request_seconds - self.loop.time()
        if not self.awaited:
            self._alarm = None
        elif left > 0:
            self._alarm = self.loop.call_later(left, self._lose_patience)
        else:
            self.drop()

    def _make_way(self) -> bool:
        """Drop the connection that has waited longest for a request; return whether one has."""
        if not self._waiting:
            return False
        # All wait equally long, so the first to begin is the first to end.
        next(iter(self._waiting)).drop()
        return True

    def _give_up(self) -> None:
        """Drop the connection if its client still awaits an answer."""
        if self._awaits_answer():
            self.drop()

    def _look_after(self) -> None:
        """Drop the connection if its client has closed it, and not only its half of it."""
        connection = self.transport.get_extra_info("socket")
        if connection.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR):
            self.drop()
        elif not self.transport.is_closing():
            self._look = self.loop.call_later(_LOOK_SECONDS, self._look_after)

    def _stop_alarm(self) -> None:
        if self._alarm is not None:
            self._alarm.cancel()
            self._alarm = None
            self._waiting.pop(self, None)

    def _stop_stall(self) -> None:
        if self._stall is not None:
            self._stall.cancel()
            self._stall = None


# The connections of each server that wait for a request, the longest first.
_WAITING: Final[WeakKeyDictionary[ServerState, OrderedDict[PatientProtocol, None]]] = (
    WeakKeyDictionary()
)
