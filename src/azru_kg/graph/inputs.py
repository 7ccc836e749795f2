"""Which files a validation takes: what is judged, what references resolve in, and the shapes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from azru_kg.graph.dataset import DataFile, read_files
from azru_kg.graph.layout import SHAPES_GRAPH, Layout


@dataclass(frozen=True, slots=True)
class Inputs:
    """The files of one validation: the verdict is about those that are `judged`.

    Those `beside` them are there so that references resolve; shapes are `foreign` that are not
    those of the layout.
    """

    judged: tuple[DataFile, ...]
    beside: tuple[DataFile, ...]
    shapes: tuple[DataFile, ...]
    foreign: bool = False


def find_inputs(paths: Sequence[Path], shapes: Sequence[Path], layout: Layout) -> Inputs:
    """Return the files for paths and shapes, either of which may be none: then the layout's own.

    Given shapes see the files as they are. With those of the layout, the rest of its graph stands
    beside the files: all but what they stand in for, being of the same name in a folder of the same
    name. Raises DataError where a file is missing.
    """
    files = [DataFile(path, graph) for path, graph in layout.files()]
    own = tuple(file for file in files if file.graph == SHAPES_GRAPH)
    data = tuple(file for file in files if file.graph != SHAPES_GRAPH)
    judged = read_files(paths).files if paths else data
    if shapes:
        return Inputs(judged, (), read_files(shapes).files, foreign=True)
    return Inputs(judged, tuple(leave_out(judged, data)), own)


def leave_out(given: Iterable[DataFile], known: Iterable[DataFile]) -> Iterator[DataFile]:
    """Return the known files, but those that a given one stands in for."""
    names = {_name(file) for file in given}
    return (file for file in known if _name(file) not in names)


def _name(file: DataFile) -> tuple[str, str]:
    """Return the names of file and folder: a file stands in for the built-in one with the same."""
    path = file.path.resolve()
    return path.parent.name, path.name
