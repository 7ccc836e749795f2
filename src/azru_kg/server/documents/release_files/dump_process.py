"""Makes the files of a release in a process of its own, which gives way to all others.

It takes an order, a line of JSON, from its standard input, and answers with another: the files, or
what is wrong with the data. It writes into files that it is given open, so that it leaves nothing
behind, however it ends. It ends when its input does, for then nobody waits any more.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from threading import Thread
from typing import IO, Any, Final

from azru_kg.engine.workers.wire import describe_dataset, restore_dataset
from azru_kg.errors import DataError
from azru_kg.flat.package import FLAT_FORMATS, FOLDER, make_tables, tell_content
from azru_kg.graph.dataset import Dataset
from azru_kg.graph.dump import CHECKSUMS, add_checksums, make_files
from azru_kg.metadata.inventory import ReleaseFile
from azru_kg.rdf.formats import GRAPHS

_MEDIA_TYPES = {
    **{f".{format_.extension}": format_.media_type for format_ in GRAPHS},
    **{f".{format_.extension}": format_.media_type for format_ in FLAT_FORMATS},
}
# Behind all others, and yet with a quarter of what one of them gets: a server that is always busy
# has its files, too, some day.
_BEHIND_OTHERS: Final = 5
_STDIN: Final = 0


async def write_files(
    dataset: Dataset, files: Mapping[str, IO[bytes]], before: Iterable[ReleaseFile] | None = None
) -> dict[str, ReleaseFile]:
    """Return files of a release by name; another process writes them into these open ones.

    Without those made `before` they are the graph in each syntax; with them its tables, and the
    checksums of all. Raises DataError where they cannot be made. Who stops waiting stops the
    process.
    """
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        __name__,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        start_new_session=True,
        pass_fds=[file.fileno() for file in files.values()],
    )
    if process.stdin is None or process.stdout is None:
        raise TypeError("a process without pipes")
    numbers = {name: file.fileno() for name, file in files.items()}
    sums = None if before is None else [(file.sha256, file.name) for file in before]
    order = {"dataset": describe_dataset(dataset), "files": numbers, "sums": sums}
    try:
        process.stdin.write(json.dumps(order).encode() + b"\n")
        await process.stdin.drain()
        answer = await process.stdout.read()
    finally:
        process.stdin.close()
        await process.wait()
    return _read_answer(answer)


def find_media_type(name: str) -> str:
    """Return the media type of a file of a release."""
    return _MEDIA_TYPES.get(Path(name).suffix, "text/plain")


def _read_answer(answer: bytes) -> dict[str, ReleaseFile]:
    if not answer:
        raise DataError("the release", "the process that makes its files has ended")
    told = json.loads(answer)
    if "error" in told:
        raise DataError("the release", told["error"])
    return {fields["name"]: ReleaseFile(**fields) for fields in told["files"]}


def _obey(order: dict[str, Any]) -> dict[str, Any]:
    try:
        dataset = restore_dataset(order["dataset"])
        sums = order["sums"]
        made = _make_graphs(dataset) if sums is None else _make_tables(dataset, sums)
        return {"files": [asdict(_write(order["files"], *each)) for each in made]}
    except (DataError, OSError) as error:
        return {"error": str(error)}


def _make_graphs(dataset: Dataset) -> Iterator[tuple[str, bytes]]:
    return (each for each in make_files(dataset) if each[0] != CHECKSUMS)


def _make_tables(dataset: Dataset, sums: Iterable[tuple[str, str]]) -> Iterator[tuple[str, bytes]]:
    # That nothing is lost in them, a release has proved when it was made.
    tables = make_tables(dataset, proved=False)
    lines = "".join(f"{digest}  {name}\n" for digest, name in sums).encode()
    for name, content in add_checksums(tables.pack()):
        yield name, lines + content if name == CHECKSUMS else content
    for name, content in tables.files.items():
        yield f"{FOLDER}/{name}", content


def _write(numbers: Mapping[str, int], name: str, content: bytes) -> ReleaseFile:
    """Write a file into the open one of its name; those of a folder follow one another in one."""
    number = numbers[name.rpartition("/")[0] or name]
    start = os.fstat(number).st_size
    with open(number, "ab", closefd=False) as file:
        file.write(content)
    digest = hashlib.sha256(content).hexdigest()
    media_type = find_media_type(name)
    return ReleaseFile(name, media_type, len(content), digest, tell_content(name), start)


def _end_with_input() -> None:
    os.read(_STDIN, 1)
    os._exit(1)


if __name__ == "__main__":
    os.nice(_BEHIND_OTHERS)
    order = json.loads(sys.stdin.buffer.readline())
    Thread(target=_end_with_input, daemon=True).start()
    print(json.dumps(_obey(order)), flush=True)
