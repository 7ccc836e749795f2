"""A small dataset, queries that never end well, and a look at the processes of this machine."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from azru_kg.graph.dataset import Dataset, read_files

_HUNDRED = " ".join(map(str, range(100)))
_PRODUCT = " ".join(f"VALUES ?v{number} {{ {_HUNDRED} }}" for number in range(6))
_JOIN = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i"
_DOUBLE = " ".join(f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(40))


def _parents(process: int) -> list[int]:
    """Return the parent of a process, or nothing where the process has ended."""
    try:
        stat = Path(f"/proc/{process}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return []
    state, parent = stat.rpartition(") ")[2].split()[:2]
    return [] if state in "ZX" else [int(parent)]


@pytest.fixture
def dataset(tmp_path: Path) -> Dataset:
    """Return a dataset of 2 000 triples in one Turtle file."""
    path = tmp_path / "numbers.ttl"
    triples = (f"x:s{n} x:number {n} ; x:next x:s{n + 1} .\n" for n in range(1000))
    path.write_text("@prefix x: <http://x/> .\n" + "".join(triples))
    return read_files([path])


@pytest.fixture
def queries() -> dict[str, str]:
    """Return queries by name that take all the time or memory they are given."""
    return {
        "product": f"SELECT (COUNT(*) AS ?n) {{ {_PRODUCT} }}",
        "stream": f"SELECT * {{ {_PRODUCT} }}",
        "join": f"SELECT (COUNT(*) AS ?n) {{ {_JOIN} FILTER(?a != ?i) }}",
        "sort": f"SELECT * {{ {_JOIN} }} ORDER BY ?i ?a",
        "concat": f"SELECT (GROUP_CONCAT(STR(?a)) AS ?all) {{ {_JOIN} }}",
        "double": f'SELECT (STRLEN(?x40) AS ?n) {{ BIND("xxxxxxxx" AS ?x0) {_DOUBLE} }}',
        "nested": "ASK " + "{" * 10_000 + "}" * 10_000,
        "deeper": "ASK " + "{" * 30_000 + "}" * 30_000,
    }


@pytest.fixture
def children() -> Callable[[int], set[int]]:
    """Return a function that returns the living children of a process."""

    def find(parent: int) -> set[int]:
        living = set()
        for folder in Path("/proc").iterdir():
            if folder.name.isdecimal():
                process = int(folder.name)
                if parent in _parents(process):
                    living.add(process)
        return living

    return find


@pytest.fixture
def zygotes(children: Callable[[int], set[int]]) -> Callable[[], set[int]]:
    """Return a function that returns the zygotes of this process."""

    def find() -> set[int]:
        commands = {
            process: Path(f"/proc/{process}/cmdline").read_bytes()
            for process in children(os.getpid())
        }
        return {process for process, said in commands.items() if b"workers.zygote" in said}

    return find


@pytest.fixture
def gone() -> Callable[[set[int]], bool]:
    """Return a function that waits until processes have ended, for a few seconds at most."""

    def wait(processes: set[int]) -> bool:
        until = time.monotonic() + 5
        while any(map(_parents, processes)):
            if time.monotonic() > until:
                return False
            time.sleep(0.01)
        return True

    return wait
