"""Reads RDF files into an index of triples.

Oxigraph's parser reads them, because it keeps `"01"^^xsd:integer` as it is and names the line of a
fault. Nothing outside of a file is fetched for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from azru_kg.errors import DataError
from azru_kg.graph.dataset import DataFile, rdf_format
from azru_kg.rdf.index import Index, LaterTermError, Part, without_collection
from azru_kg.rdf.statements import Statement, list_statements


@dataclass(frozen=True, slots=True)
class IndexedFile:
    """A file, and what has been read out of it: a part of an index."""

    file: DataFile
    index: Index
    part: Part

    @property
    def path(self) -> Path:
        """The path of the file."""
        return self.file.path

    def list_statements(self) -> Iterator[Statement]:
        """Yield what the file states."""
        return list_statements(self.index, self.part, _find_place(self.file))


def index_files(index: Index, files: Iterable[DataFile], label: str = "b") -> list[IndexedFile]:
    """Read files into an index; raise DataError for a broken one."""
    given, before = tuple(files), len(index.parts)
    read_into(index, given, label)
    return [
        IndexedFile(file, index, part)
        for file, part in zip(given, index.parts[before:], strict=True)
    ]


def read_into(index: Index, files: Iterable[DataFile], label: str = "b") -> None:
    """Add files to an index, a part each; raise DataError for a broken one.

    Blank nodes are named by the label and a number, in order of appearance.
    """
    with without_collection():
        for file in files:
            try:
                index.add_part(file.stream(), label, graph=_find_graph(file))
            except LaterTermError as error:
                raise DataError(file.path, f"SHACL 1.0 does not know {error}") from error


def read_statements(files: Iterable[DataFile]) -> Iterator[Statement]:
    """Yield what files state, in their order; raise DataError for a broken one."""
    for file in index_files(Index(), files):
        yield from file.list_statements()


def _find_place(file: DataFile) -> str:
    """Return what tells a file from others: nothing where its graph may be of several files."""
    return "" if file.graph else str(file.path)


def _find_graph(file: DataFile) -> str | None:
    """Return the named graph of all that a file states, or None where it names graphs itself."""
    if file.graph is not None:
        return file.graph
    return None if rdf_format(file.path).supports_datasets else ""
