"""An engine that is a SPARQL 1.1 server elsewhere.

Requests take turns as they do for workers, each with a deadline; who leaves closes the connection.
A query that fails before any of its answer was passed on is sent once more, for it changes nothing.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, aclosing, asynccontextmanager
from math import ceil
from time import monotonic
from typing import Final, cast

import httpx
import pyoxigraph as ox

from azru_kg.engine.embedded import choose_media_type
from azru_kg.engine.hints import find_path_hints
from azru_kg.engine.protocol import FREE, Answer, Meter, Request
from azru_kg.engine.remote.breaker import Breaker
from azru_kg.engine.remote.connection import RESULTS, Connection, Wording, wait_for_another
from azru_kg.engine.remote.conversion import convert
from azru_kg.engine.remote.survey import expect, survey
from azru_kg.engine.remote.wording import Holding, word
from azru_kg.engine.workers.turns import Turns
from azru_kg.errors import (
    AzruError,
    EngineFailed,
    EngineUnavailable,
    Overloaded,
    QueryRefused,
)
from azru_kg.graph.dataset import Dataset
from azru_kg.query.outline import Form

# To be counted may take longer than a query of a client may.
_SURVEY_SECONDS: Final = 120.0
_PROBE_SECONDS: Final = 2.0
_PROBE: Final = Wording("ASK {}", RESULTS)


class RemoteEngine:
    """The server at an address, which holds the release that a dataset is.

    `workers` and `queue` are as for a pool of workers; `seconds` is what a query may take, `memory`
    how many bytes an answer may have.
    """

    def __init__(
        self,
        dataset: Dataset,
        *,
        url: str,
        auth: httpx.Auth | None,
        workers: int,
        seconds: float,
        memory: int,
        queue: int,
    ) -> None:
        self._dataset = dataset
        self._url = url
        self._size = workers
        self._seconds = seconds
        # What is handed out are numbers: so many queries run at a time.
        self._turns: Turns[int] = Turns(queue, self._refuse)
        self._turns.close(_explain_end)
        self._connection = Connection(url, auth, connections=workers + 1, most=memory)
        self._threads = ThreadPoolExecutor(workers + 1, "answers")
        self._breaker = Breaker(self._probe)
        self._holding = Holding()
        self._faults: Counter[str] = Counter()

    async def start(self) -> None:
        """Find out how the engine holds the data; raise EngineFailed, or DataError if it does not.

        The data are read once for that, to be compared, and not kept.
        """
        await self._probe()
        expected = await asyncio.to_thread(expect, self._dataset)
        self._holding = await survey(self._select, expected, self._url)
        self._turns.open()
        for number in range(self._size + 1):
            self._turns.offer(number)

    async def close(self) -> None:
        """Close all connections; queries that run or wait end with an error."""
        self._turns.close(_explain_end)
        await self._breaker.close()
        await self._connection.close()
        self._threads.shutdown(wait=False, cancel_futures=True)

    @property
    def idle(self) -> int:
        """How many queries more may run."""
        return self._turns.free

    @property
    def busy(self) -> int:
        """How many queries run."""
        return self._turns.running

    @property
    def waiting(self) -> int:
        """How many queries wait for their turn."""
        return self._turns.waiting

    @property
    def replaced(self) -> int:
        """How many workers were replaced: there are none."""
        return 0

    @property
    def restarts(self) -> int:
        """How often the engine was started again: others do that."""
        return 0

    @property
    def is_left_alone(self) -> bool:
        """Whether the engine has failed so often that it is not asked for a while."""
        return self._breaker.is_open

    @property
    def faults(self) -> Mapping[str, int]:
        """How often the engine failed, by problem type, first and second tries alike."""
        return self._faults

    @asynccontextmanager
    async def answer(
        self, request: Request, *, seconds: float | None = None, meter: Meter = FREE
    ) -> AsyncIterator[Answer]:
        """Return the answer as a context, as the protocol says."""
        if request.provenance:
            raise QueryRefused(
                "this server has its engine elsewhere, where it cannot look up in which documents"
                " a triple stands. Ask without provenance, or ask azru-kg query --provenance"
            )
        self._breaker.check()
        media_type = choose_media_type(request)
        limit = self._seconds if seconds is None else min(seconds, self._seconds)
        number = await self._turns.take(request.client, limit)
        try:
            settle = meter.hold(limit)
            started = monotonic()
            try:
                async with AsyncExitStack() as stack:
                    yield await self._ask(request, media_type, limit, stack)
            finally:
                settle(monotonic() - started)
        finally:
            self._turns.leave(request.client)
            self._turns.offer(number)

    async def _ask(
        self, request: Request, media_type: str, seconds: float, stack: AsyncExitStack
    ) -> Answer:
        wording = word(request, self._holding)
        until = monotonic() + seconds
        hints = find_path_hints(request.query.tokens) if request.hinted else ()

        async def begin() -> tuple[bytes, AsyncIterator[bytes]]:
            reply = await stack.enter_async_context(
                self._connection.ask(wording, until=until, seconds=seconds)
            )
            chunks = convert(reply.read, request.query.form, media_type, self._threads)
            stack.push_async_callback(chunks.aclose)
            return await anext(chunks), chunks

        async with self._noting():
            try:
                first, rest = await begin()
            except (EngineFailed, EngineUnavailable) as error:
                await stack.aclose()
                if not await wait_for_another(error, until):
                    raise
                self._note(error)
                first, rest = await begin()
        self._breaker.note_success()
        return Answer(request.query.form, media_type, self._follow(first, rest), hints)

    async def _follow(self, first: bytes, rest: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
        yield first
        async with self._noting():
            async for chunk in rest:
                yield chunk

    @asynccontextmanager
    async def _noting(self) -> AsyncIterator[None]:
        try:
            yield
        except (EngineFailed, EngineUnavailable) as error:
            self._note(error)
            raise

    def _note(self, error: AzruError) -> None:
        self._faults[error.problem] += 1
        self._breaker.note_failure(error)

    async def _probe(self) -> None:
        """Raise an AzruError where the engine does not answer the smallest of queries."""
        await self._read(_PROBE, "boolean", _PROBE_SECONDS)

    async def _select(self, wording: Wording) -> list[tuple[str, ...]]:
        data = await self._read(wording, "solutions", _SURVEY_SECONDS)
        rows = ox.parse_query_results(data, format=ox.QueryResultsFormat.JSON)
        return [
            tuple(str(getattr(term, "value", "")) for term in row)
            for row in cast("ox.QuerySolutions", rows)
        ]

    async def _read(self, wording: Wording, form: Form, seconds: float) -> bytes:
        until = monotonic() + seconds
        async with self._connection.ask(wording, until=until, seconds=seconds) as reply:
            chunks = convert(reply.read, form, ox.QueryResultsFormat.JSON.media_type, self._threads)
            async with aclosing(chunks):
                return b"".join([chunk async for chunk in chunks])

    def _refuse(self, waiting: int) -> Overloaded:
        later = ceil(self._seconds)
        return Overloaded(
            f"{self._size} queries run already and {waiting} wait. Try again in {later} seconds",
            retry_after=later,
        )


def _explain_end() -> AzruError:
    return AzruError("the server is about to end. Ask again in a moment")
