"""The box in which a name is sought, by keyboard alone, and without a script."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from tests.browser.conftest import Visit

pytestmark = pytest.mark.long

TARGET = "**/id/person/mehriban-aliyeva*"


def test_what_is_suggested_is_chosen_by_keyboard(visit: Visit, address: str) -> None:
    page = visit().page
    page.goto(address)
    box, listed = page.locator("#find"), page.get_by_role("listbox")
    box.press_sequentially("Alijeva")
    first = page.get_by_role("option").first
    first.wait_for()
    assert box.get_attribute("aria-expanded") == "true"
    assert first.inner_text().startswith("Mehriban Aliyeva")
    page.keyboard.press("ArrowDown")
    assert box.get_attribute("aria-activedescendant") == first.get_attribute("id")
    assert first.get_attribute("aria-selected") == "true"
    page.keyboard.press("ArrowUp")
    assert box.get_attribute("aria-activedescendant") is None
    page.keyboard.press("Escape")
    expect(listed).to_be_hidden()
    assert box.input_value() == "Alijeva"
    page.keyboard.press("ArrowDown")
    first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(TARGET)


def test_a_name_is_found_without_a_script(visit: Visit, address: str) -> None:
    page = visit(java_script_enabled=False).page
    page.goto(address)
    page.locator("#find").press_sequentially("Алиева")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=*")
    page.locator("main a").first.click()
    page.wait_for_url(TARGET)
