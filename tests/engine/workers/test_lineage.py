from __future__ import annotations

import asyncio
import resource
from collections.abc import Callable
from pathlib import Path

import pytest

from azru_kg.engine.workers.lineage import Lineage
from azru_kg.engine.workers.root import Root
from azru_kg.errors import MemoryExceeded
from azru_kg.graph.dataset import Dataset, read_files

pytestmark = pytest.mark.long

Find = Callable[[], set[int]]
MEBIBYTE = 2**20


@pytest.fixture
def large(tmp_path: Path) -> Dataset:
    """Return a dataset of one named graph, of which each perspective takes many MiB."""
    path = tmp_path / "large.nq"
    path.write_text("".join(f'<x:{n}> <x:p> "{n:04000}" <x:graph> .\n' for n in range(10_000)))
    return read_files([path])


async def measure(dataset: Dataset, zygotes: Find) -> int:
    """Return how many bytes of addresses a zygote has once it has loaded a dataset."""
    root = await Root.start(dataset, memory=MEBIBYTE)
    try:
        (zygote,) = zygotes()
        pages = Path(f"/proc/{zygote}/statm").read_text().split()[0]
        return int(pages) * resource.getpagesize()
    finally:
        await root.end()


def test_a_perspective_that_takes_too_much_memory_is_given_up_and_harms_nobody(
    large: Dataset, zygotes: Find
) -> None:
    async def run() -> None:
        size = await measure(large, zygotes)
        # To build may take as much again as the data have, and the memory of a query. No part of
        # the data takes that much, so less than none is given, and the limit is what there is.
        memory = 16 * MEBIBYTE - size
        lineage = Lineage(
            large, memory=memory, changed=asyncio.Event().set, stale=lambda: pytest.fail("stale")
        )
        await lineage.start()
        try:
            before, root = zygotes(), lineage.last
            for _ in range(2):
                building, _ = lineage.prepare("official")
                with pytest.raises(MemoryExceeded, match="official takes more memory than it may"):
                    await building
            assert (zygotes(), lineage.last) == (before, root)
        finally:
            await lineage.close()

    asyncio.run(run())
