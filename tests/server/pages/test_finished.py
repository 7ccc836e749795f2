"""Pages that are kept: which are, and when they are made again."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from starlette.requests import Request

from azru_kg.engine.workers.pool import Pool
from azru_kg.errors import Overloaded
from azru_kg.graph.dataset import Dataset
from azru_kg.languages.reading import Reading, read_in
from azru_kg.server.ask.door import Door, Visit
from azru_kg.server.http.budget import Budget
from azru_kg.server.http.cache import AnswerCache
from azru_kg.server.http.etags import Tags
from azru_kg.server.pages.finished import FinishedPages
from azru_kg.server.pages.render import Pages
from azru_kg.tables.definitions import TABLES

RunWithPool = Callable[..., Any]
Read = Callable[[Callable[["Reader"], Awaitable[None]]], int]
PAGE = "<p>Əliyev</p>"


def make_request(query: bytes) -> Request:
    scope = {"type": "http", "method": "GET", "path": "/id/place/baku.html", "headers": []}
    return Request({**scope, "query_string": query, "client": ("192.0.2.7", 1)})


class Reader:
    """Who asks for a page of an empty dataset, and counts how often it is made."""

    def __init__(self, pool: Pool) -> None:
        dataset = Dataset((), "1")
        self.pages = Pages(dataset, ())
        self.made = 0
        self._finished = FinishedPages(AnswerCache(), Tags(dataset), self.pages)
        self._door = Door(pool, Budget())

    async def read(self, *, language: str = "en", query: str = "", fail: bool = False) -> bytes:
        """Return the page, which is made where it is not kept."""
        asked = f"?{query}" if query else ""
        with read_in(Reading(language, f"id/place/baku.html{asked}")):
            request = make_request(query.encode())
            kept = self._finished.find(request)
            if kept is not None:
                return kept
            visit = self._door.admit(request)
            page = await self._finished.make(request, visit, self._write(visit, fail=fail))
            return page.encode()

    async def _write(self, visit: Visit, *, fail: bool) -> str:
        self.made += 1
        with visit.do_without():
            if fail:
                raise Overloaded("the picture has to wait")
        return PAGE


@pytest.fixture
def read(run_with_pool: RunWithPool) -> Callable[[Callable[[Reader], Awaitable[None]]], int]:
    """Return a function that has a reader do something, and returns how often a page was made."""

    def do(work: Callable[[Reader], Awaitable[None]]) -> int:
        async def run(pool: Pool) -> int:
            reader = Reader(pool)
            await work(reader)
            return reader.made

        return int(run_with_pool("", run))

    return do


def test_a_page_is_made_once_for_each_language(read: Read) -> None:
    async def work(reader: Reader) -> None:
        for language in ("en", "ru", "ru", "en"):
            assert await reader.read(language=language) == PAGE.encode()

    assert read(work) == 2


def test_a_page_that_lacks_something_is_made_again(read: Read) -> None:
    async def work(reader: Reader) -> None:
        for fail in (True, False, True):
            assert await reader.read(fail=fail) == PAGE.encode()

    assert read(work) == 2


def test_a_page_is_made_again_when_pages_lead_to_more(read: Read) -> None:
    async def work(reader: Reader) -> None:
        await reader.read()
        reader.pages.offer(tuple(TABLES.values()))
        await reader.read()
        await reader.read()

    assert read(work) == 2


def test_an_address_with_more_than_a_path_takes_no_room(read: Read) -> None:
    async def work(reader: Reader) -> None:
        for number in (1, 1, 2):
            await reader.read(query=f"page={number}")

    assert read(work) == 3
