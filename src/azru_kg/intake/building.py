"""Builds the files of `graph/` from nothing: from all sheets, and what is written by hand.

What stands there does not matter: a file has what rows and hand-written Turtle state and no more,
and one that nothing states anything of goes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from azru_kg.errors import DataError
from azru_kg.graph.dataset import DataFile
from azru_kg.graph.layout import Layout
from azru_kg.intake.take_in import MOST_ROWS, Files, Intake, Progress, take_in
from azru_kg.intake.writing import Revision
from azru_kg.turtle import style

HEAD = "# Built by azru-kg build: change a row in sheets/, or Turtle in handwritten/.\n"
"""The first line of each file that is built."""

FOLDERS = ("entities", "sources")
"""The folders of `graph/` that are built."""


@dataclass(frozen=True, slots=True)
class Build:
    """What all sheets state, and how the files of a graph differ from it."""

    intake: Intake
    revisions: tuple[Revision, ...]


def plan_build(
    layout: Layout,
    *,
    most_rows: int = MOST_ROWS,
    progress: Progress = lambda stage: None,
) -> Build:
    """Return what has to change in the graph of a checkout; nothing is written.

    Raises DataErrors with all that is wrong with the sheets, DataError for all else.
    """
    if not layout.is_checkout:
        raise DataError(layout.handwritten, "not here. The graph is built in a checkout")
    by_hand = Layout(layout.root, layout.handwritten)
    given = read_handwritten(layout)
    intake = take_in(
        [layout.sheets],
        by_hand,
        layout.terms,
        most_rows=most_rows,
        given=given,
        progress=progress,
    )
    progress(f"Comparing {layout.graph}")
    return Build(intake, tuple(compare(intake.files, layout.graph)))


def read_handwritten(layout: Layout) -> Files:
    """Return what is written by hand of entities and in sources, by file as in `graph/`."""
    paths = _list_files(layout.handwritten)
    return {
        str(path.relative_to(layout.handwritten)): [quad.triple for quad in DataFile(path).parse()]
        for path in paths
    }


def compare(files: Files, graph: Path) -> Iterator[Revision]:
    """Yield how the files of a folder differ from what they are to state, by their names."""
    there = {str(path.relative_to(graph)) for path in _list_files(graph)}
    for name in sorted({*files, *there}):
        path = graph / name
        text = write_built(files[name]) if name in files else None
        if name not in there or text is None or path.read_bytes() != text.encode():
            before, after = _read(path), frozenset(files.get(name, ()))
            yield Revision(
                path,
                text,
                is_new=name not in there,
                gained=len(after - before),
                lost=len(before - after),
            )


def write_built(triples: Iterable[ox.Triple]) -> str:
    """Return the text of a file that is built."""
    return f"{HEAD}\n{style.write(triples)}"


def _list_files(root: Path) -> list[Path]:
    return [path for folder in FOLDERS for path in sorted((root / folder).glob("*.ttl"))]


def _read(path: Path) -> frozenset[ox.Triple]:
    """Return the triples of a file; none of one that is not there, or broken: it is built anew."""
    try:
        return frozenset(quad.triple for quad in DataFile(path).parse())
    except DataError:
        return frozenset()
