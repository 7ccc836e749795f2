"""Works something out once, at the first request for it, for all who ask meanwhile and later."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextvars import Context
from typing import Generic, TypeVar

_T = TypeVar("_T")


class Once(Generic[_T]):
    """What `make` returns, made once; what fails is tried again at the next request.

    Who leaves while it is being made does not stop it, for another may wait for the same; and it is
    made in nobody's language.
    """

    def __init__(self, make: Callable[[], Awaitable[_T]]) -> None:
        self._make = make
        self._making: asyncio.Future[_T] | None = None

    async def get(self) -> _T:
        """Return it; raise as its making does."""
        if self._making is None or _has_failed(self._making):
            self._making = Context().run(asyncio.ensure_future, self._make())
            self._making.add_done_callback(_has_failed)
        return await asyncio.shield(self._making)

    def peek(self) -> _T | None:
        """Return it where it is made already, and nothing else."""
        if self._making is None or not self._making.done() or _has_failed(self._making):
            return None
        return self._making.result()

    def stop(self) -> None:
        """Stop making it; who waits for it gets CancelledError."""
        if self._making is not None:
            self._making.cancel()


def _has_failed(making: asyncio.Future[_T]) -> bool:
    # To ask for the exception is also to say that it has been seen, where nobody waits any more.
    return making.done() and (making.cancelled() or making.exception() is not None)
