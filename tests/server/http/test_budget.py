import pytest

from azru_kg.errors import BudgetSpent
from azru_kg.server.http.budget import Budget, name_client

ME, OTHER = "192.0.2.1", "192.0.2.2"


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_a_client_may_ask_until_its_allowance_is_spent(clock: Clock) -> None:
    budget = Budget(10, 1, clock)
    for _ in range(2):
        budget.check(ME)
        budget.charge(ME, 5)
    with pytest.raises(BudgetSpent, match="query the dump") as caught:
        budget.check(ME)
    assert caught.value.status == 429
    budget.check(OTHER)


def test_an_allowance_fills_with_time_and_says_when(clock: Clock) -> None:
    budget = Budget(10, 0.5, clock)
    budget.charge(ME, 12)
    with pytest.raises(BudgetSpent) as caught:
        budget.check(ME)
    clock.now += caught.value.retry_after - 1
    with pytest.raises(BudgetSpent):
        budget.check(ME)
    clock.now += 1
    budget.check(ME)
    clock.now += 1000
    assert budget.left(ME) == 10


def test_one_query_after_the_other_is_never_refused(clock: Clock) -> None:
    budget = Budget(clock=clock)
    for _ in range(1000):
        budget.check(ME)
        clock.now += 10
        budget.charge(ME, 10)


def test_nobody_waits_longer_than_an_allowance_takes_to_fill(clock: Clock) -> None:
    budget = Budget(10, 1, clock)
    for _ in range(16):
        budget.charge(ME, 10)
    with pytest.raises(BudgetSpent) as caught:
        budget.check(ME)
    assert caught.value.retry_after <= 11


def test_what_runs_is_set_aside_until_it_is_known_what_it_has_cost(clock: Clock) -> None:
    budget = Budget(20, 1, clock)
    settle = [budget.hold(ME, 10), budget.hold(ME, 10)]
    with pytest.raises(BudgetSpent):
        budget.check(ME)
    budget.check(OTHER)
    settle.pop()(1)
    assert budget.left(ME) == 9
    settle.append(budget.hold(ME, 10))
    for each in settle:
        each(0.5)
    assert budget.left(ME) == 18


def test_a_batch_costs_no_more_than_an_allowance_and_the_last_query(clock: Clock) -> None:
    budget = Budget(25, 1, clock)
    held = []
    for _ in range(18):
        try:
            budget.check(ME)
        except BudgetSpent:
            break
        held.append(budget.hold(ME, 10))
    assert len(held) == 3
    for settle in held:
        settle(10)
    assert budget.left(ME) == -5


def test_the_server_itself_pays_nothing(clock: Clock) -> None:
    budget = Budget(10, 1, clock)
    for _ in range(5):
        budget.hold("", 10)(10)
    budget.check("")


def test_a_budget_can_be_switched_off(clock: Clock) -> None:
    budget = Budget(0, clock=clock)
    budget.charge(ME, 1_000_000)
    budget.hold(ME, 1_000_000)
    budget.hold(ME, 1_000_000)
    budget.check(ME)


def test_the_allowances_are_bounded_and_the_oldest_goes_first(clock: Clock) -> None:
    budget = Budget(10, 1, clock)
    for number in range(10_001):
        budget.charge(f"client {number}", 10)
    assert budget.left("client 0") == 10
    assert budget.left("client 1") == 0


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2001:db8::1", "2001:db8::2:3", True),
        ("2001:db8::1", "2001:db8:0:1::1", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
        ("fe80::1%eth0", "fe80::1%eth1", True),
        ("192.0.2.1", "192.0.2.2", False),
        ("", "", True),
    ],
)
def test_a_client_is_an_address_or_a_network_of_version_6(one: str, other: str, same: bool) -> None:
    assert (name_client(one) == name_client(other)) is same
