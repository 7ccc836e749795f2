"""The Oxigraph server: the engine of this project behind a server written in Rust."""

from __future__ import annotations

import http.client
from pathlib import Path

from benchmarks.peers.peer import Peer, Site, Tools, run

MEDIA_TYPES = {".nt": "application/n-triples", ".nq": "application/n-quads"}
_SECONDS = 1800


class Oxigraph(Peer):
    """It keeps what it is sent in memory."""

    name = "oxigraph"
    title = "Oxigraph, memory"
    install = "make .venv/dev.stamp"
    # With --timeout-s each query leaves a thread behind that sleeps until its time is over: at some
    # thousand queries a second 0.5.13 soon ends for want of threads.
    limited = False

    def look(self, tools: Tools) -> str | None:
        """Find the program."""
        self._program = tools.find("oxigraph") or ""
        return None if self._program else "no program oxigraph"

    def tell_version(self) -> str:
        """Return what `oxigraph --version` prints."""
        return run([self._program, "--version"])

    def command(self, site: Site) -> list[str]:
        """Return `oxigraph serve`."""
        return [self._program, "serve", *self._bind(site)]

    def fill(self, site: Site) -> None:
        """Send the file through the Graph Store Protocol."""
        upload(site.data, site.port, "/store?default" if site.data.suffix == ".nt" else "/store")

    def _bind(self, site: Site) -> tuple[str, str]:
        return "--bind", f"127.0.0.1:{site.port}"


class OxigraphOnDisk(Oxigraph):
    """It reads from RocksDB, filled by its bulk loader."""

    name = "oxigraph-disk"
    title = "Oxigraph, RocksDB"

    def load(self, site: Site) -> None:
        """Load and optimise the files of the database."""
        place = ("--location", str(site.folder))
        run([self._program, "load", *place, "--file", str(site.data)])
        run([self._program, "optimize", *place])

    def command(self, site: Site) -> list[str]:
        """Return `oxigraph serve-read-only`."""
        place = ("--location", str(site.folder))
        return [self._program, "serve-read-only", *place, *self._bind(site)]

    def fill(self, site: Site) -> None:
        """Do nothing: it has all."""


def upload(data: Path, port: int, path: str) -> None:
    """Post a file to a server, without holding it in memory."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_SECONDS)
    headers = {
        "Content-Type": MEDIA_TYPES[data.suffix],
        "Content-Length": str(data.stat().st_size),
    }
    with data.open("rb") as file:
        connection.request("POST", path, file, headers)
    answer = connection.getresponse()
    told = answer.read(300)
    connection.close()
    if answer.status >= 300:
        raise OSError(f"{path} did not take {data.name}: {answer.status} {told!r}")
