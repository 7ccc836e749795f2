"""Ends what takes too long, wherever it is: in a regular expression, a path or a query.

The clock is an alarm of the system, which Python looks at between its steps and in the middle of a
regular expression. There is one in the main thread of a Unix process; elsewhere nothing is ended.
"""

from __future__ import annotations

import logging
import math
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from time import monotonic
from types import FrameType

# Where something swallows the first alarm, the next one comes soon.
_AGAIN = 0.2
_LEAST = 0.001
_ends: list[float] = []
_next_ring = math.inf


class OutOfTime(BaseException):
    """Time is up. It is no Exception, so that no library takes it for a failure of its own."""


@contextmanager
def limit(seconds: float | None) -> Iterator[None]:
    """Raise OutOfTime in the middle of what takes more seconds; None is no limit.

    A limit inside another one ends with it, and is cheap where that one ends before it: the alarm
    is set to the next end, and not put back where that is passed in time. Infinity is a limit that
    ends nothing, for those inside it.
    """
    if seconds is None or not _has_alarm():
        yield
        return
    with nullcontext() if _ends else _own_alarm():
        end = monotonic() + seconds
        try:
            _ends.append(end)
            if end < _next_ring:
                _arm()
            yield
        finally:
            _ends.pop()


@contextmanager
def _own_alarm() -> Iterator[None]:
    """Take the alarm of the system, and give it back as it was."""
    global _next_ring
    handler, since = signal.getsignal(signal.SIGALRM), monotonic()
    timer = (0.0, 0.0)
    try:
        signal.signal(signal.SIGALRM, _ring)
        timer = signal.getitimer(signal.ITIMER_REAL)
        yield
    finally:
        try:
            signal.setitimer(signal.ITIMER_REAL, 0)
        finally:
            _next_ring = math.inf
            _restore(handler, since, *timer)


def _has_alarm() -> bool:
    main = threading.current_thread() is threading.main_thread()
    return main and hasattr(signal, "setitimer")


def _arm() -> None:
    global _next_ring
    _next_ring = min(_ends, default=math.inf)
    seconds = 0 if _next_ring == math.inf else max(_next_ring - monotonic(), _LEAST)
    signal.setitimer(signal.ITIMER_REAL, seconds, _AGAIN)


def _restore(handler: object, since: float, left: float, interval: float) -> None:
    """Give the alarm back to whoever had it before."""
    signal.signal(signal.SIGALRM, handler)  # type: ignore[arg-type]
    if left:
        rest = max(left - (monotonic() - since), _LEAST)
        signal.setitimer(signal.ITIMER_REAL, rest, interval)


def _ring(signum: int, frame: FrameType | None) -> None:
    if min(_ends, default=math.inf) > monotonic():
        _arm()
    elif _is_logging(frame):
        signal.setitimer(signal.ITIMER_REAL, _LEAST, _AGAIN)
    else:
        raise OutOfTime


def _is_logging(frame: FrameType | None) -> bool:
    """Whether a record is being logged: ended just then, its lock would be held for ever."""
    while frame is not None:
        if frame.f_globals.get("__name__") == logging.__name__:
            return True
        frame = frame.f_back
    return False
