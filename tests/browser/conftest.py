"""A real browser, Debian's Chromium, and pages that note what it finds wrong with them.

It reaches no other machine. Where it is not installed, tests are skipped, with the reason; in
continuous integration, where CI is set, that is an error.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright
from tests.browser.launching import find_browser, launch
from tests.browser.visiting import Visitor

AXE = Path(__file__).parent / "axe" / "node_modules" / "axe-core" / "axe.min.js"

Visit = Callable[..., Visitor]


def miss(what: str) -> None:
    """Skip a test, with the reason; in continuous integration, fail."""
    if os.environ.get("CI"):
        pytest.fail(f"{what}. CI is set: nothing may be skipped here")
    pytest.skip(what)


# A browser holds the event loop of its process: it is gone before the next module is run.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Return a browser, which the tests of a module share."""
    if not find_browser():
        miss("chromium is not installed")
    with sync_playwright() as playwright, launch(playwright) as browser:
        yield browser


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visit]:
    """Return a function that opens a page of its own, with the settings of a browser's context.

    The test fails where any of these pages ran what it should not, or was refused something.
    """
    visitors: list[Visitor] = []

    def open_page(**settings: Any) -> Visitor:
        visitors.append(Visitor(browser.new_context(**settings)))
        return visitors[-1]

    yield open_page
    for visitor in visitors:
        visitor.page.context.close()
    assert [found for visitor in visitors for found in visitor.complaints] == []


@pytest.fixture(scope="session")
def axe() -> str:
    """Return the script of axe, which finds what keeps people out of a page."""
    if not AXE.exists():
        miss("axe is not installed: make clients")
    return AXE.read_text(encoding="utf-8")
