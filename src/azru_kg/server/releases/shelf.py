"""Holds the older releases that are asked for, a few at a time.

One is loaded at a time, on the account of who asks first, and stays for a while after its last
request. While as many are in use as are held, another one has to wait: so whoever asks for one
after the other gets 503, and neither the memory nor the processors of the server.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from time import monotonic
from typing import Final

from azru_kg.errors import BeingMade, DataError, Overloaded
from azru_kg.graph.archived import ArchivedRelease
from azru_kg.server.releases.release import Content, Release, Releases

MOST: Final = 2
"""How many older releases are held at a time."""

KEPT: Final = 300.0
"""How many seconds after its last request one is held."""

RESTED: Final = 20.0
"""How many seconds after its last request it may have to make room for another one."""

PATIENCE: Final = 20.0
"""How many seconds a client waits at most for a release that is being loaded."""

COST: Final = 15.0
"""How many query-seconds are set aside of who has a release loaded; what it takes is charged."""

_LATER: Final = 5
_LOOK: Final = 10.0
_log = logging.getLogger("azru_kg.releases")


@dataclass(eq=False, slots=True)
class _Held:
    release: Release
    used: float

    def is_idle(self, seconds: float) -> bool:
        return not self.release.running and monotonic() - self.used >= seconds


class Shelf:
    """The older releases that are loaded, by version.

    `loads` counts how often one was loaded, by result: `refused` where nobody else made room.
    """

    def __init__(
        self,
        releases: Releases,
        *,
        most: int = MOST,
        kept: float = KEPT,
        rested: float = RESTED,
        patience: float = PATIENCE,
    ) -> None:
        self._releases = releases
        self._most = most
        self._kept = kept
        self._rested = rested
        self._patience = patience
        self._held: dict[str, _Held] = {}
        self.loads = {"done": 0, "failed": 0, "refused": 0}
        self._loading: tuple[str, asyncio.Task[Release]] | None = None
        self._broken: dict[str, tuple[float, DataError]] = {}
        self._watch: asyncio.Task[None] | None = None
        self._ending: set[asyncio.Task[None]] = set()

    @property
    def held(self) -> list[str]:
        """The versions that are loaded."""
        return [*self._held]

    async def get(self, archived: ArchivedRelease, client: str) -> Release:
        """Return a release that is loaded, for which the client pays where it is not yet.

        Raises DataError where its files are broken, BeingMade where it takes longer than a client
        waits, or another one is being loaded, Overloaded where no more can be held now.
        """
        held = self._held.get(archived.version)
        if held is not None:
            held.used = monotonic()
            return held.release
        task = self._begin(archived, client)
        try:
            async with asyncio.timeout(self._patience):
                release = await asyncio.shield(task)
        except TimeoutError as error:
            raise _wait() from error
        self._held[archived.version].used = monotonic()
        return release

    async def close(self) -> None:
        """End all that is loaded."""
        if self._loading is not None:
            # What is begun is waited for: its processes would be left.
            await asyncio.wait([self._loading[1]])
        if self._watch is not None:
            self._watch.cancel()
        for version in [*self._held]:
            self._drop(version)
        await asyncio.gather(*self._ending)

    def _begin(self, archived: ArchivedRelease, client: str) -> asyncio.Task[Release]:
        """Return the loading of a release, begun now where it is not yet."""
        if self._loading is not None:
            version, task = self._loading
            if version != archived.version:
                raise _wait()
            return task
        until, error = self._broken.get(archived.version, (0.0, None))
        if error is not None and monotonic() < until:
            raise error
        self._releases.budget.check(client)
        leaves = self._choose_leaving()
        settle = self._releases.budget.hold(client, COST)
        task = asyncio.create_task(self._load(archived, leaves, settle))
        self._loading = archived.version, task
        task.add_done_callback(self._note_end)
        return task

    def _choose_leaving(self) -> str | None:
        """Return which release makes room, if one has to; raise Overloaded where none can."""
        if len(self._held) < self._most:
            return None
        idle = [name for name, held in self._held.items() if held.is_idle(self._rested)]
        if not idle:
            self.loads["refused"] += 1
            raise Overloaded(
                "As many older releases are in use as can be held. Ask again in a while, or take"
                " the files of the release and query them on your machine",
                retry_after=int(self._rested) + 1,
            )
        return min(idle, key=lambda name: self._held[name].used)

    async def _load(
        self, archived: ArchivedRelease, leaves: str | None, settle: Callable[[float], None]
    ) -> Release:
        started = monotonic()
        try:
            if leaves is not None:
                self._drop(leaves)
            # No more are held than there may be, not even for a moment.
            await asyncio.gather(*self._ending)
            known = self._releases.current.content.queries
            dataset = await asyncio.to_thread(archived.read)
            queries = await asyncio.to_thread(archived.read_queries, known)
            # Where its files are no longer those that were loaded, it is let go.
            stale = partial(self._drop, archived.version)
            content = Content(dataset, queries)
            release = await self._releases.begin_archived(content, stale)
        except Exception as error:
            self.loads["failed"] += 1
            if not isinstance(error, DataError):
                raise
            _log.error("release %s cannot be served: %s", archived.version, error)
            # Paths of this machine are nothing to tell a client.
            told = DataError(f"release {archived.version}", error.reason)
            self._broken[archived.version] = monotonic() + self._rested, told
            raise told from error
        finally:
            settle(monotonic() - started)
        self.loads["done"] += 1
        self._held[archived.version] = _Held(release, monotonic())
        if self._watch is None or self._watch.done():
            self._watch = asyncio.create_task(self._let_go())
        _log.info("serving older release %s", content.title)
        return release

    def _note_end(self, task: asyncio.Task[Release]) -> None:
        self._loading = None
        if not task.cancelled():
            # Where nobody waits any more, nobody else asks what went wrong.
            task.exception()

    async def _let_go(self) -> None:
        """Let go what nobody has asked for, as long as something is held."""
        while self._held:
            await asyncio.sleep(min(_LOOK, self._kept / 2))
            for version in [name for name, held in self._held.items() if held.is_idle(self._kept)]:
                self._drop(version)

    def _drop(self, version: str) -> None:
        """Begin to end a release."""
        held = self._held.pop(version, None)
        if held is not None:
            _log.info("no longer serving older release %s", version)
            task = asyncio.create_task(held.release.close())
            self._ending.add(task)
            task.add_done_callback(self._ending.discard)


def _wait() -> BeingMade:
    text = "An older release is being loaded. Ask again in a moment"
    return BeingMade(text, retry_after=_LATER)
