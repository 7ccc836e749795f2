"""Asks a store in this process, or a SPARQL server elsewhere, and waits for the whole answer.

Both work in a thread of their own, so that Ctrl+C and the interrupt of a notebook are heard while
they do, and a time limit holds. What runs in Oxigraph cannot be stopped: where nobody waits for it
any more, it still goes on until it is done or the process ends.
"""

from __future__ import annotations

import asyncio
import json
import os
import queue
import threading
from collections.abc import Callable, Coroutine, Sequence
from time import monotonic
from typing import Any, Final, Protocol, TypeAlias, TypeVar

import httpx
import pyoxigraph as ox

from azru_kg.api.resting import RowSources, read_sources
from azru_kg.engine.credentials import read_credentials
from azru_kg.engine.embedded import evaluate
from azru_kg.engine.fetched import Fetched
from azru_kg.engine.protocol import Request
from azru_kg.engine.remote.connection import (
    RESULTS,
    TRIPLES,
    Connection,
    EngineReply,
    Wording,
    wait_for_another,
)
from azru_kg.engine.remote.conversion import fetch, let_go
from azru_kg.engine.remote.wording import declare
from azru_kg.engine.scope import read_scope
from azru_kg.engine.sourced import ScopedData
from azru_kg.errors import (
    AlreadyClosed,
    DeadlinePassed,
    EngineFailed,
    EngineUnavailable,
    QueryError,
    QueryRefused,
)
from azru_kg.graph.perspectives import PERSPECTIVES
from azru_kg.provenance.told import read_provenance, tell
from azru_kg.provenance.tracing import trace
from azru_kg.publish.addresses import check_address
from azru_kg.query.query import Query, read_query
from azru_kg.rdf.oxigraph_terms import AnyTerm
from azru_kg.rdf.prefixes import PREFIXES

_T = TypeVar("_T")
Terms: TypeAlias = tuple[AnyTerm | None, ...]
_MOST: Final = 512 * 1024 * 1024
_NO_LIMIT: Final = 24 * 60 * 60.0
_PROBE: Final = "ASK { ?s ?p ?o }"


class Asker(Protocol):
    """What answers queries, one at a time."""

    def ask(self, query: Query) -> Fetched:
        """Return the whole answer; raise QueryError, LimitReached, EngineFailed, AlreadyClosed."""

    def trace(self, query: Query, names: Sequence[str], row: Terms) -> RowSources:
        """Return what a row of the answer rests on; raise as `ask` does."""

    def close(self) -> None:
        """Let go of what it holds; to ask after that is an error."""


class StoreAsker:
    """Asks a store in this process; `seconds` is how long one waits for an answer."""

    def __init__(self, store: ox.Store, seconds: float | None) -> None:
        self._store: ox.Store | None = store
        self._seconds = seconds

    def ask(self, query: Query) -> Fetched:
        """Return the whole answer; raise QueryError, DeadlinePassed or AlreadyClosed."""
        store = self._store
        if store is None:
            raise _explain_closed()
        request = Request(query, results=RESULTS, graph=TRIPLES, hinted=True)
        return _work_apart(lambda: evaluate(store, request).fetch(), self._seconds)

    def trace(self, query: Query, names: Sequence[str], row: Terms) -> RowSources:
        """Return what a row of the answer rests on; raise QueryError, DeadlinePassed or others."""
        store = self._store
        if store is None:
            raise _explain_closed()
        return _work_apart(lambda: _trace(store, query, names, row), self._seconds)

    def close(self) -> None:
        """Let go of the store."""
        self._store = None


class ServerAsker:
    """Asks a SPARQL 1.1 server; `perspective` is one that it knows, or nothing.

    Raises BadSetting for an address that is none, and what the server fails with.
    """

    def __init__(self, url: str, seconds: float | None, perspective: str = "") -> None:
        check_address("The address of a SPARQL server", url)
        self._url = url
        self._seconds = _NO_LIMIT if seconds is None else seconds
        self._graphs = (PERSPECTIVES[perspective].iri,) if perspective else ()
        self._auth = read_credentials(os.environ)
        self._loop = _Loop()
        # Its client belongs to the loop in which it is made.
        self._connection = self._loop.run(_connect(url, self._auth))
        try:
            holds = self.ask(read_query(_PROBE)).holds
            if perspective and not holds:
                raise QueryError(
                    f"{url} knows no perspective {perspective}: it is asked of a server of azru-kg"
                )
        except BaseException:
            self.close()
            raise

    def ask(self, query: Query) -> Fetched:
        """Return the whole answer; raise as an engine elsewhere does, or AlreadyClosed."""
        return self._loop.run(self._ask(query))

    def trace(self, query: Query, names: Sequence[str], row: Terms) -> RowSources:
        """Return what a row of the answer rests on, as a server of azru-kg tells it.

        Raises QueryRefused where the server does not tell, or has no such row.
        """
        data = self._loop.run(self._ask_sourced(query))
        told, rows = _split(data)
        if told is None:
            raise QueryRefused(
                "This server does not tell on which documents its rows rest. Ask one of azru-kg, or"
                " the release that is built in"
            )
        if row not in rows:
            raise QueryRefused("The server has no such row any more. Ask the query again")
        provenance = read_provenance(told)
        return read_sources(provenance, provenance.rows[rows.index(row)])

    def close(self) -> None:
        """Close the connections."""
        if self._loop.is_open:
            self._loop.run(self._connection.close())
            self._loop.close()

    async def _ask(self, query: Query) -> Fetched:
        until = monotonic() + self._seconds
        try:
            return await self._ask_once(query, until)
        except (EngineFailed, EngineUnavailable) as error:
            if not await wait_for_another(error, until):
                raise
        return await self._ask_once(query, until)

    async def _ask_sourced(self, query: Query) -> bytes:
        connection = await _connect(
            f"{self._url}{'&' if '?' in self._url else '?'}provenance=1", self._auth
        )
        try:
            wording = Wording(declare(query) + query.text, RESULTS, self._graphs)
            until = monotonic() + self._seconds
            async with connection.ask(wording, until=until, seconds=self._seconds) as reply:
                return await _read_all(reply)
        finally:
            await connection.close()

    async def _ask_once(self, query: Query, until: float) -> Fetched:
        accept = TRIPLES if query.form == "graph" else RESULTS
        wording = Wording(declare(query) + query.text, accept, self._graphs)
        async with self._connection.ask(wording, until=until, seconds=self._seconds) as reply:
            data = await _read_all(reply)
            hint = reply.headers.get("X-Hint", "")
        return fetch(data, query.form, (hint,) if hint.isprintable() and hint else ())


class _Loop:
    """An event loop in a thread of its own, for a notebook has one already in its own thread."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()

    @property
    def is_open(self) -> bool:
        return not self._loop.is_closed()

    def run(self, work: Coroutine[Any, Any, _T]) -> _T:
        if not self.is_open:
            work.close()
            raise _explain_closed()
        future = asyncio.run_coroutine_threadsafe(work, self._loop)
        try:
            return future.result()
        except BaseException:
            future.cancel()
            raise

    def close(self) -> None:
        if self.is_open:
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join()
            self._loop.close()


def _trace(store: ox.Store, query: Query, names: Sequence[str], row: Terms) -> RowSources:
    request = Request(query, results=RESULTS, graph=None, provenance=True)
    data = ScopedData(store, read_scope(store, request, PREFIXES), request, PREFIXES)
    told = tell(trace(data, query, names, [row]), data)
    return read_sources(told, told.rows[0])


def _split(data: bytes) -> tuple[Any, tuple[Terms, ...]]:
    """Return what an answer in JSON tells of its rows, or None, and the rows."""
    try:
        document = json.loads(data)
        told = document.pop("provenance", None)
    except (ValueError, AttributeError) as error:
        raise EngineFailed("the answer of the engine is broken or cut off") from error
    # The member that says it is one that Oxigraph does not read over.
    return told, fetch(json.dumps(document).encode(), "solutions").rows


async def _connect(url: str, auth: httpx.Auth | None) -> Connection:
    return Connection(url, auth, connections=1, most=_MOST)


async def _read_all(reply: EngineReply) -> bytes:
    parts = []
    while data := await reply.read():
        parts.append(data)
    return b"".join(parts)


def _work_apart(work: Callable[[], _T], seconds: float | None) -> _T:
    """Return what work makes in a thread of its own; raise what it raises, or DeadlinePassed."""
    done: queue.SimpleQueue[tuple[_T, None] | tuple[None, BaseException]] = queue.SimpleQueue()

    def run() -> None:
        try:
            done.put((work(), None))
        except BaseException as error:
            # What Oxigraph has made ends in the thread in which it was made.
            let_go(error)
            done.put((None, error))

    threading.Thread(target=run, daemon=True).start()
    try:
        made, error = done.get(timeout=seconds)
    except queue.Empty:
        raise DeadlinePassed(
            f"There was no answer within {seconds:g} seconds. Narrow the patterns of the query, add"
            " LIMIT, or give more time: azru_kg.open(…, timeout=…)"
        ) from None
    if error is not None:
        raise error
    return made  # type: ignore[return-value]


def _explain_closed() -> AlreadyClosed:
    return AlreadyClosed("This graph was closed. Open it again: azru_kg.open(…)")
