"""Virtuoso, as Debian packs it."""

from __future__ import annotations

import subprocess
import time
from pathlib import Path
from urllib.parse import quote

from benchmarks.peers.peer import LIMIT, Peer, Site, Tools, run

GRAPH = "urn:azru-kg:default"
"""The graph that stands for the default graph, of which Virtuoso has none."""
_SECONDS = 60
_SETTINGS = """
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa

[TempDatabase]
DatabaseFile = {folder}/temporary.db
TransactionFile = {folder}/temporary.trx

[Parameters]
ServerPort = 127.0.0.1:{other_port}
MaxClientConnections = 100
DirsAllowed = {folder}, {data.parent}
NumberOfBuffers = 340000
MaxDirtyBuffers = 250000
MaxQueryMem = 2G

[HTTPServer]
ServerPort = 127.0.0.1:{port}
ServerRoot = {folder}
MaxClientConnections = 100
ServerThreads = 100
MaxKeepAlives = 100
KeepAliveTimeout = 60

[SPARQL]
ResultSetMaxRows = 10000000
MaxQueryExecutionTime = {limit}
"""


class Virtuoso(Peer):
    """It is filled by its bulk loader, and then started anew."""

    name = "virtuoso"
    title = "Virtuoso"
    install = "apt-get install virtuoso-opensource"
    path = "/sparql"

    def look(self, tools: Tools) -> str | None:
        """Find the server and the program that tells it what to load."""
        self._server = tools.find("virtuoso-t") or ""
        self._client = tools.find("isql-vt") or tools.find("isql-v") or tools.find("isql") or ""
        if not self._server:
            return "no program virtuoso-t"
        return None if self._client else "no program isql-vt"

    def tell_version(self) -> str:
        """Return the line of its help that tells its version."""
        done = subprocess.run([self._server, "-?"], capture_output=True, text=True)  # noqa: S603
        told = (done.stdout + done.stderr).partition("Version ")[2]
        return f"Virtuoso {told.partition('-')[0]}"

    def load(self, site: Site) -> None:
        """Start it, have it load the file, and end it."""
        command = self.command(site)
        with subprocess.Popen(  # noqa: S603
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as process:
            try:
                self._wait(site, process)
                folder, name = site.data.parent, site.data.name
                self._tell(site, f"ld_dir('{folder}', '{name}', '{GRAPH}'); rdf_loader_run();")
                self._tell(site, "checkpoint; shutdown;", check=False)
                process.wait(_SECONDS)
            finally:
                process.kill()

    def command(self, site: Site) -> list[str]:
        """Write the settings and return the command that serves."""
        settings = site.folder / "virtuoso.ini"
        settings.write_text(self._configure(site), encoding="utf-8")
        return [self._server, "+foreground", "+configfile", str(settings)]

    def request(self, query: str) -> str:
        """Name the default graph: else all graphs are asked, those of the program's own too."""
        return f"{super().request(query)}&default-graph-uri={quote(GRAPH, safe='')}"

    @staticmethod
    def _configure(site: Site) -> str:
        return _SETTINGS.format(
            folder=site.folder,
            data=site.data,
            port=site.port,
            other_port=site.other_port,
            limit=LIMIT,
        )

    def _wait(self, site: Site, process: subprocess.Popen[bytes]) -> None:
        end = time.monotonic() + _SECONDS
        while process.poll() is None and time.monotonic() < end:
            if "1 Rows" in self._tell(site, "SELECT 1;", check=False):
                return
            time.sleep(0.1)
        raise OSError(f"Virtuoso did not start. See {Path(site.folder, 'virtuoso.log')}")

    def _tell(self, site: Site, statements: str, *, check: bool = True) -> str:
        try:
            address = f"127.0.0.1:{site.other_port}"
            return run([self._client, address, "dba", "dba", f"exec={statements}"], site)
        except subprocess.CalledProcessError:
            if check:
                raise
            return ""
