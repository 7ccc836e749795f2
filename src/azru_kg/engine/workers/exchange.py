"""One request put to one worker, against the clock; or several that take next to no time.

The clock covers all of it: parsing, planning, evaluation, and the time the reader takes. When it
has run out the worker is killed, whether or not anyone is reading.
"""

from __future__ import annotations

import asyncio
import json
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from functools import lru_cache
from typing import Final, NamedTuple

from azru_kg.engine.protocol import Answer, Request
from azru_kg.engine.workers import wire
from azru_kg.engine.workers.parent import Worker
from azru_kg.engine.workers.worker import Unprepared
from azru_kg.errors import AzruError, DeadlinePassed, MemoryExceeded, QueryRefused, TryLater
from azru_kg.query.outline import Form

_MEBIBYTE: Final = 1024 * 1024
# Frames of an answer that is short: its head, its data, its end.
_FEW: Final = 3
_RETRY_AFTER: Final = 5
# After these no more comes.
_ENDS: Final = (b"A", b"E")
# Most answers have one of a few heads.
_HEADS: Final = 256


class Unfinished(Exception):
    """More of an answer is to come."""


class Whole(NamedTuple):
    """An answer of which all is there; `work` is how many seconds of a processor it took."""

    body: bytes
    hints: tuple[str, ...]
    work: float


class Exchange(AsyncIterator[bytes]):
    """A request with its worker; iterates over the bytes of the answer.

    With several requests, the answers are read by `read_whole`, one after the other.
    """

    def __init__(self, worker: Worker, *, seconds: float) -> None:
        self._worker = worker
        self._seconds = seconds
        self._late = False
        self._sent = False
        self._begun = False
        self._due = 1
        self._fit = True
        self._data = b""
        self._last: wire.Frame | None = None
        self._alarm = asyncio.get_running_loop().call_later(seconds, self._expire)
        if seconds <= 0:  # else it would be a race
            self._expire()

    def send(self, *requests: bytes) -> None:
        """Send small requests at once, each as `wire` writes its members."""
        self._sent = True
        self._due = len(requests)
        frames = b"".join([wire.allow(members, self._seconds) for members in requests])
        with suppress(ConnectionError):  # a worker that is gone is explained on reading
            if self._worker.post(frames) < len(frames):
                self._expire()  # it is stuck

    def listen(self, wake: Callable[[], None]) -> None:
        """Have a function called once, when more of the answer has come or will not come."""
        self._worker.listen(wake)

    def read_whole(self, most: int) -> Whole | None:
        """Return the next answer, if all of it has come; or None where there is something else.

        `ask` tells what it is, where there is one request. Raises Unfinished where more of the
        answer may come, and is to be awaited: up to so many bytes.
        """
        frames = self._worker.frames
        if frames and frames[0].kind == b"A":
            last = frames.popleft()
            head, body, spent, work = wire.decode_answer(last.body)
        elif frames and (frames[0].kind != b"H" or self._due > 1):
            return None
        elif frames and frames[-1].kind == b"E":
            if any(frame.kind == b"X" for frame in frames):
                return None
            first, *data, last = frames
            frames.clear()
            head, body = first.body, b"".join(frame.body for frame in data)
            spent, work = wire.decode_end(last.body)
        elif self._worker.gone or sum(len(frame.body) for frame in frames) > most:
            return None
        else:
            raise Unfinished
        self._begun = True
        self._due -= 1
        if not self._due:
            self._last = last
        self._fit = self._fit and not spent
        return Whole(body, _read_head(head)[2], work)

    async def ask(self, request: Request) -> Answer:
        """Send the request, unless it is sent; return the answer as soon as its form is known.

        Raises Unprepared where the worker has no store of the perspective that is asked about.
        """
        if not self._sent:
            with suppress(ConnectionError):  # a worker that is gone is explained on reading
                await self._worker.send(wire.encode_request(request, self._seconds))
        frame = await self._read()
        self._begun = True
        if frame.kind == b"P":
            await self._read()  # the end
            raise Unprepared(frame.body.decode())
        head = frame.body
        if frame.kind == b"A":
            head, self._data, *_ = wire.decode_answer(frame.body)
        form, media_type, hints = _read_head(head)
        return Answer(form, media_type, self, hints)

    async def __anext__(self) -> bytes:
        """Return the next bytes of the answer; raise LimitReached or QueryError instead."""
        if self._data:
            data, self._data = self._data, b""
            return data
        if self._last is None:
            frame = await self._read()
            if frame.kind == b"D":
                return frame.body
        raise StopAsyncIteration

    def stop(self) -> bool:
        """Stop the clock; return whether the worker is fit for another request."""
        self._alarm.cancel()
        last = self._last or self._worker.drain()
        if self._late or self._due > 1 or last is None or last.kind not in _ENDS:
            return False
        spent, _ = wire.decode_end(last.body)
        return self._fit and not spent

    @property
    def may_end_soon(self) -> bool:
        """Whether a worker that nobody listens to any more may come to its end in a moment.

        One whose answer has begun is long.
        """
        return not (self._late or self._begun or self._due > 1)

    async def wind_down(self, seconds: float) -> bool:
        """Give a worker a moment to come to its end, for nobody; return whether it is fit then.

        To answer a short query costs less than another worker.
        """
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                for _ in range(_FEW):
                    self._last = await self._worker.receive()
                    if self._last is None or self._last.kind in _ENDS:
                        break
        return self.stop()

    async def _read(self) -> wire.Frame:
        frame = await self._worker.receive()
        if frame is None:
            raise await self._explain()
        if frame.kind == b"X":
            self._last = await self._worker.receive()
            raise wire.decode_error(frame.body)
        if frame.kind in _ENDS:
            self._last = frame
        return frame

    def _expire(self) -> None:
        self._late = True
        self._worker.kill()
        self._worker.hang_up()

    async def _explain(self) -> AzruError:
        """Return the error for a worker that ended without an answer."""
        status = None if self._late else await self._worker.child.wait()
        if self._late or status == -signal.SIGALRM:
            return DeadlinePassed(
                f"the query took longer than {self._seconds:g} seconds. Narrow its patterns, add"
                " LIMIT, or run it on the dump"
            )
        if status in (-signal.SIGSEGV, -signal.SIGBUS):
            return QueryRefused(
                "the query is nested too deeply, or chains too many operators, for this engine."
                " Take it apart"
            )
        # Oxigraph aborts when it gets no memory; the kernel kills when it has none left itself.
        if status in (-signal.SIGABRT, -signal.SIGKILL):
            return MemoryExceeded(
                "the query needs more memory than the"
                f" {self._worker.zygote.memory // _MEBIBYTE} MiB that one may take. Group and sort"
                " fewer solutions, or run it on the dump"
            )
        if status is None and not self._worker.zygote.alive:
            return TryLater(
                "the query engine ended, and the query with it", retry_after=_RETRY_AFTER
            )
        return AzruError(f"the worker that ran the query ended without an answer ({status})")


@lru_cache(_HEADS)
def _read_head(body: bytes) -> tuple[Form, str, tuple[str, ...]]:
    form, media_type, hints = json.loads(body)
    return form, media_type, tuple(hints)
