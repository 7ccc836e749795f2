"""Tells all that is wrong with a file that could not be read, not only where reading stopped."""

from __future__ import annotations

from pathlib import Path

from azru_kg.errors import DataError
from azru_kg.graph.dataset import DataFile, rdf_format
from azru_kg.graph.reading import read_into
from azru_kg.rdf.index import Index
from azru_kg.turtle import faults
from azru_kg.turtle.faults import SYNTAXES
from azru_kg.turtle.lexer import Lines

_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


def find_errors(file: DataFile) -> list[DataError]:
    """Return all that keeps a file from being read, in order, and nothing if it can be."""
    try:
        read_into(Index(), [file])
    except DataError as error:
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
        data = path.read_bytes()
        found = faults.find_errors(data.decode(), rdf_format(path), path.resolve().as_uri())
    except UnicodeDecodeError as broken:
        return [_explain_encoding(path, data, broken)]
    except OSError:
        return [error]
    errors = [DataError(path, one.reason, line=one.line, column=one.column) for one in found]
    return errors or [error]


def _explain_encoding(path: Path, data: bytes, error: UnicodeDecodeError) -> DataError:
    if data.startswith(_UTF_16):
        return DataError(path, "the file is UTF-16. Save it as UTF-8", line=1, column=1)
    text = data[: error.start].decode()
    line, column = Lines.of(text).place(len(text))
    reason = f"the byte 0x{data[error.start]:02X} is not UTF-8. Save the file as UTF-8"
    return DataError(path, reason, line=line, column=column)
