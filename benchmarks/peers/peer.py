"""What a server has to say of itself to be measured: how it is found, filled, started and asked."""

from __future__ import annotations

import os
import shutil
import subprocess
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

BUILT_IN = "built-in"
"""The size of the built-in graph, and the name of the file that holds it."""
LIMIT = 30
"""How many seconds each server may take for a query, where it can be told."""


@dataclass(frozen=True, slots=True)
class Tools:
    """Where programs are looked for: in these folders, then on the PATH."""

    folders: tuple[Path, ...] = ()

    def find(self, name: str) -> str | None:
        """Return the path of a program, or None where there is none."""
        places = [*map(str, self.folders), os.environ.get("PATH", "")]
        return shutil.which(name, path=os.pathsep.join(places))

    def find_file(self, pattern: str) -> Path | None:
        """Return the last file of such a name in the folders, or None where there is none."""
        files = sorted(path for folder in self.folders for path in folder.glob(pattern))
        return files[-1] if files else None


@dataclass(frozen=True, slots=True)
class Site:
    """What a server is started with: the data, a folder of its own, and ports."""

    data: Path
    folder: Path
    port: int
    other_port: int
    environment: dict[str, str] = field(default_factory=lambda: dict(os.environ))


class Peer(ABC):
    """A server, in one setting. What most of them do alike is done here."""

    name: str
    title: str
    install: str
    """How to get it, in a line."""
    path = "/query"
    """Where it takes queries."""
    largest: int | None = None
    """The most triples with which it is worth waiting for."""
    limited = True
    """Whether it ends a query that takes longer than it may; where not, it is ended with it."""

    @abstractmethod
    def look(self, tools: Tools) -> str | None:
        """Find what it needs; return what is missing, or None where nothing is."""

    @abstractmethod
    def tell_version(self) -> str:
        """Return name and version as the program itself tells them."""

    def load(self, site: Site) -> None:
        """Make files of the data, where the server is started on such."""
        del site

    @abstractmethod
    def command(self, site: Site) -> Sequence[str]:
        """Return the command that serves."""

    def fill(self, site: Site) -> None:
        """Send the data to the running server, where it takes them so."""
        del site

    def request(self, query: str) -> str:
        """Return the path and query string that ask a query."""
        return f"{self.path}?query={quote(query, safe='')}"

    def page(self, iri: str) -> str | None:
        """Return the path of the page of a thing, or None where it has no pages."""
        del iri
        return None


def run(command: Sequence[str], site: Site | None = None) -> str:
    """Return what a program prints; raise CalledProcessError where it fails."""
    done = subprocess.run(  # noqa: S603
        command,
        check=True,
        text=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        cwd=site.folder if site else None,
        env=site.environment if site else None,
    )
    return done.stdout.strip()
