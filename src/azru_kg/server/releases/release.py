"""What is served, and how a new edition of it takes the place of the old one.

A release is the data of one moment with its workers and its application, so that pages, counts,
digest and cached answers follow the data without anyone thinking of it. `Releases` hands each
request to the release that is current when it comes in; it stays with that one to its end.
"""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Callable, Coroutine, Sequence
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass, replace
from functools import partial
from typing import cast

from fastapi import FastAPI
from starlette.types import ASGIApp, Receive, Scope, Send

from azru_kg.engine.protocol import RunningEngine
from azru_kg.engine.workers.pool import Pool
from azru_kg.errors import AzruError, DataError
from azru_kg.graph.dataset import Dataset
from azru_kg.graph.stored_queries import StoredQuery
from azru_kg.server.app import create_app
from azru_kg.server.http.budget import Accounts, Budget
from azru_kg.server.http.cache import AnswerCache
from azru_kg.server.http.conversation import BEGUN, Conversation
from azru_kg.server.http.site import Site
from azru_kg.server.processes.company import Alone, Company
from azru_kg.server.sparql.flights import Keep
from azru_kg.server.sparql.repeats import Repeats
from azru_kg.settings import Settings

_log = logging.getLogger("azru_kg.releases")


@dataclass(frozen=True, slots=True)
class Content:
    """What is read from disk to be served."""

    dataset: Dataset
    queries: Sequence[StoredQuery] = ()

    @property
    def title(self) -> str:
        """The version, with the beginning of the digest."""
        return f"{self.dataset.version} ({self.dataset.digest[:12]})"


class Release:
    """Data while they are served: an ASGI application with an engine of its own."""

    def __init__(
        self,
        content: Content,
        pool: RunningEngine,
        app: ASGIApp,
        repeats: Repeats,
        alive: AsyncExitStack,
    ) -> None:
        self.content = content
        self.pool = pool
        self.repeats = repeats
        self._app = app
        self._alive = alive
        self._running = 0
        self._quiet = asyncio.Event()
        self._quiet.set()

    @classmethod
    async def start(
        cls,
        content: Content,
        settings: Settings,
        *,
        cache: AnswerCache,
        budget: Budget,
        stale: Callable[[], None],
        company: Company,
    ) -> Release:
        """Return a release whose workers are ready; raise DataError where a file is broken.

        `cache` and `budget` are those of the server: a new release fills no client's allowance, and
        what is kept of the old one goes as nobody asks for it any more. `stale` is called where the
        engine needs other data than these, because they are gone. `company` is whom this process
        shares the data with.
        """
        pool = _make_engine(content.dataset, settings, stale, company)
        # A worker can be told at once to begin; what is elsewhere is waited for.
        repeats = Repeats(pool if isinstance(pool, Pool) else None, budget)

        async def make_app() -> FastAPI:
            await asyncio.to_thread(lambda: content.dataset.digest)
            return create_app(
                pool,
                content.dataset,
                queries=content.queries,
                cache=cache,
                budget=budget,
                site=Site(settings.base),
                repeats=repeats,
                company=company,
                links=settings.links,
                seconds=settings.timeout,
                archive=settings.releases,
                ahead=settings.ahead,
            )

        app = await _load(pool, make_app())
        alive = AsyncExitStack()
        await alive.enter_async_context(app.router.lifespan_context(app))
        return cls(content, pool, app, repeats, alive)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        self.enter()
        try:
            await self._app(scope, receive, send)
        finally:
            self.leave()

    @property
    def running(self) -> int:
        """How many requests are being answered."""
        return self._running

    def enter(self) -> None:
        """Note that a request is being answered; `leave` has to follow."""
        self._running += 1
        self._quiet.clear()

    def leave(self) -> None:
        """Note that it is answered."""
        self._running -= 1
        if not self._running:
            self._quiet.set()

    async def finish(self, seconds: float) -> None:
        """End the workers when no request runs here any more, or after so many seconds."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._quiet.wait()
        await self.close()

    async def close(self) -> None:
        """End the workers, and what is being made, at once."""
        await self._alive.aclose()
        await self.pool.close()


class Releases:
    """The application of the current release, and of those that finish what they began."""

    def __init__(
        self,
        read: Callable[[], Content],
        settings: Settings,
        *,
        company: Company | None = None,
        accounts: Accounts | None = None,
    ) -> None:
        self._read = read
        self._settings = settings
        self._company = company or Alone()
        self._budget = Budget(settings.budget, accounts=accounts)
        self.cache = AnswerCache(settings.cache_bytes)
        self._current: Release | None = None
        self._old: set[Release] = set()
        self._replaced_before = 0
        self._restarts_before = 0
        self._turn = asyncio.Lock()
        self._asked = False
        self._tasks: set[asyncio.Task[None]] = set()
        self.reloads = {"done": 0, "failed": 0}

    @property
    def current(self) -> Release:
        """The release that gets the next request; there is one once `start` has returned."""
        if self._current is None:
            raise AzruError("No data are loaded yet. Start the releases first")
        return self._current

    @property
    def budget(self) -> Budget:
        """The allowances of all clients, whichever release they ask."""
        return self._budget

    @property
    def live(self) -> list[Release]:
        """The releases that have workers: the current one, and those that finish."""
        return [*self._old, self.current]

    @property
    def replaced(self) -> int:
        """How many workers were ended early and replaced, in all releases."""
        return self._replaced_before + sum(release.pool.replaced for release in self.live)

    @property
    def restarts(self) -> int:
        """How often an engine was started again, in all releases."""
        return self._restarts_before + sum(release.pool.restarts for release in self.live)

    async def start(self) -> None:
        """Load the data for the first time; raise DataError where a file is broken."""
        async with self._turn:
            self._current = await self._begin(self._read())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request from the current release, or the one in which it was begun."""
        begun = scope.get(BEGUN)
        release = self.current if begun is None else begun.release
        await release(scope, receive, send)

    async def begin_archived(self, content: Content, stale: Callable[[], None]) -> Release:
        """Return an older release that is served beside the current one, by few workers."""
        return await Release.start(
            content,
            replace(self._settings, engine="", workers=2, ahead=False),
            cache=self.cache,
            budget=self._budget,
            stale=stale,
            company=self._company,
        )

    def repeat(self, keep: Keep, conversation: Conversation, head: bytes) -> bool:
        """Answer a request that the current release knows by its bytes; return whether it is one.

        `keep` gets its record.
        """
        current = self.current
        return current.repeats.answer(conversation, head, keep, current)

    def reload_soon(self) -> None:
        """Begin to load the data anew; where that is about to begin already, leave it at that."""
        if not self._asked:
            self._asked = True
            task = asyncio.create_task(self.reload())
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def reload(self) -> None:
        """Load the data anew and serve them; where that fails, log why and serve the old ones.

        Returns when the old release is gone, which takes as long as its last query.
        """
        async with self._turn:
            self._asked = False
            try:
                old, self._current = self.current, await self._load()
            except (AzruError, OSError) as error:
                self.reloads["failed"] += 1
                title = self.current.content.title
                _log.error("the data were not loaded anew; %s is still served: %s", title, error)
                return
            self.reloads["done"] += 1
            _log.info("serving %s, no longer %s", self.current.content.title, old.content.title)
            self._old.add(old)
        await self._finish(old)

    async def close(self) -> None:
        """End all workers at once."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._current is not None:
            await asyncio.gather(*(release.close() for release in self.live))

    async def _load(self) -> Release:
        """Return a new release, when all processes of the server have one of the same data."""
        try:
            release = await self._prepare()
        except BaseException:
            await self._company.agree(None)
            raise
        try:
            if not await self._company.agree(release.content.dataset.digest):
                raise AzruError("another process could not load them, or loaded others")
        except BaseException:
            await release.close()
            raise
        return release

    async def _prepare(self) -> Release:
        content = await asyncio.to_thread(self._read)
        release = await self._begin(content)
        try:
            await self._compare(content)
        except BaseException:
            await release.close()
            raise
        return release

    async def _begin(self, content: Content) -> Release:
        return await Release.start(
            content,
            self._settings,
            cache=self.cache,
            budget=self._budget,
            stale=partial(self._replace, content),
            company=self._company,
        )

    def _replace(self, stale: Content) -> None:
        """Load the data anew where those that are served are no longer there."""
        is_served = self._current is not None and self._current.content is stale
        if is_served and not self._company.renew():
            self.reload_soon()

    async def _compare(self, content: Content) -> None:
        """Raise DataError where the files changed while the workers loaded them."""
        again = await asyncio.to_thread(lambda: self._read().dataset.digest)
        if again != content.dataset.digest:
            raise DataError("the data", "files changed while they were read. Reload once more")

    async def _finish(self, old: Release) -> None:
        # A page waits for a worker and for its query, then the same for its labels.
        await old.finish(4 * self._settings.timeout + self._settings.grace)
        self._replaced_before += old.pool.replaced
        self._restarts_before += old.pool.restarts
        self._old.discard(old)


def _make_engine(
    dataset: Dataset, settings: Settings, stale: Callable[[], None], company: Company
) -> RunningEngine:
    """Return the engine of the settings, which is to be started: workers, or a server elsewhere."""
    if not settings.engine:
        return Pool(
            dataset,
            workers=settings.workers,
            seconds=settings.timeout,
            memory=settings.memory_bytes,
            queue=settings.queue,
            stale=stale,
            found=company.found,
        )
    # Most servers have no need of an HTTP client.
    from azru_kg.engine.credentials import read_credentials
    from azru_kg.engine.remote.remote import RemoteEngine

    return RemoteEngine(
        dataset,
        url=settings.engine,
        auth=read_credentials(os.environ),
        workers=settings.workers,
        seconds=settings.timeout,
        memory=settings.memory_bytes,
        queue=settings.queue,
    )


async def _load(pool: RunningEngine, app: Coroutine[None, None, FastAPI]) -> FastAPI:
    """Start the workers, and make the application meanwhile.

    Raises DataError where a file is broken.
    """
    started, made = await asyncio.gather(pool.start(), app, return_exceptions=True)
    for outcome in (started, made):
        if isinstance(outcome, BaseException):
            await pool.close()
            raise outcome
    return cast("FastAPI", made)
