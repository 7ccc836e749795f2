"""rdflib-endpoint: rdflib behind FastAPI, what Python projects most often take."""

from __future__ import annotations

from pathlib import Path

from benchmarks.peers.peer import Peer, Site, Tools, run


class RdflibEndpoint(Peer):
    """It reads the file into memory when it starts."""

    name = "rdflib-endpoint"
    title = "rdflib-endpoint"
    install = "make peers"
    path = "/"
    largest = 400_000
    limited = False

    def look(self, tools: Tools) -> str | None:
        """Find the program."""
        self._program = tools.find("rdflib-endpoint") or ""
        return None if self._program else "no program rdflib-endpoint"

    def tell_version(self) -> str:
        """Return its version and that of rdflib, which answers."""
        python = Path(self._program).with_name("python")
        ask = (
            "from importlib.metadata import version as v; print(v('rdflib-endpoint'), v('rdflib'))"
        )
        own, library = run([str(python), "-c", ask]).split()
        return f"rdflib-endpoint {own} (rdflib {library})"

    def command(self, site: Site) -> list[str]:
        """Return `rdflib-endpoint serve`."""
        where = ("--host", "127.0.0.1", "--port", str(site.port))
        return [self._program, "serve", *where, str(site.data)]
