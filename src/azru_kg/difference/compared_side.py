"""One of two releases that are compared, read from wherever it is."""

from __future__ import annotations

import gzip
import hashlib
import re
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pyoxigraph as ox

from azru_kg.difference.statement_line import StatementLine, split_statement
from azru_kg.errors import DataError
from azru_kg.files import read_bytes
from azru_kg.graph.archived import ArchivedRelease, read_checked
from azru_kg.graph.dataset import (
    DataFile,
    Dataset,
    find_day,
    find_version,
    rdf_format,
    read_layout,
)
from azru_kg.graph.dump import CHECKSUMS
from azru_kg.graph.layout import METADATA_GRAPH, Layout, built_in
from azru_kg.rdf.canonical import CanonicalLines

_DUMP = re.compile(r"azru-kg-([0-9A-Za-z._+-]+)\.nq")
_SUM = re.compile(r"([0-9a-f]{64})[ ][ *](.+)")
_CHECKOUT = ("ontology", "graph", "shapes")
_GRAPH = ("entities", "sources")
_NAME = (
    "Name a folder that azru-kg dump has written, its .nq, a checkout, or a folder with entities/"
    " and sources/"
)


@dataclass(frozen=True)
class ComparedSide:
    """A release as the lines of its canonical N-Quads; `name` is what it was asked for by."""

    name: str
    lines: frozenset[bytes]
    digest: str

    @cached_property
    def statements(self) -> list[StatementLine]:
        """All statements, in their parts."""
        return [split_statement(line) for line in self.lines]

    @cached_property
    def graphs(self) -> frozenset[bytes]:
        """The named graphs."""
        return frozenset(statement.graph for statement in self.statements)

    @cached_property
    def subjects(self) -> frozenset[bytes]:
        """What something is said of."""
        return frozenset(statement.subject for statement in self.statements)

    @cached_property
    def named(self) -> frozenset[bytes]:
        """Every term that stands as subject, predicate or object, but for literals."""
        terms = {term for each in self.statements for term in each[:3]}
        return frozenset(term for term in terms if not term.startswith(b'"'))

    @cached_property
    def version(self) -> str:
        """What the release calls itself, or nothing."""
        return find_version(self._metadata)

    @cached_property
    def issued(self) -> str:
        """The day of the release, or nothing."""
        return find_day(self._metadata)

    @cached_property
    def _metadata(self) -> list[ox.Quad]:
        end = f" <{METADATA_GRAPH}> .\n".encode()
        told = b"".join(sorted(line for line in self.lines if line.endswith(end)))
        return list(ox.parse(told, format=ox.RdfFormat.N_QUADS))


def make_side(name: str, files: Iterable[DataFile]) -> ComparedSide:
    """Return what files state together, by the name of the release; raise DataError."""
    taken = CanonicalLines()
    for file in files:
        file.add_lines(taken)
    return make_side_of_lines(name, taken.join())


def make_side_of_lines(name: str, canonical: bytes) -> ComparedSide:
    """Return a release that is given as canonical N-Quads."""
    digest = hashlib.sha256(canonical).hexdigest()
    return ComparedSide(name, frozenset(canonical.splitlines(keepends=True)), digest)


def read_side(path: Path) -> ComparedSide:
    """Return the release at a path; raise DataError where there is none, or it is not whole.

    A path is a folder that `azru-kg dump` has written, an RDF file such as its `.nq` (or `.nq.gz`),
    a checkout, or a folder like `graph/`. Files are held against a `SHA256SUMS` that names them.
    """
    check_place(path)
    return make_side(str(path), _find_dataset(path).files if path.is_dir() else [_open_file(path)])


def check_place(path: Path) -> None:
    """Raise DataError where there is nothing at the path of a release."""
    if not path.exists():
        raise DataError(path, f"no such file or folder. {_NAME}")


def _find_dataset(folder: Path) -> Dataset:
    if all((folder / part).is_dir() for part in _CHECKOUT):
        return read_layout(Layout(folder))
    if all((folder / part).is_dir() for part in _GRAPH):
        return read_layout(Layout(built_in().root, folder))
    dumps = sorted(path.name for path in folder.iterdir() if _DUMP.fullmatch(path.name))
    if (folder / CHECKSUMS).exists() and not dumps:
        raise DataError(folder, f"it has {CHECKSUMS}, but no azru-kg-<version>.nq. Fetch it again")
    if not dumps:
        raise DataError(
            folder,
            f"no release here. {_NAME}",
        )
    if len(dumps) > 1:
        raise DataError(folder, f"several releases here. Name one: {', '.join(dumps)}")
    match = _DUMP.fullmatch(dumps[0])
    if (folder / CHECKSUMS).exists() and match:
        return ArchivedRelease(folder, match[1]).read()
    return Dataset((_open_file(folder / dumps[0]),), version="")


def _open_file(path: Path) -> DataFile:
    plain = path.with_suffix("") if path.suffix == ".gz" else path
    rdf_format(plain)
    sums = _read_sums(path.parent / CHECKSUMS)
    digest = sums.get(path.name)
    data = read_bytes(path) if digest is None else read_checked(path, digest)
    if plain is path:
        return DataFile(path, data=data)
    unpacked = _unpack(path, data)
    digest = sums.get(plain.name)
    if digest not in (None, hashlib.sha256(unpacked).hexdigest()):
        raise DataError(path, f"unpacked it has another checksum than {CHECKSUMS}. Fetch it again")
    return DataFile(plain, data=unpacked)


def _read_sums(path: Path) -> dict[str, str]:
    if not path.exists():
        return {}
    lines = read_bytes(path).decode("utf-8", "replace").splitlines()
    return {match[2]: match[1] for match in map(_SUM.fullmatch, lines) if match}


def _unpack(path: Path, data: bytes) -> bytes:
    try:
        return gzip.decompress(data)
    except (EOFError, OSError, zlib.error) as error:
        raise DataError(path, f"not whole: {error}. Fetch it again") from error
    except MemoryError as error:
        raise DataError(path, "too large for the memory of this machine") from error
