"""Two pages of the founding documents, of which the browser is refused nothing.

All kinds of pages are looked at in the long run.
"""

from __future__ import annotations

import pytest
from tests.browser.conftest import Visit

pytestmark = pytest.mark.long


@pytest.mark.parametrize(
    ("path", "expected"),
    [("", "Questions to start from"), ("id/claim/trade-2023", "more than 4.3 billion US dollars")],
)
def test_a_page_is_shown_and_the_browser_refused_nothing(
    visit: Visit, address: str, path: str, expected: str
) -> None:
    visitor = visit()
    assert visitor.go(address + path) == 200
    assert expected in visitor.page.locator("main").inner_text()
