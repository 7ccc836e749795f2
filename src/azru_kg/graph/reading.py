"""Reads RDF files into an index of triples.

Oxigraph's parser reads them, because it keeps `"01"^^xsd:integer` as it is and names the line of a
fault. Nothing outside of a file is fetched for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import pyoxigraph as ox

from azru_kg.errors import DataError
from azru_kg.graph.dataset import DataFile, rdf_format
from azru_kg.rdf.index import Index, LaterTermError, without_collection

_DOCTYPE = re.compile(rb"(?:\xef\xbb\xbf)?(?:\s|<\?.*?\?>|<!--.*?-->)*<!DOCTYPE", re.DOTALL)
_REMOTE = "LoadDocumentCallback"


def read_into(index: Index, files: Iterable[DataFile], label: str = "b") -> None:
    """Add files to an index, a part each; raise DataError for a broken one.

    Blank nodes are named by the label and a number, in order of appearance.
    """
    with without_collection():
        for file in files:
            try:
                with _parse(file) as quads:
                    index.add_part(quads, label, graph=_find_graph(file))
            except LaterTermError as error:
                raise DataError(file.path, f"SHACL 1.0 does not know {error}") from error


@contextmanager
def _parse(file: DataFile) -> Iterator[Iterable[ox.Quad]]:
    """Give the quads of a file; raise DataError also for what would reach outside of it."""
    if rdf_format(file.path) == ox.RdfFormat.RDF_XML and _has_doctype(file):
        raise DataError(file.path, "a DOCTYPE is refused. Write the entities out and remove it")
    try:
        with file.stream() as quads:
            yield quads
    except DataError as error:
        if _REMOTE in error.reason:
            reason = "its @context is elsewhere and is not fetched. Write the context into the file"
            raise DataError(file.path, reason) from error
        raise


def _find_graph(file: DataFile) -> str | None:
    """Return the named graph of all that a file states, or None where it names graphs itself."""
    if file.graph is not None:
        return file.graph
    return None if rdf_format(file.path).supports_datasets else ""


def _has_doctype(file: DataFile) -> bool:
    return file.path.is_file() and _DOCTYPE.match(file.path.read_bytes()) is not None
