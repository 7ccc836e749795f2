"""Reads releases again as they were published: folders of the files that `azru-kg dump` writes.

A folder of releases has one folder for each, which is called by its version and holds at least the
N-Quads and `SHA256SUMS`. What is read is held against these checksums first, so that a file that
was cut short or changed is told of, and never served.
"""

from __future__ import annotations

import hashlib
import mmap
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from azru_kg.errors import DataError
from azru_kg.files import read_bytes
from azru_kg.graph.dataset import DataFile, Dataset, find_day, find_version
from azru_kg.graph.dump import CHECKSUMS, list_names
from azru_kg.graph.layout import EXAMPLES_GRAPH, METADATA_GRAPH, SHAPES_GRAPH
from azru_kg.graph.parameters import fit_parameter
from azru_kg.graph.stored_queries import StoredQuery, restore_example
from azru_kg.rdf.prefixes import BASE

_VERSION = re.compile(r"[0-9A-Za-z][0-9A-Za-z._+-]{0,63}", re.ASCII)
_SUM = re.compile(r"([0-9a-f]{64})[ ][ *]([0-9A-Za-z._+-]+)", re.ASCII)
_DAY = re.compile(
    rb'^<%b> <http://purl\.org/dc/terms/modified> "([0-9]{4}-[0-9]{2}-[0-9]{2})"'
    % re.escape(f"{BASE}dataset").encode(),
    re.MULTILINE,
)
_KNOWN: Final = 256


@dataclass(frozen=True, slots=True)
class ArchivedRelease:
    """A release in a folder; `issued` is its day, or nothing where the folder does not tell."""

    folder: Path
    version: str
    issued: str = ""

    @property
    def quads(self) -> Path:
        """The file that holds all of it."""
        return self.folder / list_names(self.version)[0]

    def read_sums(self) -> dict[str, str]:
        """Return the checksums of its files by name; raise DataError where they are not told."""
        path = self.folder / CHECKSUMS
        lines = read_bytes(path).decode("ascii", "replace").splitlines()
        matches = [_SUM.fullmatch(line) for line in lines]
        sums = {match[2]: match[1] for match in matches if match}
        if None in matches or self.quads.name not in sums:
            raise DataError(path, f"it has no list of checksums with {self.quads.name}")
        return sums

    def read(self) -> Dataset:
        """Return its data; raise DataError where they are not those that were published."""
        digest, lines = self.read_sums()[self.quads.name], _read_quads(self)
        told = _pick(lines, METADATA_GRAPH)
        if find_version(told) != self.version:
            raise DataError(self.quads, f"it says that it is not of release {self.version}")
        return Dataset(
            (DataFile(self.quads),),
            self.version,
            apart=frozenset({SHAPES_GRAPH}),
            issued=find_day(told),
            checksum=digest,
        )

    def read_queries(self, known: Iterable[StoredQuery] = ()) -> list[StoredQuery]:
        """Return its stored queries.

        A release has their texts, and not what their parameters take: that is told by the `known`
        queries of the same names, as far as these texts have a place for it.
        """
        by_slug = {stored.slug: stored for stored in known}
        quads = _pick(read_bytes(self.quads), EXAMPLES_GRAPH)
        by_subject: defaultdict[str, list[ox.Triple]] = defaultdict(list)
        for quad in quads:
            if isinstance(quad.subject, ox.NamedNode):
                by_subject[quad.subject.value].append(quad.triple)
        restored = filter(None, map(restore_example, by_subject.values()))
        return sorted(
            (_fit(stored, by_slug.get(stored.slug)) for stored in restored),
            key=lambda stored: stored.slug,
        )


def list_archived(folder: Path) -> list[ArchivedRelease]:
    """Return the releases of a folder, the oldest first; raise DataError where it is none."""
    if not folder.is_dir():
        raise DataError(folder, "no such folder of releases")
    found = [
        ArchivedRelease(path, path.name)
        for path in sorted(folder.iterdir())
        if path.is_dir() and _VERSION.fullmatch(path.name)
    ]
    return sorted(map(_date, found), key=lambda release: (release.issued, release.version))


def find_archived(dataset: Dataset) -> ArchivedRelease | None:
    """Return the folder that a dataset was read from, where it is an archived release."""
    if not dataset.checksum:
        return None
    return ArchivedRelease(dataset.files[0].path.parent, dataset.version, dataset.issued)


def read_checked(path: Path, digest: str) -> bytes:
    """Return what is in a file; raise DataError where its checksum is another."""
    data = read_bytes(path)
    found = hashlib.sha256(data).hexdigest()
    if found != digest:
        raise DataError(
            path,
            f"its checksum is {found[:12]}…, and not {digest[:12]}… as {CHECKSUMS} has it: it was"
            " cut short or changed. Fetch it again",
        )
    return data


def _read_quads(release: ArchivedRelease) -> bytes:
    return read_checked(release.quads, release.read_sums()[release.quads.name])


def _pick(lines: bytes, graph: str) -> list[ox.Quad]:
    """Return the quads of one graph out of N-Quads, of which the others are not parsed."""
    end = f" <{graph}> .\n".encode()
    picked = b"".join(line for line in lines.splitlines(keepends=True) if line.endswith(end))
    return [*ox.parse(picked, format=ox.RdfFormat.N_QUADS)]


def _date(release: ArchivedRelease) -> ArchivedRelease:
    try:
        state = release.quads.stat()
    except OSError:
        return release
    day = _find_day(release.quads, state.st_mtime_ns, state.st_size)
    return replace(release, issued=day)


@lru_cache(_KNOWN)
def _find_day(path: Path, _changed: int, size: int) -> str:
    if not size:
        return ""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        match = _DAY.search(data)
        return match[1].decode() if match else ""


def _fit(stored: StoredQuery, known: StoredQuery | None) -> StoredQuery:
    parameters = () if known is None else known.parameters
    fitted = (fit_parameter(parameter, stored.text) for parameter in parameters)
    return replace(stored, parameters=tuple(filter(None, fitted)))
