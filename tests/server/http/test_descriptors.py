import resource
from collections.abc import Iterator

import pytest

from azru_kg.server.http.descriptors import LEAST, MOST, allot_connections


@pytest.fixture(autouse=True)
def _limits() -> Iterator[None]:
    """Put the limits of this process back after the test; the hard one is never lowered."""
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, before)


def set_soft(limit: int) -> None:
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (limit, hard))


def test_the_limit_is_raised_for_all_connections_and_what_is_kept_back() -> None:
    set_soft(256)
    assert allot_connections(2) == MOST
    assert resource.getrlimit(resource.RLIMIT_NOFILE)[0] > MOST + 100


def test_a_high_limit_is_left_as_it_is() -> None:
    set_soft(2000)
    assert allot_connections(2) == MOST
    assert resource.getrlimit(resource.RLIMIT_NOFILE)[0] == 2000


@pytest.mark.parametrize(("hard", "most"), [(256, 256 - 128 - 8), (700, MOST), (20, LEAST)])
def test_where_the_system_allows_no_more_there_are_fewer_connections(
    hard: int, most: int, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    set_limits: list[tuple[int, int]] = []
    monkeypatch.setattr(resource, "getrlimit", lambda _: (min(hard, 100), hard))
    monkeypatch.setattr(resource, "setrlimit", lambda _, limits: set_limits.append(limits))
    assert allot_connections(2) == most
    assert all(soft <= hard for soft, _ in set_limits)
    assert ("Raise that limit" in caplog.text) == (most < MOST)
