"""Times engines that run in a Python process, without any server, on a graph of any size.

    python -m benchmarks.in_process --python PATH --size 74k
    python -m benchmarks.in_process --python PATH --stored

PATH is the Python of an environment with benchmarks/in_process.txt. Each query is asked in a
process of its own, which has loaded the graph and is ended when it takes too long or too much
memory. Told are the milliseconds of the best of three, and how many rows there were, or the value
of the only one.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

ENGINES = ("pyoxigraph", "sparq", "maplib")
_SECONDS = 20
_MEMORY = 16 * 2**30
_ROUNDS = 3

Ask = Callable[[str], list[Any]]


def main() -> None:
    """Print a table of what each engine makes of each question."""
    from benchmarks.classes import list_built_in_classes, list_classes
    from benchmarks.graphs import make_graph
    from benchmarks.options import HOME
    from benchmarks.peers import BUILT_IN

    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--python", type=Path, required=True, help="that has the engines")
    parser.add_argument("--size", default="74k", help="number of triples; default: 74k")
    parser.add_argument("--stored", action="store_true", help="ask the stored queries")
    options = parser.parse_args()
    size = BUILT_IN if options.stored else options.size
    data = make_graph(size, HOME / "build" / "bench")
    everything = list_built_in_classes()[:1] if options.stored else list_classes()
    classes = [one for one in everything if one.least <= 100_000]
    print(f"| | {' | '.join(ENGINES)} |\n|---|{'---|' * len(ENGINES)}")
    for question in (question for one in classes for question in one.questions):
        told = [_take(options.python, engine, data, question.text) for engine in ENGINES]
        print(f"| `{question.name}` | {' | '.join(told)} |", flush=True)


def _take(python: Path, engine: str, data: Path, query: str) -> str:
    command = [str(python), __file__, engine, str(data)]
    try:
        done = subprocess.run(  # noqa: S603
            command, input=query, capture_output=True, text=True, timeout=_SECONDS
        )
    except subprocess.TimeoutExpired:
        return f"> {_SECONDS} s"
    if done.returncode:
        return (done.stderr.strip().splitlines() or [f"ended: {done.returncode}"])[0][:60]
    told = json.loads(done.stdout.splitlines()[-1])
    return f"{told['milliseconds']:,.2f} ms: {told['found']}"


def ask_once(engine: str, data: Path, query: str) -> dict[str, object]:
    """Load a graph and return the shortest time in which an engine answers, and what it finds."""
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    ask, rows, best = _LOAD[engine](data), [], float("inf")
    for _ in range(_ROUNDS):
        begun = time.perf_counter()
        rows = ask(query)
        best = min(best, time.perf_counter() - begun)
    alone = len(rows) == 1 and len(rows[0]) == 1
    found = f"1 row, {getattr(rows[0][0], 'value', rows[0][0])}" if alone else f"{len(rows):,} rows"
    return {"milliseconds": best * 1000, "found": found}


def _load_pyoxigraph(data: Path) -> Ask:
    store = import_module("pyoxigraph").Store()
    store.bulk_load(path=data)
    return lambda query: list(store.query(query))


def _load_sparq(data: Path) -> Ask:
    graph = import_module("sparq").Graph.load(data)

    def ask(query: str) -> list[Any]:
        if "CONSTRUCT" in query:
            return list(graph.construct(query))
        return [list(row.values()) for row in graph.query(query).rows]

    return ask


def _load_maplib(data: Path) -> Ask:
    model = import_module("maplib").Model()
    model.read(str(data))

    def ask(query: str) -> list[Any]:
        answer = model.query(query)
        frames = answer if isinstance(answer, list) else [answer]
        return [row for frame in frames for row in frame.rows()]

    return ask


_LOAD = {"pyoxigraph": _load_pyoxigraph, "sparq": _load_sparq, "maplib": _load_maplib}

if __name__ == "__main__":
    if len(sys.argv) == 3 and sys.argv[1] in ENGINES:
        print(json.dumps(ask_once(sys.argv[1], Path(sys.argv[2]), sys.stdin.read())))
    else:
        main()
