"""Tells whether what a checkout says of its own graph is of the graph as it is.

`graph/metadata.ttl`, `graph/quality.ttl` and `graph/partitions.ttl` follow from all other files and
are kept out of git. Their first line names the state of these files, so that nobody need compare
dates.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from azru_kg.errors import DataError
from azru_kg.graph.layout import Layout
from azru_kg.graph.readings import list_tables

MAKERS = (
    "check/measuring.py",
    "check/partitioning.py",
    "check/unmeasured.py",
    "graph/measures.py",
    "graph/readings.py",
    "metadata/dqv.py",
    "metadata/partitions.py",
    "metadata/source_graphs.py",
)
"""The modules that decide what these files say: another text of theirs is another state."""

_PACKAGE = Path(__file__).parents[1]


def name_state(layout: Layout) -> str:
    """Return a SHA-256 in hexadecimal of all that these files follow from.

    Raises DataError where a file cannot be read.
    """
    state = hashlib.sha256()
    for path in list_origins(layout):
        try:
            content = hashlib.sha256(path.read_bytes()).hexdigest()
        except OSError as error:
            raise DataError(path, error.strerror or str(error)) from error
        state.update(f"{content} {path.parent.name}/{path.name}\n".encode())
    return state.hexdigest()


def list_origins(layout: Layout) -> list[Path]:
    """Return the files that those follow from, in stable order."""
    stated = [path for path, _ in layout.files() if path not in layout.made]
    queries = [path for path, _ in layout.examples()]
    makers = [_PACKAGE / name for name in MAKERS]
    by_hand = layout.handwritten / layout.metadata.name
    return [*stated, *queries, *list_tables(layout), by_hand, *makers]


def write_head(state: str) -> str:
    """Return the first line of a file that was made from a state.

    >>> write_head("0f")
    '# Made by azru-kg build, and not kept in git, of the files with the state 0f.'
    """
    return f"# Made by azru-kg build, and not kept in git, of the files with the state {state}."


def is_fresh(path: Path, state: str) -> bool:
    """Whether a file is there and was made from a state."""
    try:
        with path.open(encoding="utf-8") as file:
            return file.readline().rstrip("\n") == write_head(state)
    except (OSError, UnicodeDecodeError):
        return False
