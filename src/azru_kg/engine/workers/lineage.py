"""The zygotes of a pool: the root, which has the data, and those that know a perspective more.

Each descends from the one before. Workers are forked from the last, so that they know what all
know. Where one ends, by whatever cause, those after it end too, and the one before it is the last;
where the root ends, it is started again, at once the first time and later after a while.
"""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import Callable
from time import monotonic
from typing import Final

from azru_kg.engine.workers.parent import Child, Zygote
from azru_kg.engine.workers.root import Founder, found_alone
from azru_kg.errors import (
    AzruError,
    DataError,
    DeadlinePassed,
    LimitReached,
    MemoryExceeded,
    TryLater,
)
from azru_kg.graph.dataset import Dataset

BUILDING: Final = 60.0
"""How many seconds the store of a perspective may take to be built."""

RETRY_AFTER: Final = 5
"""In how many seconds a client may hope to find an engine that starts again."""

# A perspective that could not be built is not tried again by each who asks.
_SULKING = 60.0
# An engine that has lived so long is started again without delay.
_SETTLED = 30.0
_FIRST_DELAY, _LAST_DELAY = 0.5, 10.0

_log = logging.getLogger("azru_kg.engine")


class Lineage:
    """Keeps the zygotes of a dataset; `changed` is called when another is the last, or none is.

    `stale` is called where the root has to be started again and the files hold other data by now.
    `found` starts the root, or has it from where it is shared.
    """

    def __init__(
        self,
        dataset: Dataset,
        *,
        memory: int,
        changed: Callable[[], None],
        stale: Callable[[], None],
        found: Founder = found_alone,
    ) -> None:
        self._dataset = dataset
        self._memory = memory
        self._changed = changed
        self._stale = stale
        self._found = found
        self._sums: list[str] = []
        self._root: Zygote | None = None
        self._zygotes: list[Zygote] = []
        self._begun = 0.0
        self._delay = 0.0
        self._restart: asyncio.Task[None] | None = None
        self._builds: dict[str, asyncio.Task[None]] = {}
        self._one_build = asyncio.Lock()
        self._failures: dict[str, tuple[float, LimitReached]] = {}
        self.restarts = 0

    @property
    def last(self) -> Zygote | None:
        """The zygote from which workers are forked, or None where there is none."""
        return self._zygotes[-1] if self._zygotes else None

    async def start(self) -> None:
        """Load the dataset; raise DataError if a file is broken."""
        self._sums = await self._measure()
        await self._begin()

    async def close(self) -> None:
        """End all processes."""
        self._zygotes.clear()
        tasks = [*self._builds.values(), *([self._restart] if self._restart else [])]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._root is not None:
            await self._root.end()

    def prepare(self, name: str) -> tuple[asyncio.Task[None], bool]:
        """Return the building of a perspective, and whether it has just been begun.

        It raises LimitReached where the perspective takes too much, and TryLater where it cannot be
        built now.
        """
        if name in self._builds:
            return self._builds[name], False
        build = asyncio.create_task(self._build(name))
        self._builds[name] = build
        build.add_done_callback(lambda _: self._end_build(name))
        return build, True

    def _end_build(self, name: str) -> None:
        build = self._builds.pop(name)
        if not build.cancelled() and isinstance(build.exception(), AzruError):
            # Whoever waited for it may have left.
            _log.error("the perspective %s was not built: %s", name, build.exception())

    async def _begin(self) -> None:
        self._root = await self._found(self._dataset, self._memory, self._sums)
        self._begun = monotonic()
        self._append(self._root)

    def _append(self, zygote: Zygote) -> None:
        self._zygotes.append(zygote)
        zygote.lost.add_done_callback(lambda _: self._lose(zygote))
        self._changed()

    def _lose(self, zygote: Zygote) -> None:
        if zygote not in self._zygotes:
            return
        for later in self._zygotes[self._zygotes.index(zygote) :]:
            self._zygotes.remove(later)
            later.close()
        if self._zygotes:
            _log.warning(
                "the engine lost what it knew of a perspective; it is built when asked for"
            )
        else:
            self.restarts += 1
            self._restart = asyncio.create_task(self._start_again())
        self._changed()

    async def _start_again(self) -> None:
        """Start the root again, until it stays."""
        _log.error("the process that holds the data ended; it is started again")
        if self._root is not None:
            await self._root.end()
        if monotonic() - self._begun > _SETTLED:
            self._delay = 0.0
        while not self._zygotes:
            await asyncio.sleep(self._delay)
            self._delay = min(max(2 * self._delay, _FIRST_DELAY), _LAST_DELAY)
            try:
                if await self._measure() != self._sums:
                    self._stale()
                    raise DataError("the data", "files changed since they were read")
                await self._begin()
            except (AzruError, OSError) as error:
                _log.error("the engine was not started again: %s", error)

    async def _measure(self) -> list[str]:
        """Return the checksums of the files, so that a new start has the same data."""
        return await asyncio.to_thread(self._dataset.measure)

    async def _build(self, name: str) -> None:
        until, failure = self._failures.get(name, (0.0, None))
        if failure is not None and monotonic() < until:
            raise failure.with_traceback(None)
        async with self._one_build:
            last = self.last
            if last is None:
                raise _put_off(name)
            if name not in last.knows:
                try:
                    self._append(await _branch_off(last, name))
                except LimitReached as error:
                    self._failures[name] = (monotonic() + _SULKING, error)
                    raise


async def _branch_off(zygote: Zygote, name: str) -> Zygote:
    """Return a zygote that knows one perspective more; raise the error of one that failed."""
    try:
        branch, child = zygote.branch(name, seconds=BUILDING)
    except OSError as error:
        raise _put_off(name) from error
    try:
        await asyncio.wait([branch.ready])
    except asyncio.CancelledError:
        zygote.kill(child)
        branch.close()
        raise
    if branch.ready.exception() is None:
        return branch
    raise await _explain(name, child)


async def _explain(name: str, child: Child) -> AzruError:
    """Return the error for a zygote that ended while it built a perspective."""
    status = await child.wait()
    if status == -signal.SIGALRM:
        return DeadlinePassed(
            f"the perspective {name} takes longer to build than the {BUILDING:g} seconds that it"
            " may. Name the graphs that you want with FROM"
        )
    if status in (-signal.SIGABRT, -signal.SIGKILL):
        return MemoryExceeded(
            f"the perspective {name} takes more memory than it may. Name the graphs that you want"
            " with FROM"
        )
    return _put_off(name)


def _put_off(name: str) -> TryLater:
    return TryLater(
        f"the perspective {name} cannot be built now. Try again in {RETRY_AFTER} seconds",
        retry_after=RETRY_AFTER,
    )
