"""Which tests run: those of every day, or with `--long` those that take long.

A test that is marked `long` waits for `--long`. A test of random cases runs each time: with few
cases every day, with many under `--long`. What is left for another run is told at the end.

A file whose tests are all long says so in a line that begins with `pytestmark`. Every day it is not
even read, unless it is named: what it imports takes long, too.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

DAILY_CASES = 10
LONG_CASES = 300
LONG_SECONDS = 600
"""How long a test may take under `--long`, where it does not say itself."""
_LEFT = pytest.StashKey[int]()
_FILES = pytest.StashKey[int]()
_ALL_LONG = re.compile(r"^pytestmark = (\[\s*)?pytest\.mark\.long\b", re.MULTILINE)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--long",
        action="store_true",
        help="run the long tests, and those of random cases with many of them, and no others",
    )


def pytest_configure(config: pytest.Config) -> None:
    config.stash[_LEFT] = config.stash[_FILES] = 0
    for name, cases in (("daily", DAILY_CASES), ("long", LONG_CASES)):
        settings.register_profile(name, max_examples=cases, deadline=None)
    settings.load_profile("long" if config.getoption("long") else "daily")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave a file unread whose tests are all for the other run."""
    if config.getoption("long") or not collection_path.match("test_*.py"):
        return None
    if not _ALL_LONG.search(collection_path.read_text(encoding="utf-8")):
        return None
    config.stash[_FILES] += 1
    return True


@pytest.hookimpl(trylast=True)  # until hypothesis has marked its own
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is for the other run."""
    long_run = config.getoption("long")
    kept = [item for item in items if _is_for(item, long_run)]
    left = [item for item in items if not _is_for(item, long_run)]
    config.hook.pytest_deselected(items=left)
    config.stash[_LEFT] = len(left)
    items[:] = kept
    for item in kept if long_run else ():
        if item.get_closest_marker("timeout") is None:
            item.add_marker(pytest.mark.timeout(LONG_SECONDS))


def _is_for(item: pytest.Item, long_run: bool) -> bool:
    if long_run:
        return any(item.get_closest_marker(name) for name in ("long", "hypothesis"))
    return item.get_closest_marker("long") is None


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Tell the process that prints what this one, which collects, has left out."""
    told = getattr(session.config, "workeroutput", None)
    if told is not None:
        told["left"] = [session.config.stash[key] for key in (_LEFT, _FILES)]


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Hear it from each worker of pytest-xdist; all have collected the same."""
    told = getattr(node, "workeroutput", {}).get("left", [0, 0])
    for key, number in zip((_LEFT, _FILES), told, strict=True):
        node.config.stash[key] = max(number, node.config.stash[key])


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    left, files = config.stash[_LEFT], config.stash[_FILES]
    unread = f", and all of {files} files" if files else ""
    other = "make test" if config.getoption("long") else "make test-long"
    terminalreporter.write_line(f"left to `{other}`: {left} tests{unread}")
