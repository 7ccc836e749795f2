"""Measures how long validation takes: the screen, plain pySHACL, and other engines, side by side.

Graphs of this ontology are grown to 11,000, 110,000 and 1,100,000 triples, without faults and with
a fault in one of a hundred things, and judged by the project's own shapes. Each figure is taken in
a process of its own, the engines in turn. Seconds: to read the data, to judge them (with the
shapes read), of the whole process, and of the processor. Memory is the most that the process had.
Beside the engines stands what it takes to read the file alone: with the parser, into nothing, and
into what the screen looks at. `of read` says how many times as long as the latter a process takes,
and `CPU` beside it, how many times its seconds of the processor.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from grow import grow
from pyoxigraph import RdfFormat, serialize

from azru_kg.graph.inputs import find_inputs
from azru_kg.graph.layout import SHAPES_GRAPH, built_in
from azru_kg.rdf.prefixes import PREFIXES

HERE = Path(__file__).parent
READ = "read alone"
READERS = ("parsed alone", READ)
OWN = ("screened", "full")
PEERS = ("pyshifty", "pyshacl-turbo", "pyrudof")
SCRIPT = "shacl-engine"
SIZES = (11_000, 110_000, 1_100_000)
INVALID = (0.0, 0.01)


@dataclass(frozen=True, slots=True)
class Figure:
    """What one engine took for one file; `outcome` says why there is nothing, where so."""

    whole: float
    load: float = 0.0
    verdict: float = 0.0
    cpu: float = 0.0
    memory: float = 0.0
    results: int = 0
    outcome: str = ""


def main() -> None:
    """Take all figures that are asked for, and print a table of each file."""
    options = _read_options()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shapes = _write_shapes(folder)
        if options.built_in:
            data = folder / "graph.ttl"
            _write_built_in(data)
            print("\nthe built-in graph")
            _print(_take_all(data, shapes, options))
        for size in () if options.built_in else options.sizes:
            for invalid in options.invalid:
                data = folder / f"{size}-{invalid}.ttl"
                grow(data, size, invalid)
                print(f"\n{size:,} triples, {invalid:.0%} of things invalid")
                _print(_take_all(data, shapes, options))
                data.unlink()


def _read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__,
        epilog="Example: python benchmarks/validate.py --sizes 11000 --engines screened full",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--sizes", nargs="+", type=int, default=SIZES, help="numbers of triples")
    parser.add_argument(
        "--invalid", nargs="+", type=float, default=INVALID, help="parts of things with a fault"
    )
    parser.add_argument(
        "--engines",
        nargs="+",
        choices=[*READERS, *OWN, *PEERS, SCRIPT],
        help="all that are there otherwise",
    )
    parser.add_argument(
        "--built-in", action="store_true", help="the built-in graph as one file, and none grown"
    )
    parser.add_argument("--rounds", type=int, default=1, help="how often; the fastest counts")
    parser.add_argument("--limit", type=float, default=600, help="seconds until a process is ended")
    parser.add_argument(
        "--peers", type=Path, help="the Python of an environment with benchmarks/requirements.txt"
    )
    parser.add_argument("--modules", type=Path, help="a node_modules folder with shacl-engine")
    options = parser.parse_args()
    if options.engines is None:
        peers = PEERS if options.peers else ()
        options.engines = [*READERS, *OWN, *peers, *([SCRIPT] if options.modules else [])]
    return options


def _write_shapes(folder: Path) -> Path:
    path = folder / "shapes.ttl"
    files = [file for file, graph in built_in().files() if graph == SHAPES_GRAPH]
    path.write_text("\n".join(file.read_text(encoding="utf-8") for file in files), encoding="utf-8")
    return path


def _write_built_in(path: Path) -> None:
    """Write all that is judged of the built-in graph."""
    files = find_inputs((), (), built_in()).judged
    triples = (quad.triple for file in files for quad in file.stream())
    serialize(triples, path, format=RdfFormat.TURTLE, prefixes=PREFIXES)


def _take_all(data: Path, shapes: Path, options: argparse.Namespace) -> dict[str, Figure]:
    best: dict[str, Figure] = {}
    for _ in range(options.rounds):
        for engine in options.engines:
            figure = _take(engine, data, shapes, options)
            if engine not in best or figure.whole < best[engine].whole:
                best[engine] = figure
    return best


def _take(engine: str, data: Path, shapes: Path, options: argparse.Namespace) -> Figure:
    start = time.perf_counter()
    try:
        done = subprocess.run(  # noqa: S603
            _find_command(engine, data, shapes, options),
            capture_output=True,
            text=True,
            timeout=options.limit,
            env={**os.environ, "NODE_OPTIONS": "--max-old-space-size=8192"},
            check=True,
        )
    except subprocess.TimeoutExpired:
        return Figure(options.limit, outcome=f"ended after {options.limit:.0f} s")
    except subprocess.CalledProcessError as error:
        said = error.stderr.strip().splitlines() or [f"exit code {error.returncode}"]
        return Figure(time.perf_counter() - start, outcome=said[-1][:60])
    told = json.loads(done.stdout.splitlines()[-1])
    whole = time.perf_counter() - start
    names = ("load", "verdict", "cpu", "memory", "results")
    return Figure(whole, *(told[name] for name in names))


def _find_command(engine: str, data: Path, shapes: Path, options: argparse.Namespace) -> list[str]:
    if engine == SCRIPT:
        return ["node", str(HERE / "engine.mjs"), *map(str, (data, shapes, options.modules))]
    python = str(options.peers) if engine in PEERS else sys.executable
    return [python, str(HERE / "engine.py"), engine, str(data), str(shapes)]


def _print(figures: dict[str, Figure]) -> None:
    own, read = figures.get("screened"), figures.get(READ)
    print(
        f"{'engine':<14}{'load s':>9}{'verdict s':>11}{'whole s':>9}{'CPU s':>8}{'times':>8}"
        f"{'of read':>9}{'CPU':>6}{'MiB':>7}  results"
    )
    for engine, one in figures.items():
        times = f"{one.whole / own.whole:.1f}" if own else ""
        if one.outcome:
            print(f"{engine:<14}{'':>20}{one.whole:>9.2f}{'>' + times:>16}{'':>22}  {one.outcome}")
        else:
            share = f"{one.whole / read.whole:.1f}" if read else ""
            work = f"{one.cpu / read.cpu:.1f}" if read else ""
            print(
                f"{engine:<14}{one.load:>9.2f}{one.verdict:>11.2f}{one.whole:>9.2f}{one.cpu:>8.2f}"
                f"{times:>8}{share:>9}{work:>6}{one.memory:>7.0f}  {one.results}",
                flush=True,
            )


if __name__ == "__main__":
    main()
