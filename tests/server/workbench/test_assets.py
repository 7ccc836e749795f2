"""Style sheets and scripts: packed, with a tag, and as they are for who cannot unpack them."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

import azru_kg.server.pages

STYLE = Path(azru_kg.server.pages.__file__).parent / "static" / "style.css"


@pytest.mark.parametrize("coding", ["gzip", "zstd", "identity"])
def test_a_style_sheet_is_sent_as_its_client_likes_it(client: httpx.Client, coding: str) -> None:
    with client.stream("GET", "/static/style.css", headers={"Accept-Encoding": coding}) as reply:
        sent = sum(map(len, reply.iter_raw()))
        assert reply.headers.get("content-encoding", "identity") == coding
        assert reply.headers["content-type"] == "text/css; charset=utf-8"
    whole = STYLE.stat().st_size
    assert sent == whole if coding == "identity" else sent < whole / 2


def test_who_has_a_style_sheet_does_not_get_it_again(client: httpx.Client) -> None:
    had = client.get("/static/style.css")
    assert had.content == STYLE.read_bytes()
    again = client.get("/static/style.css", headers={"If-None-Match": had.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_a_file_that_is_not_there_and_a_folder_are_not_found(client: httpx.Client) -> None:
    for path in ("/static/nothing.js", "/static/", "/static/built", "/static/../render.py"):
        assert client.get(path).status_code == 404
