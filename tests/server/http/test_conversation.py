"""What is a request, and what follows it: seen on the wire."""

import asyncio
import re

import pytest
from tests.server.http.hasty_server import (
    CHUNK,
    CHUNKED,
    ENDLESS,
    GET,
    POST,
    SILENT,
    Connect,
    Site,
    ends,
    run,
)

from azru_kg.server.http.conversation import HEAD_BYTES, HEAD_LINES, PIECES

UPGRADE = b"Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAA\r\n\r\n"


def converse(sent: bytes) -> tuple[list[int], Site]:
    """Return the statuses of all answers on a connection, and the site that was asked."""
    seen: list[tuple[list[int], Site]] = []

    async def work(connect: Connect, site: Site) -> None:
        reader, writer = await connect()
        writer.write(sent)
        answers = re.findall(rb"HTTP/1.1 (\d+) ", await ends(reader))
        seen.append(([int(status) for status in answers], site))
        writer.close()

    run(work)
    return seen[0]


@pytest.mark.parametrize(
    "sent",
    [
        GET,
        b"\r\n" + GET,
        GET.replace(b"HTTP/1.1", b"HTTP/1.0"),
        GET.replace(b"HTTP/1.1\r\nHost: here", b"HTTP/1.0"),
        GET.replace(b" / ", b" http://here/ "),
        GET.replace(b" / ", b' /{}|<>^`"?a=#b '),
        GET.replace(b"GET /", b"OPTIONS *"),
        GET[:-2] + UPGRADE,
        CHUNKED + b"1;of=no;interest\r\na\r\n0\r\n\r\n",
    ],
)
def test_a_request_is_answered(sent: bytes) -> None:
    assert converse(sent)[0] == [200]


@pytest.mark.parametrize(
    "sent",
    [
        b"GET / HTTP/1.1\r\n\r\n",
        GET[:-2] + b"Host: there\r\n\r\n",
        GET.replace(b"HTTP/1.1", b"HTTP/2.0"),
        GET.replace(b"HTTP/1.1", b"HTTP/0.9"),
        GET.replace(b"HTTP/1.1", b"HTTP/1.2"),
        GET.replace(b"\r\n", b"\n"),
        GET[:-2] + b"A: 1\r\n 2\r\n B\r\n\r\n",
        GET.replace(b" / ", b" /\xd0\xb0 "),
        POST[:-2] + b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        GET[:-2] + b"A: " + b"1" * HEAD_BYTES + b"\r\n\r\n",
        GET[:-2] + b"A: " + b"1" * HEAD_BYTES,
        b"A\n" * HEAD_LINES * 2,
        b"\x16\x03\x01",
        POST.replace(b"Content-Length: 4", b"Transfer-Encoding: gzip, chunked"),
    ],
)
def test_what_is_no_request_is_refused_and_nothing_behind_it_is_read(sent: bytes) -> None:
    statuses, site = converse(sent + GET)
    assert statuses == [400]
    assert not site.asked


def test_requests_that_come_together_are_answered_one_after_the_other() -> None:
    statuses, site = converse(
        GET + POST + b"abcd" + b"\r\n" + GET[:-2] + UPGRADE + POST + b"abcd" + GET
    )
    assert statuses == [200] * 5
    assert [scope["method"] for scope in site.asked] == ["GET", "POST", "GET", "POST", "GET"]


def test_a_request_waits_until_the_one_before_it_is_answered() -> None:
    async def work(connect: Connect, site: Site) -> None:
        _, writer = await connect()
        writer.write(SILENT + GET + GET)
        while not site.talks:
            await asyncio.sleep(0.01)
        other, asking = await connect()
        asking.write(GET)
        await other.readuntil(b"ok")
        for open_writer in (writer, asking):
            open_writer.close()
        assert [scope["path"] for scope in site.asked] == ["/silent", "/"]

    run(work)


def test_a_request_that_has_come_already_is_no_idle_connection() -> None:
    async def work(connect: Connect, _: Site) -> None:
        reader, writer = await connect()
        writer.write(GET + ENDLESS)
        await reader.readexactly(8 * len(CHUNK))
        writer.close()

    run(work, keep_alive=0)


def test_an_offer_with_a_body_is_declined_and_its_body_is_read() -> None:
    offer = POST.partition(b"Content-Length")[0] + UPGRADE[:-2]
    statuses, site = converse(offer + b"Content-Length: 4\r\n\r\nabcd" + POST + b"abcd" + GET)
    assert statuses == [200] * 3
    assert [scope["method"] for scope in site.asked] == ["POST", "POST", "GET"]
    chunks = b"Transfer-Encoding: chunked\r\n\r\n4\r\nabcd\r\n0\r\n\r\n"
    assert converse(offer + chunks)[0] == [200]


def test_what_follows_a_wish_for_a_tunnel_is_not_read() -> None:
    statuses, site = converse(b"CONNECT here:80 HTTP/1.1\r\nHost: here\r\n\r\n" + GET)
    assert (statuses, len(site.asked)) == ([200], 1)


def test_what_follows_an_answered_request_is_refused_behind_its_answer() -> None:
    assert converse(GET + b"garbage\r\n\r\n" + GET)[0] == [200, 400]
    assert converse(POST + b"abcd" + b"garbage\r\n\r\n" + GET)[0] == [200, 400]


def test_what_comes_together_with_the_end_of_chunks_is_not_read() -> None:
    for behind in (GET, b"garbage\r\n\r\n", GET[:9]):
        statuses, site = converse(CHUNKED + b"1\r\na\r\n0\r\n\r\n" + behind)
        assert (statuses, len(site.asked)) == ([200], 1)


def test_trailers_are_no_headers_and_what_is_between_chunks_has_a_bound() -> None:
    trailer = b"Host: there\r\nA: 1\r\n"
    statuses, site = converse(CHUNKED + b"1\r\na\r\n0\r\n" + trailer + b"\r\n")
    assert statuses == [200]
    assert [name for name, _ in site.asked[0]["headers"]] == [b"host", b"transfer-encoding"]
    assert converse(CHUNKED + b"1;" + b"a" * HEAD_BYTES)[0] == [400]
    assert converse(CHUNKED + b"0\r\n" + b"A: 1\r\n" * (PIECES + 1) + b"\r\n")[0] == [400]
