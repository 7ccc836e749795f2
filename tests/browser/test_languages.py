"""Pages in three languages: from one to another, and what each says of every kind of page."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, ViewportSize
from tests.browser.conftest import Visit
from tests.browser.page_kinds import PAGE_KINDS, PageKind, make_ready
from tests.browser.visiting import ABOUT_COLOURS, follow

from azru_kg.languages.reading import ENGLISH, LANGUAGES

OTHERS = [language for language in LANGUAGES if language != ENGLISH]
NARROW = ViewportSize(width=360, height=740)
# What is right in English is so in each language, and was looked at there.
WHATEVER_THE_WORDS = (*ABOUT_COLOURS, "target-size")
# What the pages themselves say, of what is said to be Russian: names and identifiers may be Latin.
_LATIN = """() => {
  const said = 'header, footer, h2, label, button, summary, thead, .hint, .lead, .summary';
  const data = 'code, option, svg, small, .text, .digest, .question';
  const found = [];
  for (const element of document.querySelectorAll(said)) {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const parent = node.parentElement;
      if (parent.closest('[lang]').lang !== 'ru' || parent.closest(data)) continue;
      found.push(...(node.textContent.match(/[A-Za-z]+ +[a-z]{2,}/g) ?? []));
    }
  }
  return found;
}"""


# The first waits until the server has made the files of the release.
pytestmark = [pytest.mark.long, pytest.mark.timeout(400)]


@pytest.fixture(scope="module")
def site(whole_address: str) -> str:
    make_ready(whole_address)
    return whole_address


def choose(page: Page, language: str) -> None:
    follow(page.get_by_role("link", name=LANGUAGES[language], exact=True))


def test_a_reader_finds_a_person_and_changes_the_language_there(visit: Visit, address: str) -> None:
    page = visit(java_script_enabled=False).page
    page.goto(f"{address}ru/")
    assert page.locator("h1").inner_text().startswith("Отношения Азербайджана и России")
    page.locator("#find").press_sequentially("Алиева")
    page.keyboard.press("Enter")
    page.wait_for_url("**/ru/search?q=*")
    page.locator("main a").first.click()
    page.wait_for_url("**/ru/id/person/mehriban-aliyeva.html")
    assert page.locator("h1").inner_text() == "Мехрибан Алиева"
    choose(page, "az")
    page.wait_for_url("**/az/id/person/mehriban-aliyeva.html")
    assert page.locator("h1").inner_text() == "Mehriban Əliyeva"
    assert page.locator("html").get_attribute("lang") == "az"
    choose(page, ENGLISH)
    page.wait_for_url(f"{address}id/person/mehriban-aliyeva.html")
    assert page.locator("h1").inner_text() == "Mehriban Aliyeva"


def test_the_bare_home_page_is_in_the_language_of_the_browser_until_one_is_chosen(
    visit: Visit, address: str
) -> None:
    page = visit(locale="az").page
    page.goto(address)
    assert page.url == f"{address}az/"
    choose(page, ENGLISH)
    page.wait_for_url(f"{address}en/")
    follow(page.get_by_role("link", name="azru-kg", exact=True))
    assert page.url == f"{address}en/"


each_kind = pytest.mark.parametrize("kind", PAGE_KINDS, ids=[kind.name for kind in PAGE_KINDS])


@pytest.mark.long
@each_kind
@pytest.mark.parametrize("language", OTHERS)
def test_axe_finds_nothing_and_a_phone_scrolls_no_page_sideways(
    visit: Visit, site: str, axe: str, kind: PageKind, language: str
) -> None:
    visitor = visit(viewport=NARROW)
    assert visitor.go(f"{site}{language}/{kind.path}") == kind.status
    assert visitor.check(axe, without=WHATEVER_THE_WORDS) == []
    assert visitor.find_overflow() == []


@pytest.mark.long
@each_kind
def test_a_page_in_russian_says_nothing_in_english(visit: Visit, site: str, kind: PageKind) -> None:
    visitor = visit()
    assert visitor.go(f"{site}ru/{kind.path}") == kind.status
    assert list(visitor.page.evaluate(_LATIN)) == []
