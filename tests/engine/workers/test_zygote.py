import os
import signal
import subprocess
import sys
from collections.abc import Callable

from azru_kg.graph.dataset import Dataset

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
