"""Which files a validation takes: what is judged, what references resolve in, and the shapes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from azru_kg.errors import DataError
from azru_kg.graph.dataset import DataFile, find_files
from azru_kg.graph.layout import SHAPES_GRAPH, Layout

_MOST = 64 * 2**20


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


def find_inputs(
    paths: Sequence[Path],
    shapes: Sequence[Path],
    layout: Layout,
    background: Sequence[Path] = (),
) -> Inputs:
    """Return the files for paths and shapes, either of which may be none: then the layout's own.

    Given shapes see the files as they are. With those of the layout, the rest of its graph stands
    beside the files: all but what they stand in for, being of the same name in a folder of the same
    name. Files of a `background` stand beside them in either case. Files are held as they are now,
    for all who look at them, up to 64 MiB altogether. Raises DataError where a given file is
    missing or cannot be read.
    """
    files = [DataFile(path, graph) for path, graph in layout.files()]
    own = tuple(file for file in files if file.graph == SHAPES_GRAPH)
    data = tuple(file for file in files if file.graph != SHAPES_GRAPH)
    hold = _Holder()
    judged = hold.given(find_files(paths)) if paths else hold.built_in(data)
    more = hold.given(find_files(background)) if background else ()
    if shapes:
        return Inputs(judged, more, hold.given(find_files(shapes)), foreign=True)
    beside = hold.built_in(leave_out(judged, data))
    return Inputs(judged, (*beside, *more), hold.built_in(own))


class _Holder:
    """Holds what is in files, as long as it is not too much."""

    def __init__(self) -> None:
        self._left = _MOST

    def given(self, files: Iterable[DataFile]) -> tuple[DataFile, ...]:
        """Return files, held; raise DataError for one that cannot be read."""
        return tuple(map(self._hold, files))

    def built_in(self, files: Iterable[DataFile]) -> tuple[DataFile, ...]:
        """Return files, held where they can be read: of the others is told when all are."""
        return tuple(map(self._try, files))

    def _try(self, file: DataFile) -> DataFile:
        try:
            return self._hold(file)
        except DataError:
            return file

    def _hold(self, file: DataFile) -> DataFile:
        data = file.read_bytes()
        if len(data) > self._left:
            return file
        self._left -= len(data)
        return replace(file, data=data)


def leave_out(given: Iterable[DataFile], known: Iterable[DataFile]) -> Iterator[DataFile]:
    """Return the known files, but those that a given one stands in for."""
    names = {_name(file) for file in given}
    return (file for file in known if _name(file) not in names)


def _name(file: DataFile) -> tuple[str, str]:
    """Return the names of file and folder: a file stands in for the built-in one with the same."""
    path = file.path.resolve()
    return path.parent.name, path.name
