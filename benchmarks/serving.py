"""Measures what a request costs the web process: an answer that is kept, one that the client has,
and one that is computed anew.

A server is started for each, and `wrk` (Debian: wrk) asks it the same query with eight clients.
What is told is the time that the processor spends in the web process, and in those of the engine,
which other work on the machine changes little; requests a second are told beside it. `--tree` is a
checkout to measure instead of this one: two of them are compared in turns. `--processes` is how
many web processes there are, and which part of the time each has taken is told too.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product
from pathlib import Path
from urllib.parse import quote
from urllib.request import Request, urlopen

HERE = Path(__file__).parents[1]
QUERIES = {
    "lookup": "SELECT * { country:AZ skos:prefLabel ?label }",
    "star": (
        "SELECT * { ?claim a azru:Claim ; azru:hasEvidence ?evidence ; ?property ?value } LIMIT 100"
    ),
    "join": (
        "SELECT * { ?thing a ?kind ; skos:prefLabel ?label ; ?property ?value }"
        " ORDER BY ?label ?property ?value LIMIT 100"
    ),
    "aggregate": "SELECT ?kind (COUNT(*) AS ?number) { ?thing a ?kind } GROUP BY ?kind",
    "construct": "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o } LIMIT 1000",
    "rows": "SELECT * { ?s ?p ?o } LIMIT 20000",
}
ACCEPT = {"Accept": "application/sparql-results+json"}
ACCEPT_GRAPH = {"Accept": "application/n-triples"}
WAYS = ["kept", "held", "computed"]
# The server works out some of its pages at first, and makes the files of the release: so long at
# least, then until a second takes it no more than this.
SETTLING, SETTLED, AT_MOST = 6.0, 0.05, 120
TICKS = os.sysconf("SC_CLK_TCK")


def main() -> None:
    """Measure each tree in turns, and print a line for each query and way to be answered."""
    options = _read_options()
    for turn in range(1, options.turns + 1):
        for tree, processes in product(options.tree, options.processes):
            print(f"{tree}, turn {turn}, web processes: {processes or 'as they are'}")
            more = ["--processes", str(processes)] if processes else []
            if "kept" in options.way or "held" in options.way:
                with _serve(tree, options.data, *more) as server:
                    _measure(server, options, ["kept", "held"])
            if "computed" in options.way:
                with _serve(tree, options.data, *more, "--cache", "0") as server:
                    _measure(server, options, ["computed"])


def _measure(server: tuple[int, str], options: argparse.Namespace, ways: list[str]) -> None:
    process, url = server
    for name, clients in product(options.query, options.clients):
        address = f"{url}sparql?query={quote(QUERIES[name])}"
        for way in ways:
            if way in options.way:
                headers = ACCEPT_GRAPH if name == "construct" else ACCEPT
                tag = urlopen(Request(address, headers=headers)).headers["ETag"]  # noqa: S310
                held = {"If-None-Match": tag} if way == "held" else {}
                title = f"{name}, {way}, {clients}"
                _show(title, process, address, headers | held, clients, options.seconds)


def _read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tree", type=Path, action="append", help="a checkout; may be repeated")
    parser.add_argument("--turns", type=int, default=2)
    parser.add_argument("--seconds", type=int, default=5, help="how long each is asked")
    parser.add_argument("--clients", type=int, nargs="*", default=[8])
    parser.add_argument("--processes", type=int, nargs="*", default=[0])
    parser.add_argument("--query", nargs="*", choices=QUERIES, default=["lookup"])
    parser.add_argument("--way", nargs="*", choices=WAYS, default=WAYS)
    parser.add_argument("--data", type=Path, help="an RDF file instead of the built-in graph")
    options = parser.parse_args()
    options.tree = options.tree or [HERE]
    return options


@contextmanager
def _serve(tree: Path, data: Path | None, *more: str) -> Iterator[tuple[int, str]]:
    """Start a server; yield its process number and its address."""
    told = ["--port", "0", "--budget", "0", "--workers", "2", "--queue", "1000", *more]
    told += ["--log-format", "json"]
    told += ["--data", str(data)] if data else []
    process = subprocess.Popen(  # noqa: S603
        [sys.executable, "-m", "azru_kg", "serve", *told],
        env={**os.environ, "PYTHONPATH": str(tree / "src")},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert process.stdout is not None
        url = re.search(r"http://\S+/", process.stdout.readline())
        assert url is not None, "the server did not start"
        _settle(process.pid)
        yield process.pid, url[0]
    finally:
        process.terminate()
        process.wait()


def _settle(process: int) -> None:
    time.sleep(SETTLING)
    for _ in range(AT_MOST):
        before = _read_time(process) + _read_times_below(process)
        time.sleep(1)
        if _read_time(process) + _read_times_below(process) - before < SETTLED:
            return


def _show(
    name: str, process: int, url: str, headers: dict[str, str], clients: int, seconds: int
) -> None:
    given = [part for header in headers.items() for part in ("-H", ": ".join(header))]
    command = ["wrk", "-t1", f"-c{clients}", f"-d{seconds}s", *given, url]
    webs = _list_webs(process)
    before, engine = [_read_time(web) for web in webs], _read_times_below(process)
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603
    asked = re.search(r"(\d+) requests in", said)
    assert asked is not None
    assert "Non-2xx" not in said or "held" in name, said
    number = int(asked[1])
    times = [_read_time(web) - first for web, first in zip(webs, before, strict=True)]
    whole = sum(times)
    engine = _read_times_below(process) - engine - (whole if len(webs) > 1 else 0.0)
    parts = " : ".join(f"{100 * time / whole:.0f}" for time in times if len(webs) > 1)
    print(
        f"  {name:24}{whole / number * 1e6:8.0f} µs web{engine / number * 1e6:8.0f} µs engine"
        f"{number / seconds:10.0f} a second  {parts}"
    )


def _list_webs(process: int) -> list[int]:
    """Return the web processes of a server: where there are several, they have one parent."""
    for child in _list_children(process):
        if Path(f"/proc/{child}/cmdline").read_bytes() == (
            Path(f"/proc/{process}/cmdline").read_bytes()
        ):
            return _list_children(child)
    return [process]


def _list_children(process: int) -> list[int]:
    return [*map(int, Path(f"/proc/{process}/task/{process}/children").read_text().split())]


def _read_times_below(process: int) -> float:
    """Return the seconds that the processor has spent below a process, in those that ended too."""
    return sum(
        _read_time(child, ended=True) + _read_times_below(child)
        for child in _list_children(process)
    )


def _read_time(process: int, *, ended: bool = False) -> float:
    """Return the seconds that the processor has spent in a process, and in its children that ended.

    The latter where `ended` is said.
    """
    stat = Path(f"/proc/{process}/stat").read_text().rpartition(") ")[2].split()
    return sum(map(int, stat[11:15] if ended else stat[11:13])) / TICKS


if __name__ == "__main__":
    main()
