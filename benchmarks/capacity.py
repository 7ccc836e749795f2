"""Measures what docs/capacity.md reckons with: what a request and a triple cost.

    python benchmarks/capacity.py                            the built-in graph
    python benchmarks/capacity.py --triples 1000000          one grown to a million triples
    python benchmarks/capacity.py --triples 1000000 --oxigraph    and Oxigraph on disk

All seconds are those of the processor, of the server with all its processes, which other work on
the machine changes little. One client asks, one request after the other.
"""

from __future__ import annotations

import argparse
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import httpx
from grow import grow

HOME = Path(__file__).parents[1]
TICKS = os.sysconf("SC_CLK_TCK")
JSON = {"Accept": "application/sparql-results+json"}
QUERIES = {
    "lookup": "SELECT * { country:AZ skos:prefLabel ?name }",
    "star, 100 rows": "SELECT * { ?figure a azru:Figure ; azru:kind ?kind ; azru:indicator ?i ;"
    " sdmx-measure:obsValue ?value } LIMIT 100",
    "join with order": "SELECT ?words ?title { ?figure azru:indicator indicator:trade-turnover ;"
    " prov:wasDerivedFrom ?quote . ?quote oa:hasSource ?source ; oa:hasSelector/oa:exact ?words ."
    " ?source dcterms:title ?title } ORDER BY ?title ?words LIMIT 50",
    "filter on text": "SELECT ?s ?text { ?s skos:prefLabel ?text FILTER (CONTAINS(?text, 'gas')) }"
    " LIMIT 50",
    "aggregate over all": "SELECT ?c (COUNT(*) AS ?n) { ?thing a ?c } GROUP BY ?c",
    "construct 1,000 triples": "CONSTRUCT { ?s ?p ?o } { ?s a azru:Figure ; ?p ?o } LIMIT 1000",
}
_MOST = 5000  # what takes little is to fill many ticks of the clock
_SECONDS = 4.0


def main() -> None:
    """Print a table of what is measured."""
    options = _read_options()
    with tempfile.TemporaryDirectory() as name:
        folder, data = Path(name), []
        if options.triples:
            data = ["--data", str(folder / "grown.ttl")]
            grow(folder / "grown.ttl", options.triples, 0.0)
        _measure_own(data)
        if options.oxigraph and options.triples:
            _measure_oxigraph(folder)


def _measure_own(data: Sequence[str]) -> None:
    with _serve(data, "--cache", "0") as (process, url):
        count = httpx.get(f"{url}sparql", params={"query": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"})
        triples = int(count.json()["results"]["bindings"][0]["n"]["value"])
        begun = _read_seconds(process)
        print(f"{triples:,} triples; {begun:.1f} s from the start to the first answer")
        _settle(process)
        memory = _read_memory(process)
        print(f"memory: {memory / 2**20:,.0f} MiB, {memory / triples:,.0f} bytes a triple")
        for title, query in QUERIES.items():
            accept = JSON if query.startswith("SELECT") else {"Accept": "text/turtle"}
            _show(title, process, f"{url}sparql", accept, {"query": query})
        if not data:
            page = f"{url}id/country/AZ.html"
            _show("page of a thing", process, page, {"Accept": "text/html"}, {})
    with _serve(data) as (process, url):
        _settle(process)
        lookup = {"query": QUERIES["lookup"]}
        _show("kept answer", process, f"{url}sparql", JSON, lookup)
        tag = httpx.get(f"{url}sparql", params=lookup, headers=JSON).headers["ETag"]
        _show("held by the client", process, f"{url}sparql", JSON | {"If-None-Match": tag}, lookup)


def _measure_oxigraph(folder: Path) -> None:
    """Load the same graph into an Oxigraph database on disk, and measure both."""
    program, store = Path(sys.executable).with_name("oxigraph"), folder / "oxigraph"
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    load = [program, "load", "--location", store, "--file", folder / "grown.ttl"]
    subprocess.run(load, check=True, capture_output=True)  # noqa: S603
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    took = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    size = sum(file.stat().st_size for file in store.rglob("*") if file.is_file())
    print(f"Oxigraph on disk: loaded in {took:.1f} s, {size / 2**20:,.0f} MiB on disk")


def _show(
    title: str, process: int, url: str, headers: dict[str, str], query: dict[str, str]
) -> None:
    """Ask one thing again and again, and print what one request takes."""
    with httpx.Client(timeout=60, trust_env=False) as client:
        client.get(url, params=query, headers=headers)
        before, begun, times = _read_seconds(process), time.monotonic(), 0
        while times < _MOST and (times < 5 or time.monotonic() - begun < _SECONDS):
            answer = client.get(url, params=query, headers=headers)
            assert answer.status_code in (200, 304), answer.text
            times += 1
        took = _read_seconds(process) - before
    print(f"{took / times * 1000:10.2f} ms  {title}  ({times} requests)")


@contextmanager
def _serve(data: Sequence[str], *more: str) -> Iterator[tuple[int, str]]:
    command = [sys.executable, "-m", "azru_kg", "serve", *data, *more, "--port", "0"]
    command += ["--log-level", "warning", "--budget", "0", "--timeout", "60"]
    environment = {**os.environ, "PYTHONPATH": str(HOME / "src")}
    with subprocess.Popen(  # noqa: S603
        command, env=environment, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout is not None
            found = re.search(r"http://\S+/", process.stdout.readline())
            assert found
            yield process.pid, found[0]
        finally:
            process.terminate()


def _settle(process: int) -> None:
    """Wait until the server has done what it does after the start, in processes that give way."""
    until = time.monotonic() + 300
    before = -1.0
    while time.monotonic() < until:
        now = _read_seconds(process)
        gives_way = any(os.getpriority(os.PRIO_PROCESS, each) for each in _list_tree(process))
        if now == before and not gives_way:
            return
        before = now
        time.sleep(3)


def _list_tree(process: int) -> list[int]:
    found = [process]
    for number in found:
        for listing in Path(f"/proc/{number}/task").glob("*/children"):
            found += map(int, listing.read_text().split())
    return found


def _read_seconds(process: int) -> float:
    """Return the processor time of a server, of its processes that have ended too."""
    ticks = 0
    for number in _list_tree(process):
        fields = Path(f"/proc/{number}/stat").read_text().rpartition(") ")[2].split()
        ticks += sum(map(int, fields[11:15]))
    return ticks / TICKS


def _read_memory(process: int) -> int:
    """Return the bytes of a server, what its processes share counted once."""
    text = "".join(
        Path(f"/proc/{number}/smaps_rollup").read_text() for number in _list_tree(process)
    )
    return sum(map(int, re.findall(r"^Pss: +(\d+) kB", text, re.MULTILINE))) * 1024


def _read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--triples", type=int, help="grow the graph to about so many")
    parser.add_argument("--oxigraph", action="store_true", help="load Oxigraph on disk, too")
    return parser.parse_args()


if __name__ == "__main__":
    main()
