"""Starts servers, waits until they answer, and watches what they take; all end with the program."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from benchmarks.family import list_family, measure
from benchmarks.peers import Peer
from benchmarks.peers.peer import Site

_START = 1200.0
_STOP = 20.0
_IDLE = 0.05
_TICKS = os.sysconf("SC_CLK_TCK")
_ANYTHING = "ASK { ?s ?p ?o }"


class NotStarted(Exception):
    """A server ended, or did not answer in time; the text says which, and what it wrote last."""


@dataclass(frozen=True, slots=True)
class Server:
    """A server that answers. Seconds: from the file to the first answer, and from start to it."""

    peer: Peer
    port: int
    process: int
    load: float
    start: float

    def memory(self) -> float:
        """Return the proportional set size of its processes, in MiB."""
        return measure(self.process) / 2**20

    def time(self) -> float:
        """Return the seconds that the processor has spent on it, and on what has ended since."""
        return sum(map(_read_time, list_family(self.process)))

    def settle(self, seconds: float) -> None:
        """Wait until it does nothing any more, at most so long."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            before = self.time()
            time.sleep(_IDLE)
            if self.time() - before <= 1 / _TICKS:
                return

    def end(self) -> None:
        """End it at once, whatever it does."""
        for number in list(list_family(self.process)):
            with suppress(ProcessLookupError):
                os.kill(number, signal.SIGKILL)


@contextmanager
def serve(peer: Peer, data: Path) -> Iterator[Server]:
    """Give a server of the data, in a folder of its own; raise NotStarted where there is none."""
    with tempfile.TemporaryDirectory(prefix=f"bench-{peer.name}-") as name, _log(name) as log:
        site = Site(data, Path(name), *_find_ports())
        begun = time.monotonic()
        try:
            peer.load(site)
        except (OSError, subprocess.SubprocessError) as error:
            raise NotStarted(f"loading: {_read_output(error)}") from error
        started = time.monotonic()
        process = subprocess.Popen(  # noqa: S603
            peer.command(site),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd=site.folder,
            env=site.environment,
            start_new_session=True,
        )
        try:
            _wait(process, peer, site, "ASK {}")
            peer.fill(site)
            _wait(process, peer, site, _ANYTHING)
            now = time.monotonic()
            yield Server(peer, site.port, process.pid, now - begun, now - started)
        except OSError as error:
            raise NotStarted(f"filling: {error}") from error
        finally:
            _end(process)


@contextmanager
def _log(folder: str) -> Iterator[int]:
    descriptor = os.open(Path(folder, "output.log"), os.O_CREAT | os.O_WRONLY)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _wait(process: subprocess.Popen[bytes], peer: Peer, site: Site, query: str) -> None:
    """Return when a query is answered with yes."""
    end = time.monotonic() + _START
    while time.monotonic() < end:
        if process.poll() is not None:
            last = Path(site.folder, "output.log").read_text(errors="replace").strip()[-300:]
            raise NotStarted(f"it ended with {process.returncode}: {last}")
        connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=_START)
        with suppress(OSError, http.client.HTTPException):
            headers = {"Accept": "application/sparql-results+json"}
            connection.request("GET", peer.request(query), headers=headers)
            answer = connection.getresponse()
            if answer.status == 200 and b"true" in answer.read():
                return
        connection.close()
        time.sleep(0.01)
    raise NotStarted(f"it did not answer in {_START:.0f} s")


def _end(process: subprocess.Popen[bytes]) -> None:
    processes = list(list_family(process.pid))
    process.terminate()
    with suppress(subprocess.TimeoutExpired):
        process.wait(_STOP)
    process.kill()
    process.wait()
    for number in processes:
        # What outlives its server is one of its children, in the session that was begun with it.
        with suppress(ProcessLookupError):
            if number != process.pid and os.getsid(number) == process.pid:
                os.kill(number, signal.SIGKILL)


def _find_ports() -> tuple[int, int]:
    with socket.socket() as one, socket.socket() as other:
        one.bind(("127.0.0.1", 0))
        other.bind(("127.0.0.1", 0))
        return one.getsockname()[1], other.getsockname()[1]


def _read_time(process: int) -> float:
    with suppress(OSError):
        stat = Path(f"/proc/{process}/stat").read_text().rpartition(") ")[2].split()
        return sum(map(int, stat[11:15])) / _TICKS
    return 0.0


def _read_output(error: Exception) -> str:
    output = getattr(error, "output", None) or str(error)
    return str(output).strip()[-300:]
