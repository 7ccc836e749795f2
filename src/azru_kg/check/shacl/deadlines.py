"""Ends what takes too long, wherever it is: in a regular expression, a path or a query.

The clock is an alarm of the system, which Python looks at between its steps and in the middle of a
regular expression. There is one in the main thread of a Unix process; elsewhere nothing is ended.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from types import FrameType

# Where something swallows the first alarm, the next one comes soon.
_AGAIN = 0.2
_LEAST = 0.001
_ends: list[float] = []


class OutOfTime(BaseException):
    """Time is up. It is no Exception, so that no library takes it for a failure of its own."""


@contextmanager
def limit(seconds: float | None) -> Iterator[None]:
    """Raise OutOfTime in the middle of what takes more seconds; None is no limit.

    A limit inside another one ends with it.
    """
    if seconds is None or not _has_alarm():
        yield
        return
    before = None if _ends else (signal.getsignal(signal.SIGALRM), monotonic())
    timer = (0.0, 0.0)
    try:
        if before is not None:
            signal.signal(signal.SIGALRM, _ring)
            timer = signal.getitimer(signal.ITIMER_REAL)
        _ends.append(monotonic() + seconds)
        _arm()
        yield
    finally:
        try:
            signal.setitimer(signal.ITIMER_REAL, 0)
        finally:
            _ends.pop()
            if _ends:
                _arm()
            elif before is not None:
                _restore(*before, *timer)


def _has_alarm() -> bool:
    main = threading.current_thread() is threading.main_thread()
    return main and hasattr(signal, "setitimer")


def _arm() -> None:
    signal.setitimer(signal.ITIMER_REAL, max(min(_ends) - monotonic(), _LEAST), _AGAIN)


def _restore(handler: object, since: float, left: float, interval: float) -> None:
    """Give the alarm back to whoever had it before."""
    signal.signal(signal.SIGALRM, handler)  # type: ignore[arg-type]
    if left:
        rest = max(left - (monotonic() - since), _LEAST)
        signal.setitimer(signal.ITIMER_REAL, rest, interval)


def _ring(signum: int, frame: FrameType | None) -> None:
    if _ends and min(_ends) <= monotonic():
        raise OutOfTime
