from __future__ import annotations

import logging
import math
import re
import signal
import threading
from contextlib import suppress
from io import StringIO
from itertools import count
from time import monotonic

import pytest

from azru_kg.check.shacl.deadlines import OutOfTime, limit

SHORT, LONG = 0.05, 300.0
RIDDLE = "a" * 60 + "!"


def test_a_regular_expression_is_ended_in_its_midst() -> None:
    with pytest.raises(OutOfTime), limit(SHORT):
        re.search("^(a+)+$", RIDDLE)


def test_a_loop_that_swallows_exceptions_is_ended() -> None:
    def run() -> None:
        swallowed = False
        for _ in count():
            try:
                sum(range(100))
            except BaseException:
                if swallowed:
                    raise
                swallowed = True

    with pytest.raises(OutOfTime), limit(SHORT):
        run()


def test_a_limit_that_ends_while_a_record_is_logged_leaves_no_lock_behind() -> None:
    class Slow(logging.StreamHandler[StringIO]):
        def acquire(self) -> None:
            super().acquire()
            spin()

    def spin() -> None:
        end = monotonic() + 2 * SHORT
        while monotonic() < end:
            pass

    handler = Slow(StringIO())
    record = logging.LogRecord("slow", logging.INFO, "", 0, "slow", None, None)

    def log() -> None:
        for _ in count():
            handler.handle(record)
            spin()

    with pytest.raises(OutOfTime), limit(SHORT):
        log()
    lock, taken = handler.lock, list[bool]()
    assert lock is not None
    thread = threading.Thread(target=lambda: taken.append(lock.acquire(timeout=1)))
    thread.start()
    thread.join()
    assert taken == [True]


def test_a_limit_inside_of_another_ends_alone_or_with_it() -> None:
    with limit(LONG):
        with pytest.raises(OutOfTime), limit(SHORT):
            re.search("^(a+)+$", RIDDLE)
        assert sum(range(10)) == 45
    with pytest.raises(OutOfTime), limit(SHORT), limit(LONG):
        re.search("^(a+)+$", RIDDLE)


def test_limits_without_end_leave_the_time_to_those_inside_and_around() -> None:
    before = signal.getsignal(signal.SIGALRM)
    with limit(math.inf):
        for _ in range(3):
            with pytest.raises(OutOfTime), limit(SHORT):
                re.search("^(a+)+$", RIDDLE)
            with limit(LONG):
                assert sum(range(10)) == 45
    with pytest.raises(OutOfTime), limit(SHORT), limit(math.inf):
        re.search("^(a+)+$", RIDDLE)
    assert signal.getsignal(signal.SIGALRM) == before


def test_an_alarm_set_for_a_limit_that_is_over_ends_nothing() -> None:
    with limit(LONG):
        with limit(SHORT):
            pass
        while signal.getitimer(signal.ITIMER_REAL)[0] < 1:
            sum(range(100))
        assert 1 < signal.getitimer(signal.ITIMER_REAL)[0] <= LONG


def test_no_limit_ends_nothing_and_leaves_the_alarm_alone() -> None:
    before = signal.getsignal(signal.SIGALRM)
    with limit(None):
        assert signal.getsignal(signal.SIGALRM) == before


def test_the_alarm_goes_back_to_whoever_had_it() -> None:
    rung: list[int] = []
    before = signal.signal(signal.SIGALRM, lambda number, _: rung.append(number))
    try:
        signal.setitimer(signal.ITIMER_REAL, LONG)
        with suppress(OutOfTime), limit(SHORT):
            re.search("^(a+)+$", RIDDLE)
        left, _ = signal.getitimer(signal.ITIMER_REAL)
        assert 0 < left <= LONG
        signal.raise_signal(signal.SIGALRM)
        assert rung == [signal.SIGALRM]
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def test_another_thread_works_without_a_limit() -> None:
    done: list[int] = []

    def work() -> None:
        with limit(SHORT):
            done.append(1)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert done == [1]
