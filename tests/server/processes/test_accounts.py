import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from azru_kg.server.http.budget import UNTOUCHED, Budget
from azru_kg.server.processes.accounts import SharedAccounts

ME, OTHER = "192.0.2.1", "192.0.2.2"


@pytest.fixture
def accounts() -> SharedAccounts:
    return SharedAccounts(3)


def make_budget(accounts: SharedAccounts) -> Budget:
    return Budget(100, 1, lambda: 0.0, accounts)


@contextmanager
def forked(accounts: SharedAccounts, place: int, work: Callable[[Budget], None]) -> Iterator[int]:
    """Do something in a process of its own, at a place; yield its number, and wait for its end."""
    process = os.fork()
    if process == 0:
        try:
            accounts.take_place(place)
            work(make_budget(accounts))
        finally:
            os._exit(0)
    yield process
    os.waitpid(process, 0)


def test_what_is_spent_in_one_process_is_missing_in_another(accounts: SharedAccounts) -> None:
    budget = make_budget(accounts)
    with forked(accounts, 1, lambda theirs: theirs.charge(ME, 30)):
        pass
    assert budget.left(ME) == 70
    budget.charge(ME, 20)
    assert budget.left(ME) == 50
    assert budget.left(OTHER) == 100


def test_what_processes_set_aside_adds_up_and_each_settles_its_own(
    accounts: SharedAccounts,
) -> None:
    budget = make_budget(accounts)
    settle = budget.hold(ME, 10)

    def hold_and_settle(theirs: Budget) -> None:
        settle_one, _ = theirs.hold(ME, 20), theirs.hold(ME, 30)
        settle_one(1)

    with forked(accounts, 1, hold_and_settle):
        pass
    assert budget.left(ME) == 100 - 10 - 30 - 1
    settle(2)
    assert budget.left(ME) == 100 - 30 - 1 - 2


def test_what_a_process_had_set_aside_goes_when_another_takes_its_place(
    accounts: SharedAccounts,
) -> None:
    def hold_and_die(theirs: Budget) -> None:
        theirs.charge(ME, 5)
        theirs.hold(ME, 60)
        os.kill(os.getpid(), signal.SIGKILL)

    with forked(accounts, 1, hold_and_die):
        pass
    assert make_budget(accounts).left(ME) == 35
    accounts.take_place(1)
    assert make_budget(accounts).left(ME) == 95


def test_nothing_is_lost_where_processes_charge_at_the_same_time(accounts: SharedAccounts) -> None:
    def charge(budget: Budget) -> None:
        for _ in range(2000):
            budget.hold(ME, 0.01)(0.01)

    with forked(accounts, 1, charge), forked(accounts, 2, charge):
        charge(make_budget(accounts))
    assert make_budget(accounts).left(ME) == pytest.approx(100 - 3 * 2000 * 0.01)


@pytest.mark.long
def test_the_row_of_who_has_the_most_left_passes_to_another(accounts: SharedAccounts) -> None:
    budget = make_budget(accounts)
    budget.charge(ME, 100)
    held = budget.hold(OTHER, 1)
    for number in range(40_000):
        budget.charge(f"client {number}", 1 + number / 40_000)
    assert budget.left(ME) == 0
    assert budget.left(OTHER) == 99
    held(0)
    untouched = sum(accounts.read(f"client {n}") == UNTOUCHED for n in range(40_000))
    assert 40_000 - 2048 * 8 <= untouched < 30_000
