"""Few older releases are held, one is loaded at a time, and all are let go again."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from azru_kg.errors import BeingMade, DataError, Overloaded
from azru_kg.graph.archived import ArchivedRelease
from azru_kg.graph.dataset import read_files
from azru_kg.server.releases.release import Content, Releases
from azru_kg.server.releases.shelf import Shelf
from azru_kg.settings import Settings

pytestmark = pytest.mark.long

QUADS = (
    '<https://w3id.org/azru-kg/dataset> <http://www.w3.org/ns/dcat#version> "{version}"'
    " <https://w3id.org/azru-kg/graph/metadata> .\n"
)


def publish(folder: Path, version: str) -> ArchivedRelease:
    from hashlib import sha256

    (folder / version).mkdir()
    data = QUADS.format(version=version).encode()
    name = f"azru-kg-{version}.nq"
    (folder / version / name).write_bytes(data)
    (folder / version / "SHA256SUMS").write_text(f"{sha256(data).hexdigest()}  {name}\n")
    return ArchivedRelease(folder / version, version)


def run(folder: Path, work: Callable[[Shelf, Releases], Awaitable[None]], **limits: float) -> None:
    (folder / "data.ttl").write_text("<urn:s> <urn:p> <urn:o> .\n")

    async def live() -> None:
        content = Content(read_files([folder / "data.ttl"]))
        releases = Releases(lambda: content, Settings(workers=2, ahead=False))
        await releases.start()
        shelf = Shelf(releases, **limits)  # type: ignore[arg-type]
        try:
            await work(shelf, releases)
        finally:
            await shelf.close()
            await releases.close()

    asyncio.run(live())


def test_a_release_is_loaded_once_and_makes_room_when_it_has_rested(tmp_path: Path) -> None:
    one, two = (publish(tmp_path, version) for version in ("1.0", "2.0"))

    async def work(shelf: Shelf, _: Releases) -> None:
        first, again = await asyncio.gather(shelf.get(one, "a"), shelf.get(one, "b"))
        assert first is again is await shelf.get(one, "a")
        assert first.content.dataset.version == "1.0"
        first.enter()
        with pytest.raises(Overloaded):
            await shelf.get(two, "a")
        first.leave()
        await shelf.get(two, "a")
        assert shelf.held == ["2.0"]
        assert shelf.loads == {"done": 2, "failed": 0, "refused": 1}

    run(tmp_path, work, most=1, rested=0.0)


def test_one_that_was_asked_for_lately_makes_no_room(tmp_path: Path) -> None:
    one, two = (publish(tmp_path, version) for version in ("1.0", "2.0"))

    async def work(shelf: Shelf, _: Releases) -> None:
        await shelf.get(one, "a")
        with pytest.raises(Overloaded) as refused:
            await shelf.get(two, "b")
        assert refused.value.retry_after > 0
        assert shelf.held == ["1.0"]

    run(tmp_path, work, most=1)


def test_while_one_is_loaded_another_one_waits(tmp_path: Path) -> None:
    one, two = (publish(tmp_path, version) for version in ("1.0", "2.0"))

    async def work(shelf: Shelf, _: Releases) -> None:
        loading = asyncio.create_task(shelf.get(one, "a"))
        await asyncio.sleep(0)
        with pytest.raises(BeingMade):
            await shelf.get(two, "a")
        await loading

    run(tmp_path, work)


def test_who_waits_too_long_is_told_and_finds_it_later(tmp_path: Path) -> None:
    one = publish(tmp_path, "1.0")

    async def work(shelf: Shelf, _: Releases) -> None:
        with pytest.raises(BeingMade):
            await shelf.get(one, "a")
        while not shelf.held:
            await asyncio.sleep(0.01)
        assert (await shelf.get(one, "a")).content.dataset.version == "1.0"

    run(tmp_path, work, patience=0.0)


def test_what_nobody_asks_for_is_let_go(tmp_path: Path) -> None:
    one = publish(tmp_path, "1.0")

    async def work(shelf: Shelf, _: Releases) -> None:
        await shelf.get(one, "a")
        while shelf.held:
            await asyncio.sleep(0.01)

    run(tmp_path, work, kept=0.05)


def test_who_has_one_loaded_pays_and_a_broken_one_is_not_read_over_and_over(
    tmp_path: Path,
) -> None:
    one = publish(tmp_path, "1.0")
    good = one.quads.read_bytes()
    one.quads.write_bytes(good[:-2])

    async def work(shelf: Shelf, releases: Releases) -> None:
        with pytest.raises(DataError, match="cut short or changed"):
            await shelf.get(one, "a")
        one.quads.write_bytes(good)
        with pytest.raises(DataError, match="cut short or changed"):
            await shelf.get(one, "a")
        full = releases.budget.left("b")
        two = publish(tmp_path, "2.0")
        await shelf.get(two, "b")
        assert releases.budget.left("b") < full
        assert shelf.loads == {"done": 1, "failed": 1, "refused": 0}

    run(tmp_path, work)
