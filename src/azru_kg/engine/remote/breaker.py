"""Leaves an engine alone that fails again and again, until it answers the smallest of queries.

Whoever asks meanwhile is told at once. Queries that fail by themselves close nothing for long: the
first probe follows at once, and an engine that answers it is asked again.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from math import ceil
from typing import Final

from azru_kg.errors import AzruError, EngineUnavailable

_FAILURES: Final = 5
_SHORTEST: Final = 0.5
_LONGEST: Final = 30.0
_log = logging.getLogger("azru_kg.engine")


class Breaker:
    """Opens after some failures in a row; `probe` raises an AzruError while the engine fails."""

    def __init__(self, probe: Callable[[], Awaitable[None]], *, failures: int = _FAILURES) -> None:
        self._probe = probe
        self._most = failures
        self._failures = 0
        self._reason = ""
        self._pause = _SHORTEST
        self._watching: asyncio.Task[None] | None = None

    @property
    def is_open(self) -> bool:
        """Whether the engine is left alone."""
        return self._watching is not None

    def check(self) -> None:
        """Return if the engine may be asked; raise EngineUnavailable with when it may again."""
        if self.is_open:
            later = ceil(self._pause)
            raise EngineUnavailable(
                f"the engine has failed {self._failures} times in a row, and is left alone until it"
                f" answers again: {self._reason}",
                retry_after=later,
            )

    def note_success(self) -> None:
        """Forget failures: the engine has answered."""
        self._failures = 0

    def note_failure(self, error: AzruError) -> None:
        """Count a failure; where there are too many in a row, leave the engine alone."""
        self._failures += 1
        self._reason = str(error)
        if self._failures >= self._most and self._watching is None:
            self._watching = asyncio.create_task(self._watch())

    async def close(self) -> None:
        """Stop to probe."""
        if self._watching is not None:
            self._watching.cancel()
            await asyncio.gather(self._watching, return_exceptions=True)
            self._watching = None

    async def _watch(self) -> None:
        self._pause = _SHORTEST
        while not await self._answers():
            await asyncio.sleep(self._pause)
            self._pause = min(2 * self._pause, _LONGEST)
        self._failures = 0
        self._watching = None

    async def _answers(self) -> bool:
        try:
            await self._probe()
        except AzruError as error:
            self._reason = str(error)
            _log.warning("the engine is left alone for %g seconds: %s", self._pause, error)
            return False
        return True
