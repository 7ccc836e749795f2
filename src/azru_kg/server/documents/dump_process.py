"""Makes the files of a release in a process of its own, which gives way to all others.

It takes an order, a line of JSON, from its standard input, and answers with another: the files, or
what is wrong with the data. It ends when its input does, for then nobody waits any more.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
import sys
from dataclasses import asdict
from pathlib import Path
from threading import Thread
from typing import Any, Final

from azru_kg.engine.workers.wire import describe_dataset, restore_dataset
from azru_kg.errors import DataError
from azru_kg.graph.dataset import Dataset
from azru_kg.graph.dump import write_dump
from azru_kg.metadata.inventory import ReleaseFile
from azru_kg.rdf.formats import GRAPHS

_MEDIA_TYPES = {f".{format_.extension}": format_.media_type for format_ in GRAPHS}
_LAST_IN_LINE: Final = 19
_STDIN: Final = 0


async def make_files(dataset: Dataset, folder: Path) -> dict[str, ReleaseFile]:
    """Return the files of a release, which another process writes into a folder, by name.

    Raises DataError where they cannot be made. Who stops waiting stops the process.
    """
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        __name__,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        start_new_session=True,
    )
    if process.stdin is None or process.stdout is None:
        raise TypeError("a process without pipes")
    order = {"dataset": describe_dataset(dataset), "folder": str(folder)}
    try:
        process.stdin.write(json.dumps(order).encode() + b"\n")
        await process.stdin.drain()
        answer = await process.stdout.read()
    finally:
        process.stdin.close()
        await process.wait()
    return _read_answer(answer)


def _read_answer(answer: bytes) -> dict[str, ReleaseFile]:
    if not answer:
        raise DataError("the release", "the process that makes its files has ended")
    told = json.loads(answer)
    if "error" in told:
        raise DataError("the release", told["error"])
    return {fields["name"]: ReleaseFile(**fields) for fields in told["files"]}


def _obey(order: dict[str, Any]) -> dict[str, Any]:
    try:
        paths = write_dump(restore_dataset(order["dataset"]), Path(order["folder"]))
        return {"files": [asdict(_measure(path)) for path in paths]}
    except DataError as error:
        return {"error": str(error)}


def _measure(path: Path) -> ReleaseFile:
    content = path.read_bytes()
    media_type = _MEDIA_TYPES.get(path.suffix, "text/plain")
    return ReleaseFile(path.name, media_type, len(content), hashlib.sha256(content).hexdigest())


def _end_with_input() -> None:
    os.read(_STDIN, 1)
    os._exit(1)


if __name__ == "__main__":
    os.nice(_LAST_IN_LINE)
    order = json.loads(sys.stdin.buffer.readline())
    Thread(target=_end_with_input, daemon=True).start()
    print(json.dumps(_obey(order)), flush=True)
