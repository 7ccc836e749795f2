import asyncio
import re
from collections.abc import Callable
from importlib.metadata import version

import httpx
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
from tests.support.process import Process
from tests.support.sampling import sample_daily
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from azru_kg.server.http.conversation import HEAD_LINES, PIECES

LEANED_ON = {
    "protocol": "_start_asgi_task _unset_keepalive_if_required access_log access_logger app"
    " config connections cycle expect_100_continue flow headers logger loop on_response_complete"
    " parser root_path scope send_400_response server_state timeout_keep_alive"
    " timeout_keep_alive_handler timeout_keep_alive_task transport url",
    "cycle": "disconnected keep_alive message_event more_body response_complete response_started",
    "flow": "pause_reading resume_reading",
}


def test_uvicorn_has_what_connections_lean_on_beyond_their_documentation() -> None:
    seen: dict[str, object] = {}

    class Seen(HttpToolsProtocol):
        def on_response_complete(self) -> None:
            seen.update(protocol=self, cycle=self.cycle, flow=self.flow)
            super().on_response_complete()

    async def work(connect: Connect, site: Site) -> None:
        reader, writer = await connect()
        writer.write(GET)
        assert b" 200 " in await reader.readline()
        writer.close()

    run(work, Seen)
    missing = [
        f"{part}.{name}"
        for part, names in LEANED_ON.items()
        for name in names.split()
        if not hasattr(seen[part], name)
    ]
    assert not missing, f"Uvicorn {version('uvicorn')} lacks {', '.join(missing)}: see Conversation"


@pytest.mark.parametrize(
    "beginning", sample_daily([b"", b"GET / HT", GET[:-2], POST, POST + b"ab"], 3), ids=repr
)
def test_a_request_that_does_not_come_whole_in_time_ends_its_connection(beginning: bytes) -> None:
    async def work(connect: Connect, _: Site) -> None:
        reader, writer = await connect()
        writer.write(beginning)
        assert await ends(reader) == b""
        writer.close()

    run(work)


def test_a_trickle_of_headers_wins_no_time() -> None:
    async def work(connect: Connect, _: Site) -> None:
        reader, writer = await connect()
        writer.write(GET[:-2])
        ending = asyncio.ensure_future(ends(reader))
        while not ending.done():
            writer.write(b"X: 1\r\n")
            await asyncio.sleep(SECONDS / 10)
        assert ending.result() == b""
        writer.close()

    run(work)


@pytest.mark.long
def test_a_connection_is_kept_for_requests_that_come_in_time() -> None:
    async def work(connect: Connect, _: Site) -> None:
        reader, writer = await connect()
        for _number in range(4):
            await asyncio.sleep(SECONDS / 2)
            writer.write(POST + b"abcd")
            await reader.readuntil(b"ok")
        assert await ends(reader) == b"\r\n0\r\n\r\n"
        writer.close()

    run(work)


@pytest.mark.long
def test_an_answer_that_is_read_may_take_longer_than_a_request() -> None:
    async def work(connect: Connect, _: Site) -> None:
        reader, writer = await connect()
        writer.write(ENDLESS)
        until = asyncio.get_running_loop().time() + 5 * SECONDS
        while asyncio.get_running_loop().time() < until:
            assert await reader.read(len(CHUNK))
        writer.close()

    run(work)


def test_an_answer_that_is_not_read_ends_and_frees_what_made_it() -> None:
    async def work(connect: Connect, site: Site) -> None:
        _, writer = await connect()
        writer.write(ENDLESS)
        while site.talks == 0:
            await asyncio.sleep(SECONDS / 10)
        while site.talks > 0:
            await asyncio.sleep(SECONDS / 10)
        writer.close()

    run(work)


def test_a_request_with_two_lengths_is_refused_and_the_last_of_its_connection() -> None:
    async def work(connect: Connect, _: Site) -> None:
        reader, writer = await connect()
        writer.write(POST[:-2] + b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + GET)
        assert re.findall(rb"HTTP/1.1 (\d+)", await ends(reader)) == [b"400"]
        writer.close()

    run(work)


def test_a_crowd_of_idle_connections_makes_way_for_a_client_that_asks() -> None:
    async def work(connect: Connect, _: Site) -> None:
        crowd = [await connect() for _ in range(Hasty.most)]
        reader, writer = await connect()
        writer.write(GET)
        await reader.readuntil(b"ok")
        # The first of the crowd went before its time; the last is still waited for.
        assert await asyncio.wait_for(ends(crowd[0][0]), SECONDS / 2) == b""
        crowd[-1][1].write(GET)
        await crowd[-1][0].readuntil(b"ok")
        for _reader, idle in [*crowd, (reader, writer)]:
            idle.close()

    run(work)


def test_where_all_connections_ask_a_new_one_is_told_to_come_back() -> None:
    async def work(connect: Connect, site: Site) -> None:
        busy = [await connect() for _ in range(Hasty.most)]
        for _, writer in busy:
            writer.write(SILENT)
        while site.talks < Hasty.most:
            await asyncio.sleep(0.01)
        reader, writer = await connect()
        answer = await ends(reader)
        head, _, body = answer.partition(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 503 ")
        assert b"\r\nRetry-After: 2\r\n" in head
        assert b"Content-Length: %d" % len(body) in head
        for _, open_writer in [*busy, (reader, writer)]:
            open_writer.close()

    run(work)


def test_a_client_that_has_sent_all_it_has_to_say_is_answered() -> None:
    async def work(connect: Connect, _: Site) -> None:
        for sent in (
            GET,
            GET.replace(b"1.1", b"1.0"),
            GET + GET,
            POST + b"abcd",
            CHUNKED + b"1\r\na\r\n0\r\n\r\n",
            POST.replace(b"4", b"900000") + b"a" * 900_000,
        ):
            reader, writer = await connect()
            writer.write(sent)
            writer.write_eof()
            answer = await ends(reader)
            assert answer.count(b"HTTP/1.1 200") == answer.count(b"ok") == sent.count(b" / ")
            writer.close()

    run(work)


@pytest.mark.parametrize("sent", [SILENT, ENDLESS, SILENT.replace(b"1.1", b"1.0")])
def test_a_client_that_leaves_is_not_taken_for_one_that_only_listens(sent: bytes) -> None:
    async def work(connect: Connect, site: Site) -> None:
        reader, writer = await connect()
        writer.write(sent)
        while not site.talks:
            await asyncio.sleep(0.01)
        if sent.startswith(b"GET /endless"):
            assert await reader.read(1)
        writer.close()
        while site.talks:
            await asyncio.sleep(0.01)

    run(work)


def test_a_body_in_pieces_of_one_byte_is_read_up_to_a_number_of_them() -> None:
    async def work(connect: Connect, _: Site) -> None:
        for number, status in ((PIECES // 2, b"200"), (PIECES + 1, b"400")):
            reader, writer = await connect()
            writer.write(CHUNKED + b"1\r\na\r\n" * number + b"0\r\n\r\n")
            writer.write_eof()
            assert re.findall(rb"HTTP/1.1 (\d+)", await ends(reader))[-1] == status
            writer.close()

    run(work)


@pytest.mark.parametrize("before", [b"", GET])
def test_a_head_of_very_many_lines_is_refused_before_they_are_read(before: bytes) -> None:
    async def work(connect: Connect, _: Site) -> None:
        for number, status in ((HEAD_LINES - 10, b"200"), (HEAD_LINES, b"400")):
            reader, writer = await connect()
            writer.write(before + GET[:-2] + b"a:\r\n" * number + b"\r\n")
            writer.write_eof()
            assert re.findall(rb"HTTP/1.1 (\d+)", await ends(reader))[-1] == status
            writer.close()

    run(work)


def test_a_path_that_is_longer_than_any_here_is_refused() -> None:
    async def work(connect: Connect, _: Site) -> None:
        for path, status in (
            (b"/" + b"%20" * 5000, b"200"),
            (b"/?" + b"%20" * 50_000, b"200"),
            (b"/" + b"%" * 60_000, b"400"),
        ):
            reader, writer = await connect()
            writer.write(GET.replace(b"/", path, 1))
            writer.write_eof()
            assert re.findall(rb"HTTP/1.1 (\d+)", await ends(reader))[-1] == status
            writer.close()

    run(work)


def test_requests_that_follow_one_another_have_as_many_lines_each() -> None:
    async def work(connect: Connect, _: Site) -> None:
        reader, writer = await connect()
        for _number in range(5):
            writer.write(GET[:-2] + b"a:\r\n" * (HEAD_LINES // 2) + b"\r\n")
            await reader.readuntil(b"0\r\n\r\n")
        writer.close()

    run(work)


def test_an_offer_of_another_protocol_is_declined_without_a_warning(
    launch: Callable[..., Process],
) -> None:
    process = launch()
    url = process.stdout.readline().split()[4]
    for protocol in ("h2c", "websocket"):
        headers = {"Connection": "Upgrade, HTTP2-Settings", "Upgrade": protocol}
        answer = httpx.get(f"{url}sparql?query=ASK{{}}", headers=headers)
        assert answer.status_code == 200
    process.terminate()
    assert process.communicate(timeout=15)[1] == ""
