"""Engines of others, as they are run: Oxigraph, Fuseki and Virtuoso, each with data of its own.

They listen on the loopback address, in a folder of the test, and end with it.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest

FUSEKI = Path(__file__).parents[1] / "clients" / "fuseki" / "target" / "dependency"
OXIGRAPH = Path(sys.executable).parent / "oxigraph"
_START_SECONDS = 90
_STOP_SECONDS = 20
_VIRTUOSO = """[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
FileExtend = 200
[TempDatabase]
DatabaseFile = temporary.db
TransactionFile = temporary.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
CheckpointInterval = 0
NumberOfBuffers = 10000
MaxDirtyBuffers = 6000
DirsAllowed = .
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerThreads = 20
[URIQA]
DefaultHost = localhost:{http}
[SPARQL]
ResultSetMaxRows = {rows}
"""


@dataclass(frozen=True, slots=True)
class Served:
    """An engine that runs: where it is asked, and the variables that say who we are to it."""

    name: str
    query: str
    credentials: Mapping[str, str] = field(default_factory=dict)


@contextmanager
def run_oxigraph(
    folder: Path, *, limit: int | None = None, writable: bool = True
) -> Iterator[Served]:
    """Give an Oxigraph server; `limit` is how many KiB a file of its data may have."""
    port = _find_port()
    how = "serve" if writable else "serve-read-only"
    command = [str(OXIGRAPH), how, "--location", str(folder), "--bind", f"127.0.0.1:{port}"]
    if limit is not None:
        # A file that would be larger is an error to the server then, and not its end.
        script = f'trap "" XFSZ; ulimit -f {limit * 2}; exec "$@"'
        command = ["sh", "-c", script, "sh", *command]
    url = f"http://127.0.0.1:{port}/query"
    with _run(command, folder, url):
        yield Served("oxigraph", url)


@contextmanager
def run_fuseki(folder: Path) -> Iterator[Served]:
    """Give a Fuseki server with a dataset on disk (TDB2)."""
    port = _find_port()
    (jar,) = find_fuseki()
    (folder / "data").mkdir()
    command = ["java", "-Xmx1g", "-jar", str(jar), "--localhost", "--port", str(port)]
    command += ["--tdb2", "--loc", str(folder / "data"), "--update", "/ds"]
    url = f"http://127.0.0.1:{port}/ds/sparql"
    with _run(command, folder, url):
        yield Served("fuseki", url)


@contextmanager
def run_virtuoso(folder: Path, *, rows: int = 1_000_000) -> Iterator[Served]:
    """Give a Virtuoso server with its first user; it cuts answers off after so many rows."""
    http, sql = _find_port(), _find_port()
    (folder / "virtuoso.ini").write_text(_VIRTUOSO.format(http=http, sql=sql, rows=rows))
    command = ["virtuoso-t", "+configfile", "virtuoso.ini", "+foreground"]
    url = f"http://127.0.0.1:{http}/sparql"
    with _run(command, folder, url):
        who = {"AZRU_ENGINE_USER": "dba", "AZRU_ENGINE_PASSWORD": "dba"}
        yield Served("virtuoso", url, who)


ENGINES: Mapping[str, Callable[[Path], AbstractContextManager[Served]]] = {
    "oxigraph": run_oxigraph,
    "fuseki": run_fuseki,
    "virtuoso": run_virtuoso,
}
"""How each is run."""


def find_fuseki() -> Sequence[Path]:
    """Return the file of the Fuseki server, if it is installed."""
    return sorted(FUSEKI.glob("jena-fuseki-server-*.jar"))


def require(name: str) -> None:
    """Skip a test whose engine is not installed, saying so; where CI is set, fail."""
    there = {
        "oxigraph": OXIGRAPH.exists(),
        "fuseki": bool(find_fuseki()) and shutil.which("java") is not None,
        "virtuoso": shutil.which("virtuoso-t") is not None,
    }
    if not there[name]:
        text = f"{name} is not installed: make clients, or apt install virtuoso-opensource"
        pytest.fail(text) if os.environ.get("CI") else pytest.skip(text)


@contextmanager
def _run(command: Sequence[str], folder: Path, url: str) -> Iterator[None]:
    log = folder / "output.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, cwd=folder, stdin=subprocess.DEVNULL, stdout=output, stderr=output
        )
        try:
            _await(process, url, log)
            yield
            process.terminate()
            process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            pass
        finally:
            process.kill()
            process.wait()


def _await(process: subprocess.Popen[bytes], url: str, log: Path) -> None:
    until = time.monotonic() + _START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            answer = httpx.post(url, data={"query": "ASK {}"}, timeout=5, trust_env=False)
            if answer.is_success:
                return
        except httpx.HTTPError:
            time.sleep(0.1)
    pytest.fail(f"{url} does not answer: {log.read_text(errors='replace')[-500:]}")


def _find_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
