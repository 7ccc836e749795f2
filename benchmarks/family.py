"""The processes of a server, as the system tells of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path


def list_children(pid: int) -> list[int]:
    """Return the children of a process that live."""
    found: list[int] = []
    with suppress(FileNotFoundError, ProcessLookupError):
        for listing in Path(f"/proc/{pid}/task").glob("*/children"):
            found += map(int, listing.read_text().split())
    return [child for child in found if lives(child)]


def list_family(pid: int) -> Iterator[int]:
    """Yield a process, if it lives, and its descendants."""
    if lives(pid):
        yield pid
    for child in list_children(pid):
        yield from list_family(child)


def find_zygotes(pid: int) -> list[int]:
    """Return the processes that hold the data of the server that is this process."""
    return [child for child in list_children(pid) if b"workers.zygote" in _read(child, "cmdline")]


def lives(pid: int) -> bool:
    """Tell whether a process has not ended."""
    state = _read(pid, "stat").rpartition(b") ")[2][:1]
    return bool(state) and state not in b"ZX"


def measure(pid: int) -> int:
    """Return the memory of a process and its descendants in bytes, shared pages once."""
    sizes = (
        re.search(rb"^Pss:\s+(\d+) kB", _read(one, "smaps_rollup"), re.M)
        for one in (list_family(pid))
    )
    return sum(int(size[1]) * 1024 for size in sizes if size)


def _read(pid: int, name: str) -> bytes:
    try:
        return Path(f"/proc/{pid}/{name}").read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return b""
