"""Measures what a request costs the web process: an answer that is kept, one that the client has,
and one that is computed anew.

A server of the built-in graph is started for each, and `wrk` (Debian: wrk) asks it the same small
query with eight clients. What is told is the time that the processor spends in the web process,
which other work on the machine changes little; requests a second are told beside it. `--tree` is a
checkout to measure instead of this one: two of them are compared in turns.
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
from pathlib import Path
from urllib.parse import quote
from urllib.request import Request, urlopen

HERE = Path(__file__).parents[1]
QUERY = "SELECT * { country:AZ skos:prefLabel ?label }"
ACCEPT = {"Accept": "application/sparql-results+json"}
CLIENTS = 8
# The server works out some of its pages at first.
SETTLING = 6.0
TICKS = os.sysconf("SC_CLK_TCK")


def main() -> None:
    """Measure each tree in turns, and print a line for each way to be answered."""
    options = _read_options()
    for turn in range(1, options.turns + 1):
        for tree in options.tree:
            print(f"{tree}, turn {turn}")
            with _serve(tree) as (process, url):
                _show("kept", process, url, ACCEPT, options.seconds)
                tag = urlopen(Request(url, headers=ACCEPT)).headers["ETag"]  # noqa: S310
                held = ACCEPT | {"If-None-Match": tag}
                _show("held by the client", process, url, held, options.seconds)
            with _serve(tree, "--cache", "0") as (process, url):
                _show("computed", process, url, ACCEPT, options.seconds)


def _read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tree", type=Path, action="append", help="a checkout; may be repeated")
    parser.add_argument("--turns", type=int, default=2)
    parser.add_argument("--seconds", type=int, default=5, help="how long each is asked")
    options = parser.parse_args()
    options.tree = options.tree or [HERE]
    return options


@contextmanager
def _serve(tree: Path, *more: str) -> Iterator[tuple[int, str]]:
    """Start a server; yield its process number and the address of the query."""
    told = ["--port", "0", "--budget", "0", "--workers", "2", "--log-format", "json", *more]
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
        time.sleep(SETTLING)
        yield process.pid, f"{url[0]}sparql?query={quote(QUERY)}"
    finally:
        process.terminate()
        process.wait()


def _show(name: str, process: int, url: str, headers: dict[str, str], seconds: int) -> None:
    given = [part for header in headers.items() for part in ("-H", ": ".join(header))]
    before = _read_time(process)
    command = ["wrk", "-t1", f"-c{CLIENTS}", f"-d{seconds}s", *given, url]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603
    number = re.search(r"(\d+) requests in", said)
    assert number is not None
    each = (_read_time(process) - before) / int(number[1])
    print(f"  {name:20}{each * 1e6:8.0f} µs a request{int(number[1]) / seconds:10.0f} a second")


def _read_time(process: int) -> float:
    """Return the seconds that the processor has spent in a process."""
    stat = Path(f"/proc/{process}/stat").read_text().rpartition(") ")[2].split()
    return (int(stat[11]) + int(stat[12])) / TICKS


if __name__ == "__main__":
    main()
