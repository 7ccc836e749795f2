"""Reads the requests on a connection, one after the other, each within bounds.

httptools parses them, which takes a fraction of the time that h11 takes. Left alone it would read
on without end: heads of any length, and all requests that come together before the first of them is
answered. So it is given one request at a time here, each to a parser of its own, after its head was
measured. What it leaves open is looked after, too: hosts, versions, trailers.
"""

from __future__ import annotations

import asyncio
import re
from math import inf
from typing import Final, Protocol, cast
from urllib.parse import unquote

import httptools
from uvicorn.config import Config
from uvicorn.protocols.http.httptools_impl import (
    STATUS_LINE,
    HttpToolsProtocol,
    RequestResponseCycle,
)
from uvicorn.server import ServerState

HEAD_BYTES: Final = 256 * 1024
"""How long the head of a request may be: that of the longest query, percent-encoded."""

PATH_BYTES: Final = 16 * 1024
"""How much of it may come before the question mark: no path here is longer."""

HEAD_LINES: Final = 300
"""How many lines it may have: reading each of them takes time, however short it is."""

PIECES: Final = 8192
"""In how many pieces a body may come, for the same reason."""

HEAD: Final = "azru_kg.head"
"""Where the scope of a request has its bytes, if they came at once and alone; before them stands
the address of the connection, where what a client is called depends on it."""

BEGUN: Final = "azru_kg.begun"
"""Where it has what was begun for it before it was read, a `Undertaking`."""

_NO_REQUEST: Final = "Invalid HTTP request received."
_TOO_MANY_LINES: Final = "The request has too many lines. Send fewer header fields."
_END: Final = re.compile(rb"\n\r?\n")
# Java's client and curl --http2 offer HTTP/2 with a request. The parser would take the offer, and
# leave the body to others: so it does not get to see it.
_OFFER: Final = re.compile(rb"\r\nupgrade(?=[ \t]*:)", re.IGNORECASE)
_DECLINED: Final = b"\r\nDeclined-Upgrade"
# TLS begins so, for one, and then waits for an answer.
_GREETING: Final = re.compile(rb"(?:\r?\n){0,9}[^\r\n!-~]")
# What of the end of a head may have come before the rest of it.
_BEFORE: Final = 2
_VERSIONS: Final = ("1.0", "1.1")
# A body that is shorter goes out in one piece with its head.
_COPIED: Final = 16 * 1024


class Undertaking(Protocol):
    """The answer to a request that is known by its bytes, while it is being computed.

    `head` are the bytes, which came at the time `started`. Nobody has read the request; where that
    is needed after all, it is read then, and the flight goes along with its scope.
    """

    head: bytes
    started: float

    def drop(self) -> None:
        """End the work on the answer, whose client is gone, for good."""

    def finish(self) -> None:
        """End what is left of it when the request has been read, and answered."""


class Conversation(HttpToolsProtocol):
    """A connection on which a request is read when the one before it is answered.

    `awaited` is whether the next request, or the rest of one, has yet to come; `flight` is what is
    under way of one that has not been read. `address` is that of the client, or of a proxy before
    it; `trusted` is the same where it depends on it whether a proxy is believed.
    """

    address = ""
    trusted = ""

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, object],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self._rest = bytearray()
        self._in_body = False
        self._left: int | None = None
        self._whole = False
        self._searched = 0
        self._lines = 0
        self._pieces = 0
        self._between = 0  # how many bytes of a body are not of what it holds
        self.flight: Undertaking | None = None
        self._begun: Undertaking | None = None
        self._came = b""  # what came at once while there was nothing else
        self._replied = -inf  # when the last known request was answered
        self._given: list[tuple[bytes, bytes]] = []
        self._lines_given = b""

    @property
    def awaited(self) -> bool:
        """Whether it is the client's turn to send."""
        return self._in_body or not self._is_answering()

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Note whose connection it is."""
        super().connection_made(transport)
        self.address = self.client[0] if self.client else ""
        self.trusted = self.address if self.config.proxy_headers else ""

    def data_received(self, data: bytes) -> None:
        """Take a part of a request, or of several."""
        if not self._rest and self._answer_known(data):
            return
        self._unset_keepalive_if_required()
        self._came = b"" if self._rest else data
        self._rest += data
        self._read_on()

    def repeat(self, data: bytes) -> bool:
        """Answer a request that is known by its bytes, by way of `reply`; return whether it is."""
        return False

    def await_reply(self, flight: Undertaking) -> None:
        """Read no other request until there is a reply to this one, or until it is to be read."""
        self.flight = flight

    def read_after_all(self) -> None:
        """Have the request that is under way read, and answered like any other."""
        flight, self.flight = self.flight, None
        if flight is not None:
            self._unset_keepalive_if_required()
            self._begun = flight
            self._came = b""
            self._rest[:0] = flight.head
            self._read_on()
        if self._begun is not None:  # nobody is there
            self._begun.drop()
            self._begun = None

    def shutdown(self) -> None:
        """End when what is under way is answered."""
        self.read_after_all()
        super().shutdown()

    def connection_lost(self, exc: Exception | None) -> None:
        """End what is under way."""
        flight, self.flight = self.flight, None
        if flight is not None:
            flight.drop()
        super().connection_lost(exc)

    def reply(self, status: int, lines: bytes, body: bytes) -> None:
        """Answer a request that is known, with the lines of its headers; the connection goes on."""
        if self._given is not self.server_state.default_headers:
            self._given = self.server_state.default_headers
            self._lines_given = b"".join(b"%b: %b\r\n" % header for header in self._given)
        if len(body) < _COPIED:
            self.transport.write(b"".join((STATUS_LINE[status], self._lines_given, lines, body)))
        else:  # all who wait for it share its bytes
            self.transport.writelines((STATUS_LINE[status], self._lines_given, lines, body))
        self.server_state.total_requests += 1
        # Alarms that are set are not set anew: they look at this when they go off.
        self._replied = self.loop.time()
        if self.timeout_keep_alive_task is None:
            self._wait_for_next(self.timeout_keep_alive)
        if self.flight is not None:
            self.flight = None
            if self._rest:
                self.flow.resume_reading()
                self._read_on()

    def timeout_keep_alive_handler(self) -> None:
        """Close the connection where no request has come for a while."""
        left = self._replied + self.timeout_keep_alive - self.loop.time()
        if self.flight is not None:
            self.timeout_keep_alive_task = None
        elif left > 0:
            self._wait_for_next(left)
        else:
            super().timeout_keep_alive_handler()

    def on_response_complete(self) -> None:
        """Read what has come by now of the next request."""
        super().on_response_complete()
        if self._rest:
            self._unset_keepalive_if_required()
            self._read_on()

    def refuse(self, why: str) -> None:
        """Refuse what is no request, and all that would follow; whoever reads it is told so."""
        if self.transport.is_closing():
            return
        self.logger.warning(why)
        self._rest.clear()
        begun = False
        if self._has_cycle():
            self.cycle.disconnected = True
            self.cycle.message_event.set()
            begun = self.cycle.response_started
        if begun:
            self.transport.close()
        else:
            self.send_400_response(why)

    def on_message_begin(self) -> None:
        """Note the beginning of a request; raise ValueError for one that is not its turn."""
        if self._whole:
            raise ValueError("another request behind chunks")
        super().on_message_begin()

    def on_url(self, url: bytes) -> None:
        """Take a part of the target."""
        self.url += url

    def on_header(self, name: bytes, value: bytes) -> None:
        """Take a header; one that comes after the body is passed over."""
        if self._in_body:
            self._count_piece()
        else:
            super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """Begin to answer; raise ValueError where that would not be right."""
        version = self.parser.get_http_version()
        hosts = sum(name == b"host" for name, _ in self.headers)
        if version not in _VERSIONS or hosts > 1 or (hosts == 0 and version == "1.1"):
            raise ValueError("another version, or not one host")
        codings = [value.lower() for name, value in self.headers if name == b"transfer-encoding"]
        if codings not in ([], [b"chunked"]):
            raise ValueError("another coding than chunks")
        path, _, query = self.url.partition(b"?")
        if len(path) > PATH_BYTES:
            raise ValueError("too long a path")
        self._in_body = True
        lengths = [int(value) for name, value in self.headers if name == b"content-length"]
        self._left = lengths[0] if lengths else None
        self.scope["method"] = self.parser.get_method().decode("ascii")
        self.scope["http_version"] = version
        self.scope["path"] = self.root_path + unquote(path.decode("ascii"))
        self.scope["raw_path"] = self.root_path.encode("ascii") + path
        self.scope["query_string"] = query
        if self._begun is not None:
            self._note(BEGUN, self._begun)
            self._begun = None
        self.cycle = RequestResponseCycle(
            scope=self.scope,
            transport=self.transport,
            flow=self.flow,
            logger=self.logger,
            access_logger=self.access_logger,
            access_log=self.access_log,
            default_headers=self.server_state.default_headers,
            message_event=asyncio.Event(),
            expect_100_continue=self.expect_100_continue,
            keep_alive=version == "1.1" and self.parser.should_keep_alive(),
            on_response=self.on_response_complete,
        )
        self._start_asgi_task(self.cycle, self.app)

    def on_body(self, body: bytes) -> None:
        """Take a part of the body."""
        self._count_piece()
        self._between -= len(body)
        super().on_body(body)

    def on_message_complete(self) -> None:
        """Note the end of the request."""
        super().on_message_complete()
        self._in_body = False
        self._whole = True

    def _answer_known(self, data: bytes) -> bool:
        """Answer what is known by its bytes, if it is a request's turn; return whether it was."""
        return (
            not self._in_body
            and not self._is_answering()
            and not self.flow.write_paused
            and not self.transport.is_closing()
            and self.repeat(data)
        )

    def _wait_for_next(self, seconds: float) -> None:
        self.timeout_keep_alive_task = self.loop.call_later(
            seconds, self.timeout_keep_alive_handler
        )

    def _note(self, name: str, value: object) -> None:
        cast("dict[str, object]", self.scope)[name] = value

    def _is_answering(self) -> bool:
        return self.flight is not None or self._has_cycle()

    def _has_cycle(self) -> bool:
        return self.cycle is not None and not self.cycle.response_complete

    def _read_on(self) -> None:
        """Read what has come, as far as it is its turn."""
        while self._rest and not self.transport.is_closing():
            if self._in_body:
                data = bytes(self._rest[: self._left])
                del self._rest[: len(data)]
                if self._left is not None:
                    self._left -= len(data)
                self._between += len(data)
                self._parse(data)
                if self._in_body and self._between > HEAD_BYTES:
                    self.refuse(_NO_REQUEST)
            elif self._is_answering():
                self.flow.pause_reading()
                return
            elif (head := self._take_head()) is None:
                return
            else:
                self.parser = httptools.HttpRequestParser(self)
                self._whole = False
                self._parse(head)
                if self._whole and head == self._came and self.cycle.keep_alive:
                    self._note(HEAD, (self.trusted, head))

    def _take_head(self) -> bytes | None:
        """Return the head of a request if all of it is there; refuse one that is too long."""
        start = max(self._searched - _BEFORE, 0)
        found = _END.search(self._rest, start)
        end = found.end() if found else len(self._rest)
        self._lines += self._rest.count(b"\n", self._searched, end)
        self._searched = end
        if self._lines > HEAD_LINES or end > HEAD_BYTES:
            self.refuse(_TOO_MANY_LINES if self._lines > HEAD_LINES else _NO_REQUEST)
            return None
        if found is None:
            if _GREETING.match(self._rest):
                self.refuse(_NO_REQUEST)
            return None
        head = _OFFER.sub(_DECLINED, bytes(self._rest[:end]))
        del self._rest[:end]
        self._searched = self._lines = self._pieces = self._between = 0
        return head

    def _parse(self, data: bytes) -> None:
        try:
            self.parser.feed_data(data)
        except httptools.HttpParserUpgrade:  # CONNECT
            self._stop_reading()
        except httptools.HttpParserError:
            if self._whole:
                self._stop_reading()
            else:
                self.refuse(_NO_REQUEST)

    def _stop_reading(self) -> None:
        """Let the request be the last: nobody knows where in the data the next one begins."""
        self._rest.clear()
        self.cycle.keep_alive = False
        if self.cycle.response_complete:
            self.transport.close()

    def _count_piece(self) -> None:
        self._pieces += 1
        if self._pieces > PIECES:
            raise ValueError("too many pieces")
