import asyncio
import signal
import socket
import subprocess
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from azru_kg.errors import CannotListen
from azru_kg.server.run import listen

Process = subprocess.Popen[str]


def children_of(process: Process) -> list[int]:
    """Return the processes that descend from one."""
    found = [process.pid]
    for pid in found:
        for listing in Path(f"/proc/{pid}/task").glob("*/children"):
            found += map(int, listing.read_text().split())
    return found[1:]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_server_says_where_it_listens_and_ends_on_a_signal_with_all_its_workers(
    launch: Callable[..., Process], number: signal.Signals
) -> None:
    process = launch()
    assert process.stdout is not None
    line = process.stdout.readline()
    assert line.startswith("azru-kg is listening on http://127.0.0.1:")
    assert "dataset unversioned" in line
    assert "Ctrl+C" in line
    url = line.split()[4]
    assert httpx.get(f"{url}sparql?query=ASK{{}}").status_code == 200
    children = children_of(process)
    assert children
    process.send_signal(number)
    _, errors = process.communicate(timeout=15)
    assert (process.returncode, errors) == (0, "")
    assert not [pid for pid in children if Path(f"/proc/{pid}").exists()]


def test_answers_do_not_wait_for_acknowledgements() -> None:
    async def accept() -> int:
        accepted: asyncio.Future[int] = asyncio.get_running_loop().create_future()

        def read_option(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            connection = writer.get_extra_info("socket")
            accepted.set_result(connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
            writer.close()

        listener = listen("127.0.0.1", 0)
        async with await asyncio.start_server(read_option, sock=listener):
            _, client = await asyncio.open_connection(*listener.getsockname())
            without_delay = await accepted
            client.close()
        return without_delay

    assert asyncio.run(accept()) == 1


@pytest.mark.parametrize("host", ["256.0.0.1", "no-such-host.invalid", "192.0.2.1"])
def test_a_host_that_is_not_this_machine_is_an_error(host: str) -> None:
    with pytest.raises(CannotListen, match=f"Cannot listen on {host}"):
        listen(host, 0)


def test_a_port_in_use_is_an_error_that_says_what_to_do(launch: Callable[..., Process]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        process = launch(port=taken.getsockname()[1])
        output, errors = process.communicate(timeout=20)
    assert process.returncode == 2
    assert output == ""
    assert "Cannot listen on 127.0.0.1" in errors
    assert "--port" in errors


def test_a_broken_file_is_an_error_before_anything_listens(
    launch: Callable[..., Process], tmp_path: Path
) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "queries").mkdir()
    (tmp_path / "data" / "broken.ttl").write_text("<urn:a> <urn:b> <urn:c> .\n<urn:a> oops .\n")
    process = launch(folder=tmp_path)
    output, errors = process.communicate(timeout=20)
    assert process.returncode == 2
    assert output == ""
    assert "broken.ttl:2:" in errors


def test_a_host_that_others_can_reach_is_warned_of(launch: Callable[..., Process]) -> None:
    process = launch(host="0.0.0.0")  # noqa: S104
    assert process.stdout is not None
    assert process.stdout.readline().startswith("azru-kg is listening on http://0.0.0.0:")
    process.terminate()
    assert (
        "Warning: 0.0.0.0 can be reached from other machines" in process.communicate(timeout=15)[1]
    )
