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
    SECONDS,
    SILENT,
    Connect,
    Hasty,
    Site,
    ends,
    run,
)

from azru_kg.server.http.conversation import HEAD, HEAD_BYTES, HEAD_LINES, PIECES

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


KNOWN = b"GET /known HTTP/1.1\r\nHost: here\r\n\r\n"


class Repeating(Hasty):
    """Knows one head."""

    def repeat(self, data: bytes) -> bool:
        if data == KNOWN:
            self.reply(200, b"content-length: 5\r\n\r\n", b"known")
        return data == KNOWN


def test_what_is_known_is_answered_by_its_bytes_alone() -> None:
    async def work(connect: Connect, site: Site) -> None:
        reader, writer = await connect()
        for _ in range(3):
            writer.write(KNOWN)
            assert await reader.readuntil(b"known") == (
                b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nknown"
            )
            writer.write(GET)
            await reader.readuntil(b"ok\r\n0\r\n\r\n")
        assert [scope["path"] for scope in site.asked] == 3 * ["/"]
        writer.close()

    run(work, Repeating)


@pytest.mark.parametrize(
    "parts",
    [
        (KNOWN + KNOWN,),
        (KNOWN[:9], KNOWN[9:] + KNOWN),
        (b"\r\n" + KNOWN, b"\r\n" + KNOWN),
    ],
)
def test_what_does_not_come_at_once_and_alone_is_read(parts: tuple[bytes, ...]) -> None:
    async def work(connect: Connect, site: Site) -> None:
        reader, writer = await connect()
        for part in parts:
            writer.write(part)
            await asyncio.sleep(SECONDS / 10)
        for _ in range(2):
            await reader.readuntil(b"\r\n\r\n2\r\nok\r\n0\r\n\r\n")
        assert len(site.asked) == 2
        writer.close()

    run(work, Repeating)


def test_a_connection_is_kept_for_what_is_known_and_dropped_when_nothing_comes() -> None:
    async def work(connect: Connect, _: Site) -> None:
        reader, writer = await connect()
        loop = asyncio.get_running_loop()
        for _number in range(4):
            await asyncio.sleep(SECONDS / 2)
            writer.write(KNOWN)
            await reader.readuntil(b"known")
        answered = loop.time()
        assert await ends(reader) == b""
        assert loop.time() - answered > SECONDS / 2
        writer.close()

    run(work, Repeating)


def test_whoever_does_not_read_what_is_known_is_dropped() -> None:
    seen: list[Hasty] = []

    class Long(Hasty):
        def repeat(self, data: bytes) -> bool:
            self.reply(200, b"content-length: %d\r\n\r\n" % len(100 * CHUNK), 100 * CHUNK)
            seen.append(self)
            return True

    async def work(connect: Connect, site: Site) -> None:
        _, writer = await connect()
        writer.write(KNOWN)
        while not seen:
            await asyncio.sleep(0.01)
        assert not seen[0].transport.is_closing()
        while not seen[0].transport.is_closing():
            await asyncio.sleep(0.01)
        assert not site.asked
        writer.close()

    run(work, Long)


def test_a_request_says_its_bytes_if_they_came_at_once_and_alone_and_another_may_follow() -> None:
    async def work(connect: Connect, site: Site) -> None:
        for sent in (GET, GET + GET, GET[:-2] + b"Connection: close\r\n\r\n", POST + b"abcd"):
            reader, writer = await connect()
            writer.write(sent)
            await reader.readuntil(b"ok")
            writer.close()
        reader, writer = await connect()
        writer.write(POST)
        await asyncio.sleep(SECONDS / 10)
        writer.write(b"abcd")
        await reader.readuntil(b"ok")
        writer.close()
        assert [scope.get(HEAD) for scope in site.asked] == [("127.0.0.1", GET), *5 * [None]]

    run(work)
