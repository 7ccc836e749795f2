"""The index of the names of the whole graph, as a server reads it."""

from __future__ import annotations

import asyncio

import pytest

from azru_kg.engine.workers.pool import Pool
from azru_kg.graph.dataset import Dataset
from azru_kg.server.find.name_index import NameIndex
from azru_kg.server.find.names import read_index


@pytest.fixture(scope="session")
def whole_index(whole_dataset: Dataset) -> NameIndex:
    async def read() -> NameIndex | None:
        pool = Pool(whole_dataset, workers=1, seconds=60)
        await pool.start()
        try:
            return await read_index(pool)
        finally:
            await pool.close()

    index = asyncio.run(read())
    assert index is not None
    return index
