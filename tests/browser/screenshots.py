"""Writes pictures of every kind of page, wide and narrow, light and dark; or those of the docs.

Run it by `make screenshots`; ARGS="--help" tells how, and ARGS="--docs" writes those that stand in
the documents.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from playwright.sync_api import Browser, ViewportSize, sync_playwright
from tests.browser.docs_views import take_views
from tests.browser.launching import launch
from tests.browser.page_kinds import PAGE_KINDS, PageKind, make_ready
from tests.support.program import Program
from tests.support.serving import serve

from azru_kg.graph.layout import built_in
from azru_kg.languages.reading import ENGLISH, LANGUAGES

WIDTHS = (1280, 360)
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
TALLEST = 3000
"""How many pixels of a page are on its picture."""


def main(arguments: Sequence[str]) -> None:
    """Write the pictures that are asked for, and tell their names."""
    parser = argparse.ArgumentParser(prog="screenshots", description=__doc__)
    names = [kind.name for kind in PAGE_KINDS]
    parser.add_argument("kinds", nargs="*", metavar="KIND", help=f"any of {', '.join(names)}")
    parser.add_argument(
        "--into", type=Path, default=built_in().root / "build" / "screenshots", help="the folder"
    )
    parser.add_argument("--address", help="of a server that runs; else one is started")
    parser.add_argument(
        "--language",
        dest="languages",
        action="append",
        choices=LANGUAGES,
        help=f"one of {', '.join(LANGUAGES)}, as often as needed; {ENGLISH} where none is named",
    )
    parser.add_argument(
        "--docs", action="store_true", help="write the views of the documents, into their folder"
    )
    options = parser.parse_args(arguments)
    if unknown := set(options.kinds) - set(names):
        parser.error(f"no kind of page: {', '.join(sorted(unknown))}")
    kinds = [kind for kind in PAGE_KINDS if kind.name in options.kinds or not options.kinds]
    with (
        _find_server(options.address) as address,
        sync_playwright() as playwright,
        launch(playwright) as browser,
    ):
        if options.docs:
            for file in take_views(browser, address, built_in().root / "docs" / "screenshots"):
                print(file)
            return
        make_ready(address)
        for language in options.languages or [ENGLISH]:
            for file in take(browser, address, kinds, options.into, language):
                print(file)


def take(
    browser: Browser,
    address: str,
    kinds: Iterable[PageKind],
    folder: Path,
    language: str = ENGLISH,
) -> Iterator[Path]:
    """Write pictures of pages in a language into a folder, and yield each file."""
    folder.mkdir(parents=True, exist_ok=True)
    page = browser.new_page()
    mark = "" if language == ENGLISH else f"-{language}"
    for kind in kinds:
        page.goto(f"{address}{language}/{kind.path}" if mark else f"{address}{kind.path}")
        for width in WIDTHS:
            page.set_viewport_size(ViewportSize(width=width, height=800))
            height = page.evaluate("() => document.documentElement.scrollHeight")
            for scheme in SCHEMES:
                page.emulate_media(color_scheme=scheme)
                file = folder / f"{kind.name}-{width}-{scheme}{mark}.png"
                page.screenshot(
                    path=file,
                    full_page=True,
                    clip={"x": 0, "y": 0, "width": width, "height": min(height, TALLEST)},
                )
                yield file
    page.close()


@contextmanager
def _find_server(address: str | None) -> Iterator[str]:
    if address:
        yield f"{address.rstrip('/')}/"
        return
    environment = {**os.environ, "PYTHONPATH": str(built_in().root / "src")}
    with (
        TemporaryDirectory() as links,
        closing(Program(environment)) as program,
        serve(program, "--links", links, "--timeout", "60") as started,
    ):
        yield started


if __name__ == "__main__":
    main(sys.argv[1:])
