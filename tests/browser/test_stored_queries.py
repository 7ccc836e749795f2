"""Another value is chosen for a stored query, in a browser with scripts and without."""

from __future__ import annotations

import pytest
from tests.browser.conftest import Visit
from tests.browser.visiting import follow

pytestmark = pytest.mark.long


@pytest.mark.parametrize("scripts", [True, False])
def test_a_stored_query_is_asked_about_another_commodity(
    visit: Visit, whole_address: str, scripts: bool
) -> None:
    page = visit(java_script_enabled=scripts).page
    page.goto(f"{whole_address}query/")
    page.get_by_role("searchbox", name="Words of the question").fill("tomatoes")
    follow(page.get_by_role("button", name="Show"))
    follow(page.get_by_role("link", name="Exports of one commodity"))
    field = page.get_by_role("combobox", name="Commodity")
    assert field.input_value() == "tomatoes"
    own = page.locator("table.solutions tbody").inner_text()
    field.select_option(label="apples")
    follow(page.get_by_role("button", name="Ask", exact=True))
    assert page.url.endswith("/query/exports-of-a-commodity?commodity=apples")
    assert page.get_by_role("combobox", name="Commodity").input_value() == "apples"
    other = page.locator("table.solutions tbody").inner_text()
    assert other != own
    follow(page.locator("table.solutions tbody a[href*='/id/claim/']").first)
    assert "/id/claim/" in page.url


def test_a_stored_query_is_asked_about_another_year(visit: Visit, whole_address: str) -> None:
    page = visit().page
    page.goto(f"{whole_address}query/who-met-whom")
    page.get_by_label("Year").fill("2018")
    follow(page.get_by_role("button", name="Ask", exact=True))
    assert "year=2018" in page.url
    assert page.get_by_label("Year").input_value() == "2018"
    rows = page.locator("table.solutions tbody tr").all_inner_texts()
    assert rows
    assert all("2018-" in row for row in rows)
