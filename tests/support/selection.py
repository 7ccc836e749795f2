"""Which tests run: those of every day, or with `--long` those that take long.

A test that is marked `long` waits for `--long`. A test of random cases runs each time: with few
cases every day, with many under `--long`. What is left for another run is told at the end.
"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import settings

DAILY_CASES = 20
LONG_CASES = 300
_LEFT = pytest.StashKey[int]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--long",
        action="store_true",
        help="run the long tests, and those of random cases with many of them, and no others",
    )


def pytest_configure(config: pytest.Config) -> None:
    config.stash[_LEFT] = 0
    for name, cases in (("daily", DAILY_CASES), ("long", LONG_CASES)):
        settings.register_profile(name, max_examples=cases, deadline=None)
    settings.load_profile("long" if config.getoption("long") else "daily")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is for the other run."""
    long_run = config.getoption("long")
    kept = [item for item in items if _is_for(item, long_run)]
    left = [item for item in items if not _is_for(item, long_run)]
    config.hook.pytest_deselected(items=left)
    config.stash[_LEFT] = len(left)
    items[:] = kept


def _is_for(item: pytest.Item, long_run: bool) -> bool:
    if long_run:
        return any(item.get_closest_marker(name) for name in ("long", "hypothesis"))
    return item.get_closest_marker("long") is None


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Tell the process that prints what this one, which collects, has left out."""
    told = getattr(session.config, "workeroutput", None)
    if told is not None:
        told["left"] = session.config.stash[_LEFT]


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Hear it from each worker of pytest-xdist; all have collected the same."""
    told = getattr(node, "workeroutput", {}).get("left", 0)
    node.config.stash[_LEFT] = max(told, node.config.stash[_LEFT])


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    left = config.stash[_LEFT]
    other = "make test" if config.getoption("long") else "make test-long"
    terminalreporter.write_line(f"left to `{other}`: {left} tests")
