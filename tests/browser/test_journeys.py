"""Four questions of somebody who knows no SPARQL, asked by clicks from the first page."""

from __future__ import annotations

import pytest
from tests.browser.conftest import Visit
from tests.browser.visiting import follow

pytestmark = [pytest.mark.long, pytest.mark.timeout(300)]


def test_who_says_what_about_a_year_of_trade_and_in_which_words(
    visit: Visit, whole_address: str
) -> None:
    visitor = visit()
    visitor.go(whole_address)
    page = visitor.page
    # One: a mark of the year, in the picture of who reports what.
    follow(page.locator("#picture ~ * a[href*='2018']:visible").first)
    told = page.locator("table.rivals tbody tr")
    assert told.count() >= 3
    assert "2018" in page.locator("h1").inner_text()
    assert all("said by" in row for row in told.all_inner_texts())
    # Two: a footnote, which leads to the words on the page of the source.
    follow(told.nth(1).locator("sup a").first)
    note = page.locator("ol.notes li:target")
    assert "#:~:text=" in (note.locator("a", has_text="on its page").get_attribute("href") or "")
    # Three: the source itself.
    follow(note.locator("p a").first)
    assert "/id/source/" in page.url


def test_who_met_whom_in_some_years(visit: Visit, whole_address: str) -> None:
    visitor = visit()
    visitor.go(whole_address)
    page = visitor.page
    follow(page.get_by_role("navigation", name="Lists").get_by_role("link", name="Meetings"))
    page.get_by_label("From year").fill("2023")
    page.get_by_label("to", exact=True).fill("2025")
    follow(page.get_by_role("button", name="Show"))
    rows = page.locator("main table tbody tr")
    assert rows.count() > 10
    assert "from=2023" in page.url
    assert all(
        any(year in row for year in ("2023", "2024", "2025")) for row in rows.all_inner_texts()
    )
    follow(rows.first.locator("a[href*='/id/event/']").first)
    assert "/id/event/" in page.url


def test_what_came_of_the_promises_about_a_project(visit: Visit, whole_address: str) -> None:
    visitor = visit()
    visitor.go(whole_address)
    page = visitor.page
    follow(page.get_by_role("navigation", name="Lists").get_by_role("link", name="Promises"))
    follow(page.locator("main table tbody a[href*='/id/project/']").first)
    follow(page.get_by_role("link", name="What is promised of it, and what came"))
    assert "/promises/" in page.url
    assert page.locator("main table tbody tr").count() >= 1


def test_what_both_sides_count_is_found_by_topic(visit: Visit, whole_address: str) -> None:
    visitor = visit()
    visitor.go(whole_address)
    page = visitor.page
    follow(page.get_by_role("navigation", name="Main").get_by_role("link", name="Topics"))
    follow(page.get_by_role("link", name="Trade as both sides count it"))
    assert page.locator("section.extract table tbody tr").count() > 20
    # The picture at a glance leads to all of it, and a mark of it to its claim.
    follow(page.locator(".glance h3 a", has_text="Mirror figures of trade"))
    assert page.url.endswith("/pictures/mirror")
    follow(page.locator("svg a[href*='/id/claim/']:visible").first)
    assert "/id/claim/" in page.url
    page.go_back()
    page.go_back()
    follow(page.get_by_role("link", name="Turnover of each year as both sides tell it"))
    assert page.url.endswith("/query/mirror-trade-figures")
    follow(page.locator("main").get_by_role("link", name="trade as both sides count it"))
    follow(page.get_by_role("link", name="quality"))
    assert page.locator("table#by-topic tbody tr").count() == 8
