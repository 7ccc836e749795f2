"""Every kind of page of the whole graph, wide and narrow, light and dark, without a script."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import ViewportSize
from tests.browser.conftest import Visit
from tests.browser.page_kinds import PAGE_KINDS, PageKind, make_ready
from tests.browser.visiting import ABOUT_COLOURS

from azru_kg.rdf.prefixes import KINDS

WIDE = ViewportSize(width=1280, height=900)
NARROW = ViewportSize(width=360, height=740)
MOST_BYTES = 60_000
# The workbench marks what it adds to a page.
WITHOUT_ADDITIONS = "() => document.querySelectorAll('[data-added]').forEach(it => it.remove())"

each_kind = pytest.mark.parametrize("kind", PAGE_KINDS, ids=[kind.name for kind in PAGE_KINDS])
# The first waits until the server has made the files of the release.
pytestmark = [pytest.mark.long, pytest.mark.timeout(400)]


@pytest.fixture(scope="module")
def site(whole_address: str) -> str:
    make_ready(whole_address)
    return whole_address


@pytest.fixture(scope="module")
def client(site: str) -> Iterator[httpx.Client]:
    headers = {"Accept": "text/html", "Accept-Encoding": "gzip"}
    with httpx.Client(
        base_url=site, headers=headers, trust_env=False, follow_redirects=True, timeout=30
    ) as client:
        yield client


def test_each_kind_of_entity_is_looked_at() -> None:
    assert {kind.name for kind in PAGE_KINDS} >= set(KINDS)


@each_kind
def test_axe_finds_nothing(visit: Visit, site: str, axe: str, kind: PageKind) -> None:
    visitor = visit()
    assert visitor.go(site + kind.path) == kind.status
    visitor.page.set_viewport_size(WIDE)
    assert visitor.check(axe) == [], "wide"
    visitor.page.set_viewport_size(NARROW)
    assert visitor.check(axe, without=ABOUT_COLOURS) == [], "narrow"
    visitor.page.emulate_media(color_scheme="dark")
    assert visitor.check(axe, only=ABOUT_COLOURS) == [], "narrow and dark"


@each_kind
def test_a_phone_scrolls_no_page_sideways(visit: Visit, site: str, kind: PageKind) -> None:
    visitor = visit(viewport=NARROW)
    assert visitor.go(site + kind.path) == kind.status
    assert visitor.find_overflow() == []


@each_kind
def test_a_page_says_the_same_without_javascript(visit: Visit, site: str, kind: PageKind) -> None:
    texts = []
    for scripts in (True, False):
        visitor = visit(java_script_enabled=scripts)
        assert visitor.go(site + kind.path) == kind.status
        if scripts:
            visitor.page.wait_for_load_state("networkidle")
            visitor.page.evaluate(WITHOUT_ADDITIONS)
        main = visitor.page.locator("main").inner_text()
        texts.append([line for line in main.splitlines() if "Answered in" not in line])
    assert texts[0] == texts[1] != []


@each_kind
def test_a_page_is_light(client: httpx.Client, kind: PageKind) -> None:
    with client.stream("GET", kind.path) as reply:
        assert reply.status_code == kind.status
        assert sum(map(len, reply.iter_raw())) <= MOST_BYTES
