"""Tells all that is wrong with a file that could not be read, not only where reading stopped."""

from __future__ import annotations

from pathlib import Path

from azru_kg.errors import DataError
from azru_kg.files import read_text
from azru_kg.graph.dataset import DataFile, rdf_format
from azru_kg.graph.indexing import read_into
from azru_kg.rdf.index import Index, LaterTermError, is_later
from azru_kg.turtle import faults
from azru_kg.turtle.faults import SYNTAXES
from azru_kg.turtle.lexer import Lines, scan


def find_errors(file: DataFile) -> list[DataError]:
    """Return all that keeps a file from being read, in order, and nothing if it can be."""
    try:
        read_into(Index(), [file])
    except DataError as error:
        if isinstance(error.__cause__, LaterTermError):
            return [_place_later(error, file)]
        return find_all_errors(error)
    return []


def find_all_errors(error: DataError) -> list[DataError]:
    """Return what is wrong with the file of an error, in order: at least the error itself.

    More than that can be told of Turtle, TriG, N-Triples and N-Quads.
    """
    path = Path(error.path)
    if error.line is None or not path.is_file() or rdf_format(path) not in SYNTAXES:
        return [error]
    try:
        wrong = faults.find_errors(read_text(path), rdf_format(path), path.resolve().as_uri())
    except DataError:
        return [error]
    errors = [
        DataError(path, fault.reason, line=fault.line, column=fault.column) for fault in wrong
    ]
    return errors or [error]


def _place_later(error: DataError, file: DataFile) -> DataError:
    """Return an error about a term of RDF 1.2 with the place of the first such term."""
    if rdf_format(file.path) not in SYNTAXES:
        terms = enumerate(quad.object for quad in file.stream())
        number = next(number for number, term in terms if is_later(term))
        return DataError(file.path, error.reason, line=file.find_line(number))
    text = read_text(file.path)
    at = next((at for kind, token, at in scan(text) if _begins_later(kind, token)), None)
    line, column = (None, None) if at is None else Lines.of(text).place(at)
    return DataError(file.path, error.reason, line=line, column=column)


def _begins_later(kind: str, token: str) -> bool:
    return kind == "later" or (kind == "tag" and "--" in token)
