"""What stands around the tools over HTTP: who may ask, how much, what is said without the extra."""

from __future__ import annotations

import asyncio
import json
import sys
from typing import Any

import httpx
import pytest
from starlette.datastructures import Headers
from tests.support.sampling import sample_daily

from azru_kg.engine.workers.pool import Pool
from azru_kg.errors import OriginRefused
from azru_kg.graph.dataset import Dataset
from azru_kg.server.agents.mcp_endpoint import MOST
from azru_kg.server.agents.origins import check_origin
from azru_kg.server.app import create_app
from azru_kg.server.http.site import Site

ACCEPT = {"Accept": "application/json, text/event-stream", "Content-Type": "application/json"}
LIST = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}


def post(client: httpx.Client, body: Any = LIST, **headers: str) -> httpx.Response:
    content = body if isinstance(body, bytes | str) else json.dumps(body)
    return client.post("/mcp", content=content, headers=ACCEPT | headers)


def test_a_program_gets_json_without_a_session(own_client: httpx.Client) -> None:
    response = post(own_client)
    assert response.status_code == 200
    assert response.headers["content-type"] == "application/json"
    assert "mcp-session-id" not in response.headers
    assert len(response.json()["result"]["tools"]) == 7


@pytest.mark.parametrize("method", ["GET", "DELETE", "PUT", "HEAD"])
def test_nothing_but_post_is_offered(own_client: httpx.Client, method: str) -> None:
    response = own_client.request(method, "/mcp")
    assert response.status_code == 405
    assert response.headers["allow"] == "POST, OPTIONS"


def test_options_tell_the_methods(own_client: httpx.Client) -> None:
    assert own_client.options("/mcp").headers["allow"] == "POST, OPTIONS"


@pytest.mark.parametrize(
    "headers",
    sample_daily(
        [
            {"Host": "rebound.example"},
            {"Host": "rebound.example:8000"},
            {"Host": "localhost.rebound.example"},
            {"Host": "127.0.0.1.rebound.example"},
            {"Host": "127.0.0.1@rebound.example"},
            {"Origin": "https://rebound.example"},
            {"Origin": "http://localhost.rebound.example"},
            {"Origin": "http://192.0.2.7"},
            {"Origin": "null"},
            {"Origin": "file://"},
        ],
        3,
    ),
)
def test_pages_and_names_of_others_are_refused(
    own_client: httpx.Client, headers: dict[str, str]
) -> None:
    response = post(own_client, **headers)
    assert response.status_code == 403
    assert response.json()["type"].endswith("/origin-refused")


@pytest.mark.parametrize(
    ("base", "headers"),
    sample_daily(
        [
            ("", {"host": "127.0.0.1:8000"}),
            ("", {"host": "[::1]:8000", "origin": "http://localhost:6274"}),
            ("", {"host": "192.0.2.7"}),
            ("", {"host": "LOCALHOST:1", "origin": "http://127.0.0.1:9"}),
            ("https://kg.example/azru/", {"host": "kg.example", "origin": "https://kg.example"}),
            ("https://kg.example/azru/", {"host": "127.0.0.1:8000"}),
        ],
        3,
    ),
)
def test_programs_and_own_pages_may_ask(base: str, headers: dict[str, str]) -> None:
    check_origin(Headers(headers), Site(base))


@pytest.mark.parametrize(
    "headers",
    sample_daily(
        [
            {},
            {"host": ""},
            {"host": "kg.example.evil"},
            {"host": "kg.example", "origin": "http://kg.example"},
            {"host": "kg.example", "origin": "https://kg.example.evil"},
            {"host": "[::1"},
        ],
        3,
    ),
)
def test_what_only_looks_like_the_public_name_is_refused(headers: dict[str, str]) -> None:
    with pytest.raises(OriginRefused):
        check_origin(Headers(headers), Site("https://kg.example/azru/"))


@pytest.mark.parametrize(
    ("body", "status"),
    sample_daily(
        [
            ("", 400),
            ("{", 400),
            ("[" * 100_000, 400),
            ("null", 400),
            ("[]", 400),
            (json.dumps([LIST, LIST]), 400),
            (json.dumps({"jsonrpc": "2.0", "method": "tools/call"}), 202),
            (b"\xff\xfe", 400),
            (json.dumps({**LIST, "id": {"a": 1}}), 202),  # counts as a notification
            (json.dumps({**LIST, "method": "no/such"}), 200),
            (json.dumps({**LIST, "method": "\udfff"}), 400),
        ],
        3,
    ),
)
def test_what_is_no_request_of_the_protocol_has_an_answer(
    own_client: httpx.Client, body: str | bytes, status: int
) -> None:
    response = post(own_client, body)
    assert response.status_code == status
    if response.content:
        assert "Traceback" not in response.text
    assert post(own_client).status_code == 200


@pytest.mark.parametrize("headers", [{"Content-Type": "text/plain"}, {"Accept": "text/html"}])
def test_other_types_are_refused(own_client: httpx.Client, headers: dict[str, str]) -> None:
    assert post(own_client, **headers).status_code in (400, 406, 415)


def test_a_body_that_is_too_long_is_refused(own_client: httpx.Client) -> None:
    response = post(own_client, b" " * (MOST + 1))
    assert response.status_code == 413
    assert response.json()["type"].endswith("/query-too-large")
    padded = json.dumps(LIST).encode().ljust(MOST)
    assert post(own_client, padded).status_code == 200


def test_an_unknown_version_of_the_protocol_is_refused(own_client: httpx.Client) -> None:
    response = post(own_client, **{"MCP-Protocol-Version": "1999-01-01"})
    assert response.status_code == 400


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "mcp.server", None)
    nothing = Dataset((), "unversioned")
    app = create_app(Pool(nothing), nothing, queries=[])

    async def ask() -> httpx.Response:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
            return await client.post("/mcp", json=LIST)

    response = asyncio.run(ask())
    assert response.status_code == 501
    assert response.json()["type"].endswith("/not-installed")
    assert "pip install 'azru-kg[mcp]'" in response.json()["detail"]
