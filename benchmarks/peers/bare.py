"""The engine with nothing around it but Python: what bounds a server like that of this project."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Literal

import pyoxigraph
from benchmarks.peers.peer import Peer, Site, Tools

_PROGRAM = Path(__file__).parents[1] / "bare.py"


class Bare(Peer):
    """`benchmarks.bare`, with the engine inside the process that speaks HTTP, or beside it."""

    install = "make .venv/dev.stamp"
    largest = 2_000_000
    limited = False

    def __init__(self, place: Literal["inside", "beside"], processes: int) -> None:
        self.name = f"bare-{place}-{processes}"
        several = "" if processes == 1 else f", {processes} processes"
        self.title = f"bare, engine {place}{several}"
        self._options = ("--place", place, "--processes", str(processes))

    def look(self, tools: Tools) -> str | None:
        """Find that it is here."""
        return None

    def tell_version(self) -> str:
        """Return the version of the engine."""
        return f"pyoxigraph {pyoxigraph.__version__}"

    def command(self, site: Site) -> list[str]:
        """Return the command that serves."""
        own = [sys.executable, str(_PROGRAM), *self._options]
        return [*own, "--data", str(site.data), "--port", str(site.port)]
