import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from azru_kg.engine.protocol import Request
from azru_kg.engine.workers.pool import Pool
from azru_kg.errors import DataError
from azru_kg.graph.dataset import Dataset, read_files
from azru_kg.query.query import read_query

# A web process in miniature: starts a pool with a query that does not end, and then just waits.
WEB_PROCESS = """
import asyncio, sys
from pathlib import Path
from azru_kg.graph.dataset import read_files
from azru_kg.engine.workers.pool import Pool
from azru_kg.engine.protocol import Request
from azru_kg.query.query import read_query

async def serve():
    pool = Pool(read_files([Path(sys.argv[1])]), workers=2, seconds=60)
    await pool.start()
    async with pool.answer(Request(read_query("ASK {}"), "text/csv", None)) as answer:
        async for chunk in answer.chunks:
            print(chunk.decode(), flush=True)
    async with pool.answer(Request(read_query(sys.argv[2]), "text/csv", None)):
        pass

asyncio.run(serve())
"""


def test_zygote_and_workers_end_with_the_web_process(
    dataset: Dataset,
    queries: dict[str, str],
    children: Callable[[int], set[int]],
    gone: Callable[[set[int]], bool],
) -> None:
    command = [sys.executable, "-c", WEB_PROCESS, str(dataset.files[0].path), queries["product"]]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as web:
        assert web.stdout is not None
        assert web.stdout.readline() == b"true\n"
        (zygote,) = children(web.pid)
        processes = {zygote, *children(zygote)}
        assert len(processes) == 4
        web.send_signal(signal.SIGKILL)
        web.wait(10)
    assert gone(processes)


def test_an_interrupt_from_the_terminal_does_not_reach_the_zygote(
    dataset: Dataset, queries: dict[str, str], children: Callable[[int], set[int]]
) -> None:
    command = [sys.executable, "-c", WEB_PROCESS, str(dataset.files[0].path), queries["product"]]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as web:
        assert web.stdout is not None
        assert web.stdout.readline() == b"true\n"
        (zygote,) = children(web.pid)
        assert os.getpgid(zygote) == zygote
        web.kill()


def write_many(path: Path, odd: str) -> None:
    """Write a file of some megabytes, with a line among others."""
    lines = [f'<http://x/thing/{n}> <http://x/property> "{80 * "a"}"@en .' for n in range(70_000)]
    path.write_text("\n".join([*lines[:500], odd, *lines[500:]]) + "\n")


async def count(dataset: Dataset) -> bytes:
    pool = Pool(dataset, workers=2, seconds=10)
    try:
        await pool.start()
        query = read_query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
        async with pool.answer(Request(query, "text/csv", None)) as answer:
            return b"".join([chunk async for chunk in answer.chunks])
    finally:
        await pool.close()


@pytest.mark.parametrize(
    "odd",
    [
        "<relative> <http://x/p> <http://x/o> .",
        '<http://x/s> <http://x/p> "1"@abcdefghijkl .',
        "<http://x/s> <http://x/p> ] .",
    ],
)
def test_what_is_broken_among_many_lines_is_told_with_its_place(tmp_path: Path, odd: str) -> None:
    path = tmp_path / "many.nt"
    write_many(path, odd)
    dataset = read_files([path])
    with pytest.raises(DataError) as caught:
        asyncio.run(count(dataset))
    assert (caught.value.path, caught.value.line) == (path, 501)
