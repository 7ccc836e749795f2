import asyncio
import gzip
from collections.abc import AsyncIterator, Mapping

import httpx
import pytest
from starlette.responses import Response, StreamingResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from azru_kg.server.http.budget import Budget
from azru_kg.server.http.compression import Packing

TEXT = "Azərbaycan " * 1000


CLIENT = "192.0.2.7"


def fetch(
    app: ASGIApp, coding: str, method: str = "GET", budget: Budget | None = None
) -> httpx.Response:
    return fetch_through(Packing(app, budget or Budget()), coding, method)


def fetch_through(packing: Packing, coding: str, method: str = "GET") -> httpx.Response:
    async def run() -> httpx.Response:
        transport = httpx.ASGITransport(packing, client=(CLIENT, 1))
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            return await client.request(method, "/", headers={"Accept-Encoding": coding})

    return asyncio.run(run())


def respond(text: str = TEXT, headers: Mapping[str, str] | None = None, **more: str) -> Response:
    return Response(text, headers=headers, media_type=more.get("media_type", "text/html"))


@pytest.mark.parametrize(
    "media_type", ["text/html", "application/ld+json", "application/n-triples", "text/turtle"]
)
def test_a_document_is_compressed_where_that_is_asked_for(media_type: str) -> None:
    packed = fetch(respond(media_type=media_type), "gzip")
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.text == TEXT
    assert int(packed.headers["content-length"]) < len(TEXT) / 10
    plain = fetch(respond(media_type=media_type), "identity")
    assert "content-encoding" not in plain.headers
    assert plain.text == TEXT
    assert plain.headers["vary"] == packed.headers["vary"] == "Accept-Encoding"


def test_the_client_pays_for_the_compressing() -> None:
    budget = Budget(10, clock=lambda: 0.0)
    fetch(respond(TEXT * 50), "identity", budget=budget)
    assert budget.left(CLIENT) == 10
    fetch(respond(TEXT * 50), "gzip", budget=budget)
    assert budget.left(CLIENT) < 10


def test_what_was_compressed_lately_is_kept_by_its_tag_and_coding_and_costs_nothing() -> None:
    budget = Budget(10, clock=lambda: 0.0)
    packing = Packing(respond(TEXT * 50, headers={"ETag": 'W/"a"'}), budget)
    first = fetch_through(packing, "gzip")
    left = budget.left(CLIENT)
    assert fetch_through(packing, "gzip").text == first.text == TEXT * 50
    assert budget.left(CLIENT) == left
    assert fetch_through(packing, "zstd").headers["content-encoding"] == "zstd"
    assert budget.left(CLIENT) < left


@pytest.mark.parametrize("tag", ['"a"', ""])
def test_what_has_no_tag_of_its_bytes_is_compressed_each_time(tag: str) -> None:
    texts = iter([TEXT, TEXT[::-1]])

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        await respond(next(texts), headers={"ETag": tag} if tag else {})(scope, receive, send)

    packing = Packing(app, Budget())
    assert [fetch_through(packing, "gzip").text for _ in range(2)] == [TEXT, TEXT[::-1]]


def test_who_has_spent_the_budget_gets_documents_as_they_are() -> None:
    budget = Budget(10, clock=lambda: 0.0)
    budget.charge(CLIENT, 11)
    for coding in ("gzip", "zstd", "gzip, identity;q=0"):
        response = fetch(respond(), coding, budget=budget)
        assert response.text == TEXT
        assert ("content-encoding" in response.headers) == ("q=0" in coding)


def test_what_a_document_varies_by_is_added_to() -> None:
    for vary, expected in (
        ("Accept", "Accept, Accept-Encoding"),
        ("Accept, Accept-Encoding", "Accept, Accept-Encoding"),
    ):
        assert fetch(respond(headers={"Vary": vary}), "gzip").headers["vary"] == expected


def test_the_tag_of_a_document_stays_as_it_is() -> None:
    for coding in ("gzip", "identity"):
        assert fetch(respond(headers={"ETag": 'W/"a"'}), coding).headers["etag"] == 'W/"a"'


def test_what_is_short_or_streamed_or_packed_or_no_text_is_left_alone() -> None:
    async def stream() -> AsyncIterator[str]:
        yield TEXT
        yield TEXT

    packed = gzip.compress(TEXT.encode())
    for app, encoding in (
        (respond("short"), None),
        (StreamingResponse(stream(), media_type="text/html"), None),
        (respond(headers={"Accept-Ranges": "bytes"}), None),
        (respond(media_type="image/png"), None),
        (Response(packed, headers={"Content-Encoding": "gzip"}, media_type="text/html"), "gzip"),
        (Response(status_code=204), None),
        (Response(status_code=304, headers={"ETag": '"a"'}), None),
    ):
        answer = fetch(app, "gzip")
        assert answer.headers.get("content-encoding") == encoding
        if "etag" in answer.headers:
            assert answer.headers["etag"] == '"a"'


def test_a_client_that_refuses_every_coding_gets_a_document_as_it_is() -> None:
    assert fetch(respond(), "identity;q=0").text == TEXT


def test_pages_of_the_server_are_compressed(client: httpx.Client) -> None:
    for path in ("/", "/sparql"):
        headers = {"Accept": "text/html", "Accept-Encoding": "gzip"}
        got, head = client.get(path, headers=headers), client.head(path, headers=headers)
        assert got.headers["content-encoding"] == head.headers["content-encoding"] == "gzip"
        assert "</html>" in got.text
