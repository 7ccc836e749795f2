"""A real server with real workers over a small dataset, and a client to it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.server.small_server import SCRIPT, write_arguments
from tests.support.process import Process
from tests.support.program import Program

from azru_kg.engine.workers.pool import Pool
from azru_kg.graph.dataset import read_files
from azru_kg.rdf.prefixes import PREFIXES

NUMBERED = 600
HEAD = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
DATA = """
azru:Figure rdfs:subClassOf azru:Claim ; rdfs:label "reported figure"@en .
country:AZ a azru:Country ;
  skos:prefLabel "Azərbaycan"@az , "Azerbaijan"@en , "Азербайджан"@ru ;
  rdfs:seeAlso <https://example.org/az?a=1&b='2'> , <javascript:alert(1)> , <data:text/html,x> .
country:RU a azru:Country ; skos:prefLabel "Russia"@en .
claim:trade a azru:Figure ; rdfs:label "Trade of 2023" ; sdmx-measure:obsValue 4300000000.5 .
claim:cargo a azru:Figure ; rdfs:label "Cargo of 2023" ; sdmx-measure:obsValue 87 .
claim:evil rdfs:label "</td><script>alert(1)</script>"@en ; rdfs:comment "<img src=x onerror=a()>" .
<urn:escaped> rdf:value "a%2Fb+c d&e=f" ; rdfs:seeAlso <http://example.org/a%2Fb> .
"""
QUERIES = {
    "countries": "#+ summary: Which countries are there?\n"
    '#+ description: Each with its "name" & <tag>.\n'
    "SELECT ?country WHERE { ?country a azru:Country } ORDER BY ?country\n",
    "figures": "#+ summary: Which figures are reported?\n"
    "SELECT ?figure ?value WHERE { ?figure sdmx-measure:obsValue ?value } ORDER BY ?figure\n",
}


@dataclass(frozen=True)
class Server:
    """A server that runs: its address and its first line of output."""

    url: str
    announcement: str
    process: Process


def make_folder(folder: Path) -> Path:
    """Write the dataset and the stored queries."""
    (folder / "data").mkdir()
    (folder / "queries").mkdir()
    numbered = "".join(f"<urn:n:{n:03}> <urn:number> {n} .\n" for n in range(NUMBERED))
    (folder / "data" / "all.ttl").write_text(HEAD + DATA + numbered, encoding="utf-8")
    (folder / "data" / "graphs.nq").write_text(
        "<urn:in:one> <urn:p> <urn:o> <urn:g:1> .\n<urn:in:both> <urn:p> <urn:o> <urn:g:1> .\n"
        "<urn:in:both> <urn:p> <urn:o> <urn:g:2> .\n",
        encoding="utf-8",
    )
    for slug, text in QUERIES.items():
        (folder / "queries" / f"{slug}.rq").write_text(text, encoding="utf-8")
    return folder


def start(program: Program, folder: Path, **settings: Any) -> Process:
    """Start a small server in a process of its own; warnings are errors there too."""
    return program.start(*write_arguments(folder, **settings), script=SCRIPT)


def await_server(process: Process) -> Server:
    """Return the server once it listens."""
    announcement = process.stdout.readline()
    if not announcement:
        _, errors = process.communicate(timeout=10)
        pytest.fail(f"the server did not start: {errors}")
    url = next(word for word in announcement.split() if word.startswith("http://"))
    return Server(url, announcement, process)


def stop(process: Process) -> str:
    """End a server and return what it wrote to stderr."""
    process.terminate()
    return process.communicate(timeout=15)[1]


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_folder(tmp_path_factory.mktemp("served"))


@pytest.fixture(scope="session")
def server(program: Program, folder: Path) -> Iterator[Server]:
    process = start(program, folder)
    try:
        yield await_server(process)
    finally:
        stop(process)
        process.close()


@pytest.fixture
def launch(program: Program, folder: Path) -> Iterator[Callable[..., Process]]:
    """A function that starts another server process, which is ended after the test."""
    launched: list[Process] = []

    def launch_another(*, folder: Path = folder, **options: Any) -> Process:
        launched.append(start(program, folder, **options))
        return launched[-1]

    yield launch_another
    for process in launched:
        if process.poll() is None:
            stop(process)
        process.close()


@pytest.fixture(scope="session")
def patient_client(program: Program, folder: Path) -> Iterator[httpx.Client]:
    """A client of a server with two workers and a deadline that no test waits for."""
    process = start(program, folder, seconds=60)
    try:
        with httpx.Client(base_url=await_server(process).url, timeout=10) as client:
            yield client
    finally:
        stop(process)
        process.close()


@pytest.fixture(scope="session")
def client(server: Server) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server.url, timeout=20) as client:
        yield client


@pytest.fixture
def run_with_pool(tmp_path: Path) -> Callable[..., object]:
    """A function that runs a coroutine with an engine over some Turtle and returns its result."""

    async def run(data: str, work: Callable[[Pool], Awaitable[object]], **limits: Any) -> object:
        (tmp_path / "data.ttl").write_text(HEAD + data, encoding="utf-8")
        pool = Pool(read_files([tmp_path]), **limits)
        await pool.start()
        try:
            return await work(pool)
        finally:
            await pool.close()

    return lambda *args, **limits: asyncio.run(run(*args, **limits))


@pytest.fixture(scope="session")
def own_client(address: str) -> Iterator[httpx.Client]:
    """A client of a server of the founding documents."""
    with httpx.Client(base_url=address, timeout=20, trust_env=False) as client:
        yield client
