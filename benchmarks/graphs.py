"""The files of the graphs that are asked, made once for each state of the built-in graph."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

from benchmarks.grow import grow_lines, write_built_in
from benchmarks.peers import BUILT_IN

from azru_kg.graph.layout import built_in

_FACTORS = {"k": 1_000, "M": 1_000_000}


def make_graph(size: str, folder: Path) -> Path:
    """Return the file of a graph, which is made where it is not there yet."""
    state = hashlib.sha256()
    for path, _ in [*built_in().files(), *built_in().examples()]:
        state.update(path.read_bytes())
    data = folder / state.hexdigest()[:12] / f"{size}{'.nq' if size == BUILT_IN else '.nt'}"
    if not data.exists():
        data.parent.mkdir(parents=True, exist_ok=True)
        part = data.with_name(f"part-{data.name}")
        if size == BUILT_IN:
            write_built_in(part)
        else:
            grow_lines(part, _read_size(size))
        part.rename(data)
    return data


def _read_size(size: str) -> int:
    try:
        return int(float(size.rstrip("kM")) * _FACTORS.get(size[-1], 1))
    except ValueError:
        sys.exit(f"{size} is no size. Write 11k, 1.1M, 5000, or {BUILT_IN}")
