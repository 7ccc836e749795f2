"""Keeps a server busy and hurts it meanwhile, and tells whether it answered rightly all along.

Clients ask queries whose answers are known, documents, queries without an end, and what is none;
others leave before they have their answer. Workers, and the process that holds the data, are killed
at random. Half-way the data change and are loaded anew. No answer may be wrong, every request has a
documented end, the memory at the end is about that of the beginning, and no process is left behind.

`python -m benchmarks.soak --seconds 600` ends with exit code 1 where that is not so. It listens on
loopback only, on a port of its own, and ends its server.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from urllib.parse import quote

import httpx
import pyoxigraph as ox
from benchmarks.family import find_zygotes, list_children, list_family, lives, measure
from benchmarks.questions import (
    ENDLESS,
    MALFORMED,
    QUESTIONS,
    Answer,
    answer,
    read_answer,
    read_triples,
)

from azru_kg.graph.dataset import read_files
from azru_kg.graph.layout import built_in
from azru_kg.rdf.prefixes import BASE, IDENTITY

EDITION = '<urn:soak:data> <http://www.w3.org/1999/02/22-rdf-syntax-ns#value> "{}" .\n'
ACCEPT = "application/sparql-results+json, application/n-triples"
TURTLE = "text/turtle"
DOCUMENTS = 20

LATER = {"overloaded", "try-later", "deadline-passed", "memory-exceeded"}
"""The problems that a right request may meet while others take all there is.

A worker that is killed counts as one that the kernel ended because it had no memory left.
"""

PATIENCE = 30.0
_PAUSE = 0.2
SETTLING = 3.0
KEPT = 64 << 20
"""What the server may keep: caches, free lists of the allocator, fresh workers."""


@dataclass
class Report:
    """What was seen, and what was wrong."""

    ends: Counter[str] = field(default_factory=Counter)
    killed: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    undocumented: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    memory: list[int] = field(default_factory=list)
    replaced: int = 0
    restarts: int = 0

    @property
    def good(self) -> bool:
        """Whether nothing was wrong."""
        return not (self.wrong or self.undocumented or self.faults)

    def lines(self) -> Iterator[str]:
        """Yield what is told at the end."""
        yield f"requests: {self.ends.total()}"
        yield from (f"  {number:7} {end}" for end, number in sorted(self.ends.items()))
        yield f"killed: {dict(self.killed)}"
        yield f"workers replaced: {self.replaced}, engine restarts: {self.restarts}"
        if self.memory:
            first, most, last = self.memory[0], max(self.memory), self.memory[-1]
            yield f"memory before, peak, after: {first >> 20}, {most >> 20}, {last >> 20} MiB"
        yield f"wrong answers: {len(self.wrong)}"
        yield f"undocumented ends: {len(self.undocumented)}"
        for fault in [*self.wrong[:10], *self.undocumented[:10], *self.faults]:
            yield f"  {fault}"


@dataclass
class Server:
    """A server of the data in a folder, and the editions that may be seen there."""

    process: subprocess.Popen[str]
    url: str
    folder: Path
    log: Path
    editions: list[Mapping[str, Answer]]
    first: int = 0
    """The oldest edition that a request may still see."""
    last: int = 0
    """The newest that it may see already."""

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.url.rsplit(":", 1)[1].strip("/"))


def soak(data: Path, seconds: float, seed: int, workers: int = 2) -> Report:
    """Return what came of a soak of a server of the files in a folder, which is left as it is."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "data"
        shutil.copytree(data, folder)
        report = Report()
        with _serve(folder, workers) as server:
            asyncio.run(_Soak(server, report, seconds, seed, workers).run())
            family = list(list_family(server.process.pid))
            server.process.terminate()
            code = server.process.wait(PATIENCE)
            if code:
                report.faults.append(f"the server ended with {code}")
            report.faults += [f"left behind: process {pid}" for pid in family if lives(pid)]
            if "Traceback" in (log := server.log.read_text(encoding="utf-8")):
                report.faults.append(f"the server logged: {log[log.index('Traceback') :][:3000]}")
    return report


@contextmanager
def _serve(folder: Path, workers: int) -> Iterator[Server]:
    editions = [_answer_all(folder, number) for number in (2, 1)][::-1]
    options = ["--port", "0", "--workers", str(workers), "--budget", "0", "--cache", "8"]
    options += ["--timeout", "3", "--memory", "256", "--log-level", "warning"]
    command = [sys.executable, "-m", "azru_kg", "serve", "--data", str(folder), *options]
    path = folder.with_name("log")
    with (
        path.open("w") as log,
        subprocess.Popen(  # noqa: S603 (our own program)
            command, stdout=subprocess.PIPE, stderr=log, text=True
        ) as process,
    ):
        try:
            announcement = process.stdout.readline() if process.stdout else ""
            found = re.search(r"http://\S+/", announcement)
            if not found:
                raise RuntimeError(f"the server said {announcement!r} and {path.read_text()}")
            yield Server(process, found[0], folder, path, editions)
        finally:
            process.kill()


def _answer_all(folder: Path, edition: int) -> Mapping[str, Answer]:
    """Write an edition of the data, and return the answers to all questions about it."""
    _write_edition(folder, edition)
    store = read_files([folder]).store()
    return {name: answer(store, query) for name, query in QUESTIONS.items()}


def _write_edition(folder: Path, edition: int) -> None:
    new = folder.with_name("edition.nt")
    new.write_text(EDITION.format(edition) * edition, encoding="utf-8")
    new.replace(folder / "edition.nt")


class _Soak:
    """The clients, those who do harm, and who looks on."""

    def __init__(
        self, server: Server, report: Report, seconds: float, seed: int, workers: int
    ) -> None:
        self._server = server
        self._report = report
        self._seconds = seconds
        self._seed = seed
        self._workers = workers
        self._until = 0.0
        self._asked = 0
        self._documents: dict[str, Answer] = {}
        # Who asks again on a connection may find it closed: here each request has its own.
        self._client = httpx.AsyncClient(
            base_url=server.url,
            timeout=PATIENCE,
            trust_env=False,
            limits=httpx.Limits(max_keepalive_connections=0),
        )

    async def run(self) -> None:
        """Ask each question in peace, hurt the server for the time given, and look again."""
        async with self._client:
            await self._rest()
            self._documents = await self._read_documents()
            for _ in range(3):
                for name in QUESTIONS:
                    await self._ask(name, fresh=True)
            await self._rest()
            self._report.memory.append(measure(self._server.process.pid))
            self._until = monotonic() + self._seconds
            clients = [self._ask_any] * 4 + [self._ask_endless] * 2 + [self._leave] * 2
            others = [self._read_any, self._err, self._kill_workers, self._kill_engine]
            acts = [self._repeat(act, number) for number, act in enumerate([*clients, *others])]
            await asyncio.gather(*acts, self._change(), self._watch())
            await self._rest()
            if self._server.first == 0:
                self._report.faults.append("the new data were never served")
            for name in QUESTIONS:
                await self._ask(name, fresh=True)
            await self._rest()
            self._report.memory.append(measure(self._server.process.pid))
            told = await self._read_metrics()
            self._report.replaced = int(told["azru_workers_replaced_total"])
            self._report.restarts = int(told["azru_engine_restarts_total"])
        grown = self._report.memory[-1] - self._report.memory[0]
        if grown > KEPT:
            self._report.faults.append(f"the server has taken {grown >> 20} MiB more")

    async def _repeat(self, act: Callable[[random.Random], Awaitable[None]], number: int) -> None:
        chance = random.Random(f"{self._seed} {number}")  # noqa: S311 (nothing is kept secret)
        while monotonic() < self._until:
            await act(chance)

    async def _ask_any(self, chance: random.Random) -> None:
        await self._ask(chance.choice(list(QUESTIONS)), fresh=chance.random() < 0.5)

    async def _ask(self, name: str, *, fresh: bool) -> None:
        """Ask a question: one whose answer is kept, or one that is new to the server."""
        first = self._server.first
        query = QUESTIONS[name]
        if fresh:
            self._asked += 1
            query = f"{query} # {self._asked}"
        reply = await self._get("question", f"sparql?query={quote(query)}", ACCEPT, LATER)
        if reply is not None:
            answers = [each[name] for each in self._server.editions[first : self._server.last + 1]]
            if read_answer(reply) not in answers:
                self._report.wrong.append(f"{name}: {reply.text[:300]}")

    async def _read_any(self, chance: random.Random) -> None:
        path = chance.choice(list(self._documents))
        reply = await self._get("document", path, TURTLE, LATER)
        if (
            reply is not None
            and read_triples(reply.content, ox.RdfFormat.TURTLE) != (self._documents[path])
        ):
            self._report.wrong.append(f"{path}: {reply.text[:300]}")
        await self._get("page", path, "text/html, application/problem+json", LATER)

    async def _ask_endless(self, chance: random.Random) -> None:
        name = chance.choice(list(ENDLESS))
        reply = await self._get(
            f"endless {name}", f"sparql?query={quote(ENDLESS[name])}", ACCEPT, LATER
        )
        if reply is not None:
            self._report.wrong.append(f"a query without an end was answered: {name}")

    async def _err(self, chance: random.Random) -> None:
        await self._get(
            "malformed", f"sparql?query={quote(MALFORMED)}", ACCEPT, {"malformed-query"}
        )
        await self._get(
            "unknown", f"id/person/nobody-{chance.random()}", TURTLE, {"not-found"} | LATER
        )
        await asyncio.sleep(chance.random())

    async def _leave(self, chance: random.Random) -> None:
        """Ask, read a little or nothing, and go."""
        query = chance.choice([*ENDLESS.values(), QUESTIONS["types"]])
        head = f"GET /sparql?query={quote(query)} HTTP/1.1\r\nHost: here\r\n\r\n"
        with suppress(OSError):
            reader, writer = await asyncio.open_connection("127.0.0.1", self._server.port)
            writer.write(head.encode())
            if chance.random() < 0.5:
                with suppress(TimeoutError):
                    async with asyncio.timeout(chance.random()):
                        await reader.read(1000)
            if chance.random() < 0.5:
                writer.transport.abort()
            writer.close()
            self._report.ends["left"] += 1
        await asyncio.sleep(0.2 * chance.random())

    async def _get(
        self, kind: str, path: str, accept: str, problems: set[str]
    ) -> httpx.Response | None:
        """Return a whole answer; note how the request ended, and whether that is documented."""
        try:
            async with self._client.stream("GET", path, headers={"Accept": accept}) as reply:
                try:
                    await reply.aread()
                except httpx.RemoteProtocolError:
                    # What fails late leaves the body unfinished.
                    self._report.ends[f"{kind}: cut after {reply.status_code}"] += 1
                    return None
        except httpx.HTTPError as error:
            self._report.ends[f"{kind}: {type(error).__name__}"] += 1
            self._report.undocumented.append(
                f"{kind}: {type(error).__name__} {error} at {path[:200]}"
            )
            return None
        if reply.status_code in (200, 303):
            self._report.ends[f"{kind}: {reply.status_code}"] += 1
            return reply
        problem = _name_problem(reply)
        await asyncio.sleep(_PAUSE)
        self._report.ends[f"{kind}: {reply.status_code} {problem}"] += 1
        later = problem in ("overloaded", "try-later")
        if problem not in problems or (later and "retry-after" not in reply.headers):
            self._report.undocumented.append(f"{kind}: {reply.status_code} {reply.text[:300]}")
        return None

    async def _kill_workers(self, chance: random.Random) -> None:
        await asyncio.sleep(0.5 + chance.random())
        zygotes = find_zygotes(self._server.process.pid)
        workers = [worker for zygote in zygotes for worker in list_children(zygote)]
        if workers:
            self._kill(chance.choice(workers), "worker")

    async def _kill_engine(self, chance: random.Random) -> None:
        """Kill the process that holds the data, some time after it has begun to work."""
        if (await self._client.get("ready")).status_code != 200:
            await asyncio.sleep(0.5)
            return
        await asyncio.sleep(5 + 10 * chance.random())
        if zygotes := find_zygotes(self._server.process.pid):
            self._kill(chance.choice(zygotes), "engine")

    def _kill(self, pid: int, what: str) -> None:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
            self._report.killed[what] += 1

    async def _change(self) -> None:
        """Change the data half-way, and have them loaded anew until they are served."""
        await asyncio.sleep(self._seconds / 2)
        self._server.last = 1
        _write_edition(self._server.folder, 2)
        while self._server.first == 0 and monotonic() < self._until + PATIENCE:
            before = await self._count_reloads()
            self._server.process.send_signal(signal.SIGHUP)
            while (now := await self._count_reloads()) == before and monotonic() < (
                self._until + PATIENCE
            ):
                await asyncio.sleep(0.2)
            if now[0] > before[0]:
                self._server.first = 1

    async def _count_reloads(self) -> tuple[float, float]:
        told = await self._read_metrics()
        done, failed = (f'azru_reloads_total{{result="{end}"}}' for end in ("done", "failed"))
        return told[done], told[failed]

    async def _watch(self) -> None:
        while monotonic() < self._until:
            await asyncio.sleep(1)
            self._report.memory.append(measure(self._server.process.pid))

    async def _rest(self) -> None:
        """Wait until nothing runs and all workers are there, and a little longer."""
        until = monotonic() + PATIENCE
        while not await self._is_whole():
            if monotonic() > until:
                self._report.faults.append("not all workers came back")
                return
            await asyncio.sleep(0.1)
        await asyncio.sleep(SETTLING)

    async def _is_whole(self) -> bool:
        told = await self._read_metrics()
        # One worker more is for a client that has none.
        whole = {"idle": self._workers + 1, "busy": 0}
        return all(told.get(f'azru_workers{{state="{key}"}}') == n for key, n in whole.items())

    async def _read_metrics(self) -> dict[str, float]:
        text = (await self._client.get("metrics", headers={"Accept": "text/plain"})).text
        pairs = (line.rpartition(" ") for line in text.splitlines() if not line.startswith("#"))
        return {name: float(value) for name, _, value in pairs}

    async def _read_documents(self) -> dict[str, Answer]:
        """Return what the documents about some things say in peace."""
        store = read_files([self._server.folder]).store()
        query = f'SELECT DISTINCT ?s {{ ?s a ?c FILTER STRSTARTS(STR(?s), "{IDENTITY}") }}'
        found = {name.strip("<>").partition("#")[0] for name in answer(store, query)}
        chosen = random.Random(self._seed).sample(sorted(found), DOCUMENTS)  # noqa: S311
        documents = {}
        for iri in chosen:
            path = f"{iri.removeprefix(BASE)}.ttl"
            reply = await self._client.get(path)
            documents[path] = read_triples(reply.content, ox.RdfFormat.TURTLE)
        return documents


def _name_problem(reply: httpx.Response) -> str:
    with suppress(ValueError):
        told = reply.json()
        if isinstance(told, dict) and told.get("status") == reply.status_code:
            return str(told.get("type", "")).rpartition("/")[2]
    found = re.search(r"/problem/([a-z-]+)", reply.text)
    return found[1] if found else ""


def main() -> int:
    """Soak a server of the built-in graph, tell what was seen, and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seconds", type=float, default=600, help="how long it is hurt")
    parser.add_argument("--seed", type=int, default=20261128, help="of what happens at random")
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    home = built_in()
    with tempfile.TemporaryDirectory() as folder:
        for part in (home.ontology, home.graph, home.shapes):
            shutil.copytree(part, Path(folder) / part.name)
        report = soak(Path(folder), options.seconds, options.seed, options.workers)
    print("\n".join(report.lines()))
    return 0 if report.good else 1


if __name__ == "__main__":
    sys.exit(main())
