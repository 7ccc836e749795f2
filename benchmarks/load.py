"""Puts load on a server for some seconds with `wrk`, alone or beside a query that does not end."""

from __future__ import annotations

import http.client
import re
import subprocess
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

_SCRIPT = Path(__file__).with_name("load.lua")
_PATIENCE = "60s"
_COUNTED = re.compile(r"^COUNTED (.*)$", re.MULTILINE)
# Another client than the one that wrk is, for a server that tells clients apart.
_ELSEWHERE = ("127.0.0.2", 0)


@dataclass(frozen=True, slots=True)
class Slice:
    """What was counted: answers a second, their median and 99th percentile in milliseconds.

    `processor` is how many milliseconds of a core an answer took, where somebody measured it.
    """

    answers: int
    rate: float
    median: float
    late: float
    failed: int
    processor: float = 0.0


class NoLoad(Exception):
    """The server did not take the load at all; the text is what wrk says."""


def put_load(port: int, paths: Sequence[str], accept: str, clients: int, seconds: float) -> Slice:
    """Have so many clients ask the paths in turns, each as soon as it has its answer."""
    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as file:
        file.writelines(f"{path}\n" for path in paths)
        file.flush()
        given = ["-t1", f"-c{clients}", f"-d{max(1, round(seconds))}s", "--timeout", _PATIENCE]
        headers = ["-H", f"Accept: {accept}", "-s", str(_SCRIPT)]
        command = ["wrk", *given, *headers, f"http://127.0.0.1:{port}", "--", file.name]
        said = subprocess.run(command, capture_output=True, text=True)  # noqa: S603
    counted = _COUNTED.search(said.stdout)
    if not counted:
        raise NoLoad(" ".join((said.stdout + said.stderr).split()))
    answers, took, _, refused, broken, median, late = map(int, counted[1].split())
    return Slice(
        answers=answers,
        rate=(answers - refused) / (took / 1e6),
        median=median / 1e3,
        late=late / 1e3,
        failed=refused + broken,
    )


@contextmanager
def ask_without_end(port: int, path: str) -> Iterator[None]:
    """Have another client ask again and again for what takes longer than it may."""
    over = threading.Event()
    connection = http.client.HTTPConnection("127.0.0.1", port, source_address=_ELSEWHERE)

    def ask() -> None:
        while not over.is_set():
            with suppress(OSError, http.client.HTTPException):
                connection.request("GET", path)
                connection.getresponse().read()

    thread = threading.Thread(target=ask, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        if connection.sock:
            with suppress(OSError):
                connection.sock.shutdown(2)
        thread.join(5)
