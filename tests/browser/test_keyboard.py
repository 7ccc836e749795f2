"""What can be done without a mouse, and what is printed."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page
from tests.browser.conftest import Visit

MOST_STEPS = 60
_FOCUSED = "() => document.activeElement.textContent.trim()"
_OUTLINE = """() => {
  const style = getComputedStyle(document.activeElement);
  return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
}"""

pytestmark = pytest.mark.long


def step_to(page: Page, text: str) -> None:
    """Press Tab until what has the focus bears a text; see each time where one is."""
    passed: list[str] = []
    for _ in range(MOST_STEPS):
        page.keyboard.press("Tab")
        assert page.evaluate(_OUTLINE), f"it is not to be seen that {passed[-1:]} was left"
        passed.append(page.evaluate(_FOCUSED))
        if passed[-1] == text:
            return
    pytest.fail(f"{text} is not among {passed}")


def test_the_first_step_leads_past_the_navigation(visit: Visit, address: str) -> None:
    page = visit().page
    page.goto(address)
    page.keyboard.press("Tab")
    skip = page.locator(".skip")
    assert skip.evaluate("it => it === document.activeElement")
    box = skip.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["y"] >= 0
    page.keyboard.press("Enter")
    assert page.url == f"{address}#main"
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.closest('main') !== null")


def test_a_stored_query_is_answered_without_a_mouse(visit: Visit, whole_address: str) -> None:
    page = visit().page
    page.goto(whole_address)
    step_to(page, "Skip the picture")
    page.keyboard.press("Enter")
    step_to(page, "Agreements by year")
    page.keyboard.press("Enter")
    page.wait_for_url("**/sparql?query=*")
    assert page.locator("h1").inner_text() == "Agreements by year"
    assert page.locator("table.solutions tbody tr").count() > 5


def test_a_query_of_ones_own_is_written_and_sent_without_a_mouse(
    visit: Visit, address: str
) -> None:
    page = visit().page
    page.goto(f"{address}sparql")
    page.locator("#query:visible, .cm-content").focus()
    page.keyboard.press("Control+a")
    page.keyboard.type("ASK { country:AZ a azru:Country }")
    step_to(page, "Run the query")
    page.keyboard.press("Enter")
    page.wait_for_url("**/sparql?query=ASK*")
    page.locator("main strong").filter(has_text="Yes").wait_for()


def test_what_is_printed_is_dark_on_white_without_what_is_to_be_pressed(
    visit: Visit, address: str
) -> None:
    page = visit(color_scheme="dark").page
    page.goto(f"{address}id/claim/trade-2023")
    page.emulate_media(media="print")
    colours = "it => [getComputedStyle(it).color, getComputedStyle(it).backgroundColor]"
    assert page.locator("html").evaluate(colours) == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]
    assert page.locator("h1").is_visible()
    assert page.locator("button:visible").count() == 0
    assert not page.locator(".top nav a:not(.name)").first.is_visible()
