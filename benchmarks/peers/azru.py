"""The server of this project, with what is built in where that is asked for."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

from benchmarks.peers.peer import BUILT_IN, LIMIT, Peer, Site, Tools, run

from azru_kg import __version__
from azru_kg.rdf.prefixes import BASE

HOME = Path(__file__).parents[2]
# One client asks all: what keeps clients from one another must not be what is measured, nor what is
# made beside the answers.
_OPEN = (
    *("--budget", "0", "--queue", "1000", "--timeout", str(LIMIT)),
    *("--no-ahead", "--log-level", "warning"),
)


class Azru(Peer):
    """This checkout, run by the Python that runs the benchmark."""

    install = "make .venv/dev.stamp"
    path = "/sparql"

    def __init__(self, name: str, title: str, options: tuple[str, ...]) -> None:
        self.name, self.title, self.options = name, title, options

    def look(self, tools: Tools) -> str | None:
        """Find out whether the program knows the options."""
        told = run([sys.executable, "-m", "azru_kg", "serve", "--help"])
        unknown = [one for one in self.options if one.startswith("--") and one not in told]
        return f"azru-kg serve has no {unknown[0]} yet" if unknown else None

    def tell_version(self) -> str:
        """Return the version, and the commit where it is known."""
        try:
            commit = run(["git", "-C", str(HOME), "describe", "--always", "--dirty"])
        except (OSError, subprocess.CalledProcessError):
            return f"azru-kg {__version__}"
        return f"azru-kg {__version__} ({commit})"

    def command(self, site: Site) -> list[str]:
        """Return `azru-kg serve`, of the data or of the built-in graph."""
        data = () if site.data.stem == BUILT_IN else ("--data", str(site.data))
        own = [sys.executable, "-m", "azru_kg", "serve", "--port", str(site.port)]
        return [*own, *data, *_OPEN, *self.options]

    def page(self, iri: str) -> str | None:
        """Return the path of the page to which a thing of this project leads."""
        return f"/{quote(iri.removeprefix(BASE))}.html" if iri.startswith(BASE) else None
