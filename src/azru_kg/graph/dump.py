"""Writes a release: the dataset in every RDF syntax with checksums, the same bytes every time.

The files are made from the quads as they stand in the sources, never from a store, which rewrites
literals. Each is read back before it gets its name, so none holds less or more than it should.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory

import pyoxigraph as ox

from azru_kg.errors import DataError
from azru_kg.graph.dataset import Dataset, canonical, rdf_format
from azru_kg.graph.layout import ONTOLOGY_GRAPH, SHAPES_GRAPH
from azru_kg.turtle import rdfxml, style

CHECKSUMS = "SHA256SUMS"
"""The file of checksums, as `sha256sum --check` reads it."""


def list_names(version: str) -> tuple[str, ...]:
    """Return the names of the files of a release, without that of the checksums."""
    syntaxes = ("nq", "trig", "jsonld", "ttl", "rdf")
    return (*(f"azru-kg-{version}.{syntax}" for syntax in syntaxes), "ontology.ttl", "shapes.ttl")


def write_dump(
    dataset: Dataset, folder: Path, others: Iterable[tuple[str, bytes]] = ()
) -> list[Path]:
    """Write the files of a release into a folder and return them; other files there are kept.

    N-Quads, TriG and JSON-LD hold the named graphs, Turtle and RDF/XML their set union without the
    graphs apart. `others` are files that go with them. Raises DataError, and leaves the folder as
    it was, where one cannot be written.
    """
    return write_files(make_files(dataset, others), folder)


def write_files(files: Iterable[tuple[str, bytes]], folder: Path) -> list[Path]:
    """Write files into a folder, all or none, and return them; other files there are kept.

    Raises DataError, and leaves the folder as it was, where one cannot be written.
    """
    with _naming(folder):
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(prefix=".dump-", dir=folder) as unfinished:
            parts = Path(unfinished)
            names = []
            for name, content in files:
                with _naming(folder / name):
                    (parts / name).write_bytes(content)
                names.append(name)
            for name in names:
                with _naming(folder / name):
                    (parts / name).replace(folder / name)
    return [folder / name for name in names]


def make_files(
    dataset: Dataset, others: Iterable[tuple[str, bytes]] = ()
) -> Iterator[tuple[str, bytes]]:
    """Yield the name of each file of a release with its content, that of the checksums last.

    `others` go with them, and are summed up too. Raises DataError where one cannot be made.
    """
    lines = canonical(dataset.quads())
    quads = sorted(ox.parse(lines, format=ox.RdfFormat.N_QUADS), key=_place)
    apart = {ox.NamedNode(graph) for graph in dataset.apart}
    union = _merge(quad for quad in quads if quad.graph_name not in apart)
    if not re.fullmatch(r"[\w.+-]+", dataset.version, re.ASCII):
        raise DataError(
            f"azru-kg-{dataset.version}", "this version makes no file name. Write it like 2026.11.0"
        )
    ontology, shapes = _pick(quads, ONTOLOGY_GRAPH), _pick(quads, SHAPES_GRAPH)
    merged = canonical(union)
    parts = [
        *((quads, lines) for _ in range(3)),
        *((union, merged) for _ in range(2)),
        (ontology, canonical(ontology)),
        (shapes, canonical(shapes)),
    ]
    spelt = (
        (file, lines if file.endswith(".nq") else _spell(Path(file), part, meant))
        for file, (part, meant) in zip(list_names(dataset.version), parts, strict=True)
    )
    yield from add_checksums(chain(spelt, others))


def add_checksums(files: Iterable[tuple[str, bytes]]) -> Iterator[tuple[str, bytes]]:
    """Yield files with their names, and at the end the one of their checksums."""
    sums = []
    for name, content in files:
        sums.append(f"{hashlib.sha256(content).hexdigest()}  {name}\n")
        yield name, content
    yield CHECKSUMS, "".join(sums).encode()


def _spell(file: Path, quads: list[ox.Quad], meant: bytes) -> bytes:
    """Return quads in the syntax of a file; `meant` is what they say, as canonical N-Quads."""
    syntax = rdf_format(file)
    if syntax == ox.RdfFormat.TURTLE:
        content = style.write(quads).encode()
    elif syntax == ox.RdfFormat.TRIG:
        content = style.write_graphs(quads).encode()
    elif syntax == ox.RdfFormat.RDF_XML:
        content = rdfxml.write(quads).encode()
    else:
        content = ox.serialize(quads, format=syntax) or b""
    _prove(file, content, meant)
    return content


def _prove(file: Path, content: bytes, meant: bytes) -> None:
    """Raise DataError unless a text says what is meant, all of it and nothing else."""
    try:
        same = canonical(ox.parse(content, format=rdf_format(file))) == meant
    except SyntaxError as error:
        raise DataError(file, f"{error.msg}. This syntax cannot hold the data") from error
    if not same:
        raise DataError(file, "a reader would get other data. This syntax cannot hold the data")


def _merge(quads: Iterable[ox.Quad]) -> list[ox.Quad]:
    unique = {ox.Quad(quad.subject, quad.predicate, quad.object) for quad in quads}
    return sorted(unique, key=_place)


def _pick(quads: Iterable[ox.Quad], graph: str) -> list[ox.Quad]:
    return _merge(quad for quad in quads if quad.graph_name == ox.NamedNode(graph))


@contextmanager
def _naming(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise DataError(path, error.strerror or str(error)) from error


def _place(quad: ox.Quad) -> tuple[str, str, str, str]:
    return str(quad.graph_name), str(quad.subject), str(quad.predicate), str(quad.object)
