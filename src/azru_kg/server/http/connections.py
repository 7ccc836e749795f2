"""How long the server waits for a client: to say what it wants, and to take what it asked for.

Uvicorn waits for ever for the rest of a request, and for ever for a client that does not read its
answer. The latter holds a worker all the while, so that as many silent readers as there are workers
would stop the service. Each connection is watched here, and dropped when its client is too slow.
"""

from __future__ import annotations

import asyncio
from typing import ClassVar

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol


class PatientProtocol(H11Protocol):
    """A connection that ends when its client is too slow, or when there are too many like it.

    A whole request has to arrive within `request_seconds`; an answer on its way has to move on
    within `stall_seconds`. Where more than `most` connections are open, those that have waited
    longest for their client's request make way for new ones: a crowd of idle connections drops
    itself, not the clients that ask something.
    """

    request_seconds: ClassVar[float] = 10.0
    stall_seconds: ClassVar[float] = 5.0
    most: ClassVar[int] = 512

    _alarm: asyncio.TimerHandle | None = None
    _stall: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Start to wait for a request."""
        super().connection_made(transport)
        self._watch()
        if len(self.connections) > self.most:
            self._make_way()

    def data_received(self, data: bytes) -> None:
        """Take a part of a request."""
        super().data_received(data)
        self._watch()

    def on_response_complete(self) -> None:
        """Start to wait for the next request."""
        if self._has_two_lengths():
            self.transport.close()
        super().on_response_complete()
        self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing any more."""
        super().connection_lost(exc)
        self._stop_alarm()
        self._stop_stall()

    def pause_writing(self) -> None:
        """Start to wait until the client has read some of its answer."""
        super().pause_writing()
        self._stall = self.loop.call_later(self.stall_seconds, self.drop)

    def resume_writing(self) -> None:
        """Go on with the answer."""
        super().resume_writing()
        self._stop_stall()

    @property
    def waits_until(self) -> float | None:
        """When the client's time to send a request is over; None while one is answered."""
        if self.transport.is_closing():
            return 0.0
        return self._alarm.when() if self._alarm is not None else None

    def drop(self) -> None:
        """Close the connection, whether or not the client has read what was sent."""
        self.transport.abort()

    def _get_upgrade(self) -> None:
        # Java's client and curl --http2 offer HTTP/2 with a request; an answer declines the offer,
        # of which Uvicorn warns and advises to install WebSockets.
        return None

    def _has_two_lengths(self) -> bool:
        # A proxy may have counted by the one where we count by the other, and what it took for the
        # end of the body is a request to us: RFC 9112, 6.1 has the connection closed after it.
        names = {name for name, _ in self.headers}
        return {b"content-length", b"transfer-encoding"} <= names

    def _watch(self) -> None:
        if self.conn.their_state not in (h11.IDLE, h11.SEND_BODY):
            self._stop_alarm()
        elif self._alarm is None and not self.transport.is_closing():
            self._alarm = self.loop.call_later(self.request_seconds, self.drop)

    def _make_way(self) -> None:
        waiting = [
            (connection.waits_until, id(connection), connection)
            for connection in self.connections
            if isinstance(connection, PatientProtocol) and connection.waits_until is not None
        ]
        if waiting:
            min(waiting)[-1].drop()

    def _stop_alarm(self) -> None:
        if self._alarm is not None:
            self._alarm.cancel()
            self._alarm = None

    def _stop_stall(self) -> None:
        if self._stall is not None:
            self._stall.cancel()
            self._stall = None
