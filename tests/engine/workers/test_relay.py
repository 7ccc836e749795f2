import asyncio
import logging
import os
from pathlib import Path

import pytest

from azru_kg.engine.protocol import Request
from azru_kg.engine.workers.pool import Pool
from azru_kg.engine.workers.relay import Relay
from azru_kg.errors import MemoryExceeded
from azru_kg.graph.dataset import read_files
from azru_kg.query.query import read_query

HUNGRY = """SELECT (GROUP_CONCAT(CONCAT(STR(?a), STR(?b), STR(?c))) AS ?all) {
  ?a <urn:number> ?x . ?b <urn:number> ?y . ?c <urn:number> ?z }"""
SAID = "a process of the engine said: "


def test_each_line_is_logged_and_so_is_the_last_without_an_end(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def write_and_close() -> None:
        readable, writable = os.pipe()
        relay = Relay(os.fdopen(readable, "rb"))
        os.write(writable, b"one\ntw")
        await asyncio.sleep(0.01)
        os.write(writable, b"o\nBak\xff")
        relay.close()
        relay.close()
        os.close(writable)

    asyncio.run(write_and_close())
    assert caplog.messages == [f"{SAID}one", f"{SAID}two", f"{SAID}Bak\\xff"]


def test_a_pipe_that_ends_is_read_no_longer() -> None:
    async def end() -> None:
        readable, writable = os.pipe()
        relay = Relay(os.fdopen(readable, "rb"))
        os.close(writable)
        await asyncio.sleep(0.01)
        assert not asyncio.get_running_loop().remove_reader(readable)
        relay.close()

    asyncio.run(end())


@pytest.mark.long
def test_what_a_worker_says_as_it_runs_out_of_memory_is_logged_and_not_printed(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "data.ttl").write_text(
        "".join(f"<urn:n:{n}> <urn:number> {n} .\n" for n in range(300))
    )

    async def ask() -> None:
        pool = Pool(read_files([tmp_path]), memory=32 * 1024 * 1024)
        await pool.start()
        try:
            async with pool.answer(
                Request(read_query(HUNGRY), results="text/csv", graph=None)
            ) as answer:
                async for _ in answer.chunks:
                    pass
        finally:
            await pool.close()

    with pytest.raises(MemoryExceeded):
        asyncio.run(ask())
    lines = [record.getMessage() for record in caplog.records if record.name == "azru_kg.engine"]
    assert any("memory allocation" in line for line in lines)
    assert all(record.levelno == logging.WARNING for record in caplog.records)
    assert capfd.readouterr().err == ""
