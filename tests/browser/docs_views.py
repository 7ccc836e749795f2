"""The views of the site that stand in its documents: what is seen of a page, and what was done."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal, NamedTuple

from playwright.sync_api import Browser, Page, ViewportSize
from tests.browser.page_kinds import ask

import azru_kg.server.pages
from azru_kg.languages.reading import ENGLISH

STATIC = Path(azru_kg.server.pages.__file__).parent / "static"
"""Where the card is served from."""

_WIDTH = 1200
_FIGURES = """SELECT (STR(?label) AS ?year) (MAX(?value) / 1000000000 AS ?usdBillion) WHERE {
  ?figure azru:indicator indicator:trade-turnover ;
    azru:kind code:level ;
    azru:between country:AZ , country:RU ;
    sdmx-attribute:unitMeasure unit:CCY_USD ;
    sdmx-dimension:refPeriod ?period ;
    sdmx-measure:obsValue ?value .
  ?period skos:prefLabel ?label .
  FILTER (LANG(?label) = "en" && STRLEN(?label) = 4)
}
GROUP BY ?label
ORDER BY ?label
"""


class View(NamedTuple):
    """What is seen of a page: from the top, or from where a selector is, and so high."""

    name: str
    path: str
    height: int = 760
    language: str = ENGLISH
    scheme: Literal["light", "dark"] = "light"
    start: str = ""
    act: Callable[[Page], None] | None = None


def _draw_chart(page: Page) -> None:
    """Run the query in the editor, and have its answer drawn."""
    page.locator(".cm-content").focus()
    page.keyboard.press("Control+Enter")
    page.get_by_role("button", name="Chart", exact=True).click()
    page.locator(".chart svg").wait_for()


VIEWS = (
    View("home", ""),
    View("search", "search?q=Алиев"),
    View("list", "meetings?person=vladimir-putin&from=2020"),
    View("figure", "id/claim/trade-turnover-az-ru-2018-level-a", 900),
    View("contradictions", "pictures/contradictions", start=".wide"),
    View("promises", "pictures/promises", scheme="dark", start=".wide"),
    View("workbench", ask(_FIGURES), 1180, start="form.query", act=_draw_chart),
    View("russian", "id/person/mehriban-aliyeva", 900, language="ru"),
)
"""All of them."""


CARD = View("card", "", 630)
"""What sites show beside a link to a page of this one."""


def take_views(browser: Browser, address: str, folder: Path) -> Iterator[Path]:
    """Write a picture of each view into a folder, and the card; yield each file."""
    folder.mkdir(parents=True, exist_ok=True)
    # All pages lead to the pictures from the moment on at which they are made.
    page = browser.new_page()
    page.goto(f"{address}pictures/")
    page.close()
    for view in (*VIEWS, CARD):
        page = browser.new_page(
            viewport=ViewportSize(width=_WIDTH, height=view.height), color_scheme=view.scheme
        )
        language = "" if view.language == ENGLISH else f"{view.language}/"
        page.goto(f"{address}{language}{view.path}")
        if view.act is not None:
            view.act(page)
        if view.start:
            top = "it => window.scrollTo(0, it.getBoundingClientRect().top + window.scrollY - 24)"
            page.locator(view.start).first.evaluate(top)
        file = (folder if view is not CARD else STATIC) / f"{view.name}.png"
        page.screenshot(path=file)
        page.close()
        yield file
