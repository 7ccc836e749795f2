"""Validates one file with one engine, and prints what it took as JSON.

`validate.py` starts it: once for each figure, in a process of its own, by the Python that has the
engine. So it imports no engine but the one asked for.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import Any

Steps = tuple[Callable[[], Any], Callable[[Any], tuple[bool, int]]]


def take(engine: str, data: Path, shapes: Path) -> dict[str, object]:
    """Return the seconds that reading and judging take, and what the engine says."""
    load, judge = _ENGINES[engine](data, shapes)
    start = time.perf_counter()
    loaded = load()
    middle = time.perf_counter()
    conforms, results = judge(loaded)
    end = time.perf_counter()
    return {
        "load": middle - start,
        "verdict": end - middle,
        "conforms": conforms,
        "results": results,
        "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "cpu": time.process_time(),
    }


def _take_own(engine: str) -> Callable[[Path, Path], Steps]:
    def prepare(data: Path, shapes: Path) -> Steps:
        from azru_kg.check.shacl.judge import judge_data, read_data
        from azru_kg.check.shacl.shapes import read_shapes
        from azru_kg.graph.dataset import DataFile

        def judge(loaded: Any) -> tuple[bool, int]:
            verdict = judge_data(loaded, read_shapes([DataFile(shapes)]))
            return verdict.conforms, len(verdict.findings)

        wanted: Any = engine
        return lambda: read_data([DataFile(data)], wanted), judge

    return prepare


def _take_parser(data: Path, shapes: Path) -> Steps:
    import pyoxigraph

    def load() -> None:
        deque(pyoxigraph.parse(path=str(data), format=pyoxigraph.RdfFormat.TURTLE), maxlen=0)

    return load, lambda _: (True, 0)


def _take_reader(data: Path, shapes: Path) -> Steps:
    load, _ = _take_own("screened")(data, shapes)
    return load, lambda _: (True, 0)


def _take_shifty(data: Path, shapes: Path) -> Steps:
    import shifty

    def judge(_: Any) -> tuple[bool, int]:
        conforms, report, _ = shifty.validate(data, shacl_graph=shapes, infer=False)
        return conforms, _count(report)

    return lambda: None, judge


def _take_turbo(data: Path, shapes: Path) -> Steps:
    import pyshacl_turbo

    def judge(_: Any) -> tuple[bool, int]:
        conforms, report, _ = pyshacl_turbo.validate(str(data), shacl_graph=str(shapes))
        return conforms, _count(report)

    return lambda: None, judge


def _take_rudof(data: Path, shapes: Path) -> Steps:
    import pyrudof

    rudof = pyrudof.Rudof(pyrudof.RudofConfig())

    def judge(_: Any) -> tuple[bool, int]:
        rudof.read_shacl(str(shapes))
        report = rudof.validate_shacl()
        return report.conforms, len(report)

    return lambda: rudof.read_data(str(data)), judge


def _count(report: Any) -> int:
    return sum(str(predicate).endswith("#result") for predicate in report.predicates())


_ENGINES: dict[str, Callable[[Path, Path], Steps]] = {
    "parsed alone": _take_parser,
    "read alone": _take_reader,
    "screened": _take_own("screened"),
    "full": _take_own("full"),
    "pyshifty": _take_shifty,
    "pyshacl-turbo": _take_turbo,
    "pyrudof": _take_rudof,
}

if __name__ == "__main__":
    print(json.dumps(take(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))))
