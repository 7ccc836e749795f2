"""A page in a browser, and what the browser had to say against it."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Dialog, Locator, Request

SECONDS = 30
ABOUT_COLOURS = ("color-contrast", "link-in-text-block")
"""The rules of axe that a dark page may break where the light one does not.

They take as long as all others together.
"""
_OVERFLOW = """() => {
  const width = document.documentElement.clientWidth;
  return [...document.querySelectorAll('body *')]
    .filter(it => it.getBoundingClientRect().right > width + 1 && !it.closest('.scroll, .skip'))
    .map(it => it.outerHTML.slice(0, 120));
}"""
_CHECK = """async ({only, without}) => {
  const found = await axe.run({
    resultTypes: ['violations'],
    ...(only.length && {runOnly: only}),
    rules: Object.fromEntries(without.map(rule => [rule, {enabled: false}])),
  });
  return found.violations.map(
    it => `${it.id}: ${it.help}: ${it.nodes.slice(0, 3).map(node => node.html.slice(0, 200))}`);
}"""


def follow(leading: Locator) -> None:
    """Click what leads to another page or place, and wait until all of that page is there.

    A click itself waits for the other page's beginning only.
    """
    with leading.page.expect_navigation():
        leading.click()


class Visitor:
    """Somebody with a page open; `complaints` are what is never right, whatever the page."""

    def __init__(self, context: BrowserContext) -> None:
        self.complaints: list[str] = []
        self.page = context.new_page()
        self.page.set_default_timeout(SECONDS * 1000)
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.complaints.append(f"error: {error}"))
        self.page.on("dialog", self._refuse)
        self.page.on("request", self._watch)

    def go(self, address: str) -> int:
        """Go to an address, and return the status of the answer there."""
        reply = self.page.goto(address)
        assert reply is not None
        return reply.status

    def find_overflow(self) -> list[str]:
        """Return what makes the page itself wider than its window: what to scroll sideways for."""
        wide = "() => document.documentElement.scrollWidth > window.innerWidth"
        return list(self.page.evaluate(_OVERFLOW)) if self.page.evaluate(wide) else []

    def check(
        self, axe: str, *, only: Sequence[str] = (), without: Sequence[str] = ()
    ) -> list[str]:
        """Return what axe finds wrong with the page, as it looks now, by all rules or some."""
        if not self.page.evaluate("() => 'axe' in window"):
            self.page.evaluate(axe)
        return list(self.page.evaluate(_CHECK, {"only": list(only), "without": list(without)}))

    def _hear(self, message: ConsoleMessage) -> None:
        # Of an error page the browser says so, too.
        of_page = message.location.get("url") == self.page.url and "status of 4" in message.text
        if message.type in ("error", "warning") and not of_page:
            self.complaints.append(f"{message.type}: {message.text}")

    def _refuse(self, dialog: Dialog) -> None:
        self.complaints.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _watch(self, request: Request) -> None:
        if urlsplit(request.url).hostname != "127.0.0.1":
            self.complaints.append(f"asked elsewhere: {request.url}")
