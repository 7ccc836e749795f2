from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from azru_kg.engine.workers.ahead import Ahead
from azru_kg.errors import DataError
from azru_kg.graph.dataset import Dataset, read_files

Find = Callable[[], set[int]]


def test_what_is_on_its_way_is_handed_over_once(dataset: Dataset, zygotes: Find) -> None:
    async def run() -> None:
        with Ahead(lambda: dataset, memory=0) as ahead:
            launched = zygotes()
            first = await ahead.found(read_files(list_paths(dataset)), 0, dataset.measure())
            assert zygotes() == launched
            second = await ahead.found(dataset, 0, dataset.measure())
            assert len(zygotes()) == 2
        await first.end()
        await second.end()

    asyncio.run(run())
    assert not zygotes()


def test_other_data_are_loaded_anew(dataset: Dataset, zygotes: Find) -> None:
    async def run() -> None:
        with Ahead(lambda: dataset, memory=0) as ahead:
            launched = zygotes()
            dataset.files[0].path.write_text("<http://x/s> <http://x/p> 6 .\n")
            zygote = await ahead.found(dataset, 0, dataset.measure())
            assert zygotes().isdisjoint(launched)
        await zygote.end()

    asyncio.run(run())


def test_what_nobody_wants_is_ended(dataset: Dataset, zygotes: Find) -> None:
    with Ahead(lambda: dataset, memory=0):
        assert zygotes()
    assert not zygotes()


def test_a_broken_file_is_told_to_who_wants_it(tmp_path: Path, zygotes: Find) -> None:
    path = tmp_path / "broken.ttl"
    path.write_text("<http://x/s> <http://x/p> ] .\n")
    dataset = read_files([path])
    with Ahead(lambda: dataset, memory=0) as ahead, pytest.raises(DataError) as caught:
        asyncio.run(ahead.found(dataset, 0, dataset.measure()))
    assert caught.value.path == path
    assert not zygotes()


def list_paths(dataset: Dataset) -> list[Path]:
    return [file.path for file in dataset.files]


def test_no_process_is_left_where_there_are_no_data(tmp_path: Path, zygotes: Find) -> None:
    def choose() -> Dataset:
        assert zygotes()
        return read_files([tmp_path / "missing.ttl"])

    with pytest.raises(DataError):
        Ahead(choose, memory=0)
    assert not zygotes()
