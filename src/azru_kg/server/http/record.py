"""What is known of a request once it is over: for the log and the metrics, which read it from here.

The record travels in the scope of the request. Whoever learns something of interest on the way
notes it; outside of a server, where there is no record, a note is forgotten.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from time import perf_counter
from typing import Final, NamedTuple

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from azru_kg.server.http.conversation import BEGUN

_KEY = "azru_kg.notes"
_HASH_DIGITS = 16
# So many queries so long are asked again and again, and their hashes are kept.
_KNOWN: Final = 1024
_SHORT: Final = 4096

ANSWERED = "answered"
CUT_OFF = "cut-off"
CLIENT_LEFT = "client-left"
STOPPED = "server-stopped"

_STOPPING = PlainTextResponse(
    "The server is being stopped. Send the request again in a while.\n",
    503,
    {"Connection": "close", "Retry-After": "10"},
)


@dataclass(slots=True)
class _Notes:
    query: str | None = None
    problem: str | None = None
    status: int | None = None
    asked: int = 0
    work: float = 0.0
    sent: int = 0
    whole: bool = False
    left: bool = False

    @property
    def outcome(self) -> str:
        if self.problem is not None:
            return self.problem
        if self.whole:
            return ANSWERED
        return CLIENT_LEFT if self.left else CUT_OFF


class Record(NamedTuple):
    """A request and how it ended.

    `outcome` is the name of the problem that the client was told about, or `answered`; or, where
    the answer is not whole, `client-left`, `cut-off` or `server-stopped`. `status` is None where no
    answer was begun, `query` where there was none. `asked` is how often the engine was asked, for
    the client or for a page, and `work` how many seconds the client was charged for.
    """

    client: str
    method: str
    path: str
    status: int | None
    sent: int
    seconds: float
    outcome: str
    query: str | None
    asked: int = 0
    work: float = 0.0

    @property
    def query_hash(self) -> str | None:
        """The beginning of the SHA-256 of the query: the same for the same text."""
        if self.query is None:
            return None
        return (_hash_known if len(self.query) <= _SHORT else _hash)(self.query)


def _hash(query: str) -> str:
    return hashlib.sha256(query.encode(errors="surrogatepass")).hexdigest()[:_HASH_DIGITS]


_hash_known = lru_cache(_KNOWN)(_hash)


def note_query(scope: Scope, query: str | None) -> None:
    """Note the query of a request."""
    notes = scope.get(_KEY)
    if notes is not None:
        notes.query = query


def note_work(scope: Scope, seconds: float, *, queries: int = 0) -> None:
    """Note work that the client of a request was charged for."""
    notes = scope.get(_KEY)
    if notes is not None:
        notes.work += seconds
        notes.asked += queries


def note_problem(scope: Scope, name: str) -> None:
    """Note the problem that a client is told about."""
    notes = scope.get(_KEY)
    if notes is not None:
        notes.problem = name


class Recorder:
    """An ASGI application that keeps a record of each request to another one."""

    def __init__(self, app: ASGIApp, *keep: Callable[[Record], None]) -> None:
        self._app = app
        self._keep = keep

    def keep(self, record: Record) -> None:
        """Keep a record of a request."""
        for keep in self._keep:
            keep(record)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the application does."""
        notes = _Notes()
        scope[_KEY] = notes
        send = _watch_send(send, notes)
        begun = scope.get(BEGUN)
        started = perf_counter() if begun is None else begun.started
        try:
            await self._app(scope, _watch_receive(receive, notes), send)
        except asyncio.CancelledError:
            # Only a server that stops, and has waited long enough, cancels what it answers.
            notes.problem = STOPPED
            if notes.status is None:
                await _STOPPING(scope, receive, send)
        finally:
            self.keep(_make_record(scope, notes, perf_counter() - started))


def _watch_receive(receive: Receive, notes: _Notes) -> Receive:
    async def receive_and_note() -> Message:
        message = await receive()
        notes.left |= message["type"] == "http.disconnect" and not notes.whole
        return message

    return receive_and_note


def _watch_send(send: Send, notes: _Notes) -> Send:
    async def send_and_note(message: Message) -> None:
        if message["type"] == "http.response.start":
            notes.status = message["status"]
        else:
            notes.sent += len(message.get("body", b""))
            notes.whole = not message.get("more_body", False)
        await send(message)

    return send_and_note


def _make_record(scope: Scope, notes: _Notes, seconds: float) -> Record:
    client = scope.get("client")
    return Record(
        client=client[0] if client else "",
        method=scope["method"],
        path=scope["path"],
        status=notes.status,
        sent=notes.sent,
        seconds=seconds,
        outcome=notes.outcome,
        query=notes.query,
        asked=notes.asked,
        work=notes.work,
    )
