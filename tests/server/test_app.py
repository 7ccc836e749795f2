import asyncio
from contextlib import AbstractAsyncContextManager
from itertools import pairwise
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from tests.support.sampling import sample_daily

from azru_kg.engine.protocol import FREE, Answer, Meter, Request
from azru_kg.engine.workers.pool import Pool
from azru_kg.graph.dataset import Dataset, read_files, read_layout
from azru_kg.graph.layout import Layout
from azru_kg.graph.stored_queries import StoredQuery
from azru_kg.server.app import create_app
from azru_kg.server.http.budget import Budget
from azru_kg.server.http.cache import AnswerCache

QUERY = StoredQuery("all", "What is there?", "", (), "SELECT * { ?s ?p ?o }\n")


class BrokenEngine:
    """An engine with a fault that nobody foresaw."""

    def answer(
        self, request: Request, *, seconds: float | None = None, meter: Meter = FREE
    ) -> AbstractAsyncContextManager[Answer]:
        raise ZeroDivisionError("secret of the house")


@pytest.fixture
def dataset(tmp_path: Path) -> Dataset:
    (tmp_path / "data.ttl").write_text("<urn:a> <urn:b> <urn:c> .")
    return read_files([tmp_path])


@pytest.mark.parametrize("accept", ["*/*", "text/html"])
def test_what_nobody_foresaw_is_a_500_that_tells_no_secrets(dataset: Dataset, accept: str) -> None:
    async def fetch() -> httpx.Response:
        app = create_app(BrokenEngine(), dataset, queries=[])
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            return await client.get("/sparql?query=ASK{}", headers={"Accept": accept})

    response = asyncio.run(fetch())
    assert response.status_code == 500
    assert "did not foresee" in response.text
    assert "secret" not in response.text
    assert response.headers["x-content-type-options"] == "nosniff"


@pytest.mark.long
def test_the_application_works_under_a_path_and_with_an_engine_of_someone_else(
    dataset: Dataset,
) -> None:
    async def fetch() -> list[httpx.Response]:
        pool = Pool(dataset)
        await pool.start()
        try:
            app = create_app(pool, dataset, queries=[QUERY])
            transport = httpx.ASGITransport(app, root_path="/kg")
            headers = {"Accept": "text/html"}
            async with httpx.AsyncClient(
                transport=transport, base_url="http://test", headers=headers
            ) as client:
                paths = ("/kg/", "/kg/sparql", "/kg/sparql?query=SELEC", "/kg/nothing")
                return [await client.get(path) for path in paths]
        finally:
            await pool.close()

    responses = asyncio.run(fetch())
    assert [response.status_code for response in responses] == [200, 200, 400, 404]
    for response in responses:
        assert 'href="/kg/static/style.css"' in response.text
        assert 'href="/sparql' not in response.text
        assert 'action="/sparql' not in response.text
    assert "the data in data.ttl." in responses[0].text


@pytest.mark.parametrize(
    "query",
    sample_daily(
        ["CONSTRUCT WHERE { ?s ?p ?o }", "SELECT (NOW() AS ?t) {}", "SELECT (COUNT(?s)) {}"], 3
    ),
)
@pytest.mark.parametrize("accept", sample_daily(["*/*", "text/html"], 2))
def test_a_query_is_cut_into_tokens_once(
    dataset: Dataset, tokenized: list[str], query: str, accept: str
) -> None:
    query = f"{query} # {accept}, and not read before"

    async def fetch() -> None:
        pool = Pool(dataset)
        await pool.start()
        try:
            transport = httpx.ASGITransport(create_app(pool, dataset, queries=[QUERY]))
            async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
                await client.get("/sparql", params={"query": query}, headers={"Accept": accept})
        finally:
            await pool.close()

    asyncio.run(fetch())
    assert tokenized.count(query) == 1


PAGES = [
    "/id/country/AZ",
    "/id/country/AZ.html",
    "/id/country/AZ.ttl",
    "/id/country/XX",
    "/ontology.html",
    "/graph/entities.ttl",
    "/perspective/official.html",
    "/perspective/official.nt",
    "/quality.html",
    "/quality.ttl",
    "/graphs?graph=urn:none",
    "/people",
    "/sparql?query=SELECT+*+{+?s+?p+?o+}",
]


@pytest.mark.long
def test_who_asks_for_pages_without_end_pays_and_nobody_else(founding: Layout) -> None:
    dataset = read_layout(founding)
    clients = [f"192.0.2.{number}" for number in range(2 * len(PAGES))]

    async def fetch_until_refused(app: FastAPI, client: str, path: str) -> list[int]:
        transport = httpx.ASGITransport(app, client=(client, 1))
        headers = {"Accept": "text/html"}
        statuses: list[int] = []
        async with httpx.AsyncClient(
            transport=transport, base_url="http://test", headers=headers
        ) as of_one:
            while len(statuses) < 100 and 429 not in statuses:
                statuses.append((await of_one.get(path)).status_code)
        return statuses

    async def fetch() -> list[list[int]]:
        pool = Pool(dataset)
        await pool.start()
        try:
            app = create_app(
                pool,
                dataset,
                queries=[],
                cache=AnswerCache(0),  # a page that is kept costs nothing
                budget=Budget(0.0002, clock=lambda: 0.0),
            )
            return [
                await fetch_until_refused(app, client, path)
                for client, path in zip(clients, 2 * PAGES, strict=True)
            ]
        finally:
            await pool.close()

    for path, statuses in zip(2 * PAGES, asyncio.run(fetch()), strict=True):
        assert statuses[0] in (200, 303, 404), path
        assert statuses[-1] == 429, path


@pytest.mark.long
def test_what_takes_a_while_is_worked_out_before_anybody_asks(founding: Layout) -> None:
    dataset = read_layout(founding)

    async def fetch() -> tuple[dict[str, int], dict[str, int]]:
        pool = Pool(dataset)
        await pool.start()
        try:
            app = create_app(pool, dataset, queries=[])
            transport = httpx.ASGITransport(app)
            async with (
                app.router.lifespan_context(app),
                httpx.AsyncClient(transport=transport, base_url="http://test") as client,
            ):
                # The files come last, and the catalogue tells of them.
                assert (await client.get("/catalogue")).status_code == 200
                before = pool.count_outcomes()
                for path in ("/", "/void", "/quality.ttl", "/dump/SHA256SUMS", "/sparql"):
                    assert (await client.get(path)).status_code == 200
                return before, pool.count_outcomes()
        finally:
            await pool.close()

    before, after = asyncio.run(fetch())
    assert before == after
    assert before["answered"] > 10


@pytest.mark.long
def test_a_page_asks_the_engine_for_no_more_than_is_its_own(founding: Layout) -> None:
    dataset = read_layout(founding)
    thing = "/id/claim/trade-2023"

    async def count() -> list[int]:
        pool = Pool(dataset)
        await pool.start()
        try:
            app = create_app(pool, dataset, queries=[])
            transport = httpx.ASGITransport(app)
            async with (
                app.router.lifespan_context(app),
                httpx.AsyncClient(transport=transport, base_url="http://test") as client,
            ):
                assert (await client.get("/catalogue")).status_code == 200
                asked = [sum(pool.count_outcomes().values())]
                for path in ("/", "/id/", thing, f"{thing}.html", *("/id/country/", "/void") * 2):
                    headers = {"Accept": "text/html"}
                    assert (await client.get(path, headers=headers)).status_code in (200, 303)
                    asked.append(sum(pool.count_outcomes().values()))
                return [after - before for before, after in pairwise(asked)]
        finally:
            await pool.close()

    # Of the claim: what points to it, what is reported for the same, what is said of it, and by
    # whom. Labels are asked for once.
    assert asyncio.run(count()) == [0, 0, 0, 4, 1, 1, 0, 0]


def test_the_first_page_is_asked_for_anew_each_time(client: httpx.Client) -> None:
    page = client.get("/")
    assert page.headers["cache-control"] == "no-cache"
    again = client.get("/", headers={"If-None-Match": page.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
