"""Reads RDF files into one dataset: named graphs and a default graph that is their set union.

The default graph is copied, not computed per query: Oxigraph's own union answers a triple once for
every graph that holds it (oxigraph#1919), which makes COUNT and SUM wrong. A `Dataset` names files;
`store()` loads them for querying and `quads()` reads them as written, because the store rewrites
literals (`2.50` becomes `2.5`) and so cannot be the origin of dumps or verdicts. Only the case of
language tags, which carries no meaning, is lost in both.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, cast

import pyoxigraph as ox

from azru_kg.errors import DataError
from azru_kg.files import list_files, read_bytes
from azru_kg.graph import stored_queries
from azru_kg.graph.layout import METADATA_GRAPH, ONTOLOGY_GRAPH, SHAPES_GRAPH, Layout
from azru_kg.rdf.canonical import CanonicalLines
from azru_kg.rdf.parsing import Quads
from azru_kg.rdf.prefixes import BASE

UNVERSIONED = "unversioned"
"""The version of data that are no release."""

_VERSION = ox.NamedNode("http://www.w3.org/ns/dcat#version")
_CHANGED = ox.NamedNode("http://purl.org/dc/terms/modified")
_FORMATS = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".nq": ox.RdfFormat.N_QUADS,
    ".trig": ox.RdfFormat.TRIG,
    ".n3": ox.RdfFormat.N3,
    ".rdf": ox.RdfFormat.RDF_XML,
    ".owl": ox.RdfFormat.RDF_XML,
    ".jsonld": ox.RdfFormat.JSON_LD,
    ".json": ox.RdfFormat.JSON_LD,
}
_BLANKS = """SELECT DISTINCT ?g WHERE {
  GRAPH ?g { ?s ?p ?o FILTER (ISBLANK(?s) || ISBLANK(?o)) }
}"""
_UNION = "INSERT {{ ?s ?p ?o }} WHERE {{ GRAPH ?g {{ ?s ?p ?o }} {} }}"


@dataclass(frozen=True, slots=True)
class DataFile:
    """One RDF file; `graph` is where its triples go, or None to keep the graphs it has.

    The file of a stored query counts as one: it says what
    `azru_kg.graph.stored_queries` makes of it. `data` is what was in the file when it was read,
    for those who look at it more than once.
    """

    path: Path
    graph: str | None = None
    data: bytes | None = field(default=None, compare=False, repr=False)

    def parse(self) -> list[ox.Quad]:
        """Return the quads of the file with their terms exactly as written; raise DataError."""
        if self.graph is None or self._states_query():
            return list(self.stream())
        graph = ox.NamedNode(self.graph)
        return [ox.Quad(quad.subject, quad.predicate, quad.object, graph) for quad in self.stream()]

    def stream(self) -> Iterator[ox.Quad]:
        """Yield the quads one by one, in the graphs that the file itself names; raise DataError."""
        yield from self._read_query() if self._states_query() else self._open()

    def find_line(self, number: int) -> int | None:
        """Return the line with which a quad is complete, given by its number, from 0."""
        return self._open().find_line(number)

    def load(self, store: ox.Store) -> None:
        """Add the quads of the file to a store, which may rewrite literals; raise DataError."""
        if self._states_query():
            store.extend(self._read_query())
        else:
            graph = None if self.graph is None else ox.NamedNode(self.graph)
            self._open().load(store, graph)

    def add_lines(self, lines: CanonicalLines) -> None:
        """Add what the file states to canonical lines; raise DataError."""
        if self.graph is None or self._states_query() or rdf_format(self.path).supports_datasets:
            lines.add(self.stream() if self.graph is None else self.parse())
            return
        lines.add_triples(self.stream(), self.graph)

    def measure(self) -> str:
        """Return the SHA-256 of the bytes of the file, in hexadecimal; raise DataError."""
        return hashlib.sha256(self.read_bytes()).hexdigest()

    def read_bytes(self) -> bytes:
        """Return what is in the file; raise DataError."""
        return read_bytes(self.path) if self.data is None else self.data

    def _open(self) -> Quads:
        syntax = rdf_format(self.path)
        return Quads(self.path, self.read_bytes(), syntax, self.path.resolve().as_uri())

    def _states_query(self) -> bool:
        return self.graph is not None and self.path.suffix == stored_queries.SUFFIX

    def _read_query(self) -> list[ox.Quad]:
        graph = ox.NamedNode(self.graph or "")
        return [
            ox.Quad(triple.subject, triple.predicate, triple.object, graph)
            for triple in stored_queries.read_example(self.path)
        ]


@dataclass(frozen=True)
class Dataset:
    """The files of one dataset.

    `apart` names graphs that a query reaches with GRAPH only: they are not in the default graph.
    `issued` is the day of a release. `checksum` is that of the dump of a release, where it is
    that which is read.
    """

    files: tuple[DataFile, ...]
    version: str
    apart: frozenset[str] = frozenset()
    issued: str = ""
    checksum: str = ""

    @cached_property
    def digest(self) -> str:
        """A SHA-256 in hexadecimal that says which data these are; raises DataError.

        That of a graph of this project is the one of its canonical N-Quads: the checksum of the
        `.nq` dump of the same release. Canonical N-Quads of blank nodes from elsewhere can take
        exponential time: the digest of other files is that of the list of their own checksums.
        It reads all files, so it is taken when somebody wants to know it.
        """
        if self.checksum:
            return self.checksum
        if self.repeatable:
            return hashlib.sha256(_write_lines(self.files)).hexdigest()
        return hashlib.sha256("\n".join(sorted(self.sums)).encode()).hexdigest()

    @cached_property
    def sums(self) -> Sequence[str]:
        """What `measure` returned when somebody wanted to know it for the first time."""
        return self.measure()

    def measure(self) -> list[str]:
        """Return the checksums of the files, in their order, as they are now; raise DataError."""
        return [file.measure() for file in self.files]

    def store(self) -> ox.Store:
        """Return a new in-memory store: the named graphs, and their set union as default graph.

        >>> from azru_kg.graph import layout
        >>> from azru_kg.rdf import prefixes
        >>> store = read_files([layout.built_in().ontology]).store()
        >>> bool(store.query("ASK { azru:Claim a owl:Class }", prefixes=prefixes.PREFIXES))
        True
        """
        store = ox.Store()
        for file in self.files:
            file.load(store)
        if self.repeatable:
            self._name_blanks(store)
        if next(store.named_graphs(), None) is not None:
            unite(store, self.apart)
        return store

    def _name_blanks(self, store: ox.Store) -> None:
        """Load the graphs with blank nodes again, with names that are the same each time."""
        rows = cast("ox.QuerySolutions", store.query(_BLANKS))
        graphs = [cast("ox.NamedNode", row["g"]) for row in rows]
        for graph in graphs:
            store.remove_graph(graph)
        again = {graph.value for graph in graphs}
        for number, file in enumerate(self.files):
            if file.graph in again:
                store.bulk_extend(_name_blanks(file.parse(), f"f{number}"))

    @property
    def is_own(self) -> bool:
        """Whether it is the graph of this project: its files, or the dump of a release."""
        return bool(self.checksum) or any(file.graph == ONTOLOGY_GRAPH for file in self.files)

    @property
    def repeatable(self) -> bool:
        """Whether blank nodes have the same names in each store of the dataset.

        They have in a graph of this project. Naming those of any other could take exponential time.
        """
        return all(file.graph is not None for file in self.files)

    def quads(self) -> list[ox.Quad]:
        """Return all quads, their terms exactly as written in the files."""
        return [quad for file in self.files for quad in file.parse()]


def read_layout(layout: Layout, *, unmeasured: bool = False) -> Dataset:
    """Return the dataset of a graph of this project; raise DataError where folders are missing.

    So it does where a checkout has no metadata and measurements yet, unless it may be unmeasured.
    The version is the `dcat:version` of its metadata. Broken syntax elsewhere shows when the
    dataset is loaded.
    """
    for made in layout.made:
        if layout.is_checkout and not unmeasured and not made.exists():
            raise DataError(made, "not made yet. Run make graph, or azru-kg build")
    files = tuple(DataFile(path, graph) for path, graph in [*layout.files(), *layout.examples()])
    metadata = next((file for file in files if file.graph == METADATA_GRAPH), None)
    told = [] if metadata is None else metadata.parse()
    return Dataset(
        files,
        version=find_version(told) or UNVERSIONED,
        apart=frozenset({SHAPES_GRAPH}),
        issued=find_day(told),
    )


def read_files(paths: Sequence[Path]) -> Dataset:
    """Return a dataset of any RDF files or folders of them; raise DataError where there are none.

    Triples go to the default graph; N-Quads and TriG keep their named graphs too. Broken syntax
    shows when the dataset is loaded.
    """
    dataset = Dataset(find_files(paths), version=UNVERSIONED)
    # The digest names a file that is missing or cannot be read.
    _ = dataset.digest
    return dataset


def find_files(paths: Sequence[Path]) -> tuple[DataFile, ...]:
    """Return the RDF files at paths and in folders; raise DataError where there are none."""
    files = [file for path in paths for file in _expand(path)]
    if not files:
        raise DataError(", ".join(map(str, paths)), "no RDF file here")
    return tuple(DataFile(path) for path in files)


def unite(store: ox.Store, apart: Iterable[str]) -> None:
    """Make the default graph of a store the set union of its named graphs, but for some."""
    filters = (f"FILTER (?g != <{graph}>)" for graph in sorted(apart))
    store.update(_UNION.format(" ".join(filters)))


def canonical(quads: Iterable[ox.Quad]) -> bytes:
    r"""Return quads as canonical N-Quads (RDFC-1.0): sorted lines, the same bytes for the same set.

    >>> line = next(ox.parse(b'<a:s> <a:p> "1" .', format=ox.RdfFormat.N_TRIPLES))
    >>> canonical([line, line])
    b'<a:s> <a:p> "1" .\n'
    """
    lines = CanonicalLines()
    lines.add(quads)
    return lines.join()


def find_version(metadata: Iterable[ox.Quad]) -> str:
    """Return the version that the metadata of a release tell, or nothing."""
    return _find_told(metadata, _VERSION)


def find_day(metadata: Iterable[ox.Quad]) -> str:
    """Return the day of a release, as its metadata tell it, or nothing."""
    return _find_told(metadata, _CHANGED)


def rdf_format(path: Path) -> ox.RdfFormat:
    """Return the RDF syntax that a file's extension stands for; raise DataError if none."""
    known = _FORMATS.get(path.suffix.lower())
    if known is None:
        raise DataError(path, f"unknown extension {path.suffix!r}. Known are {', '.join(_FORMATS)}")
    return known


def _write_lines(files: Iterable[DataFile]) -> bytes:
    """Return all that files state as canonical N-Quads; raise DataError where one is broken."""
    lines = CanonicalLines()
    for file in files:
        file.add_lines(lines)
    return lines.join()


def _find_told(metadata: Iterable[ox.Quad], name: ox.NamedNode) -> str:
    values = (
        quad.object.value
        for quad in metadata
        if quad.predicate == name
        and quad.subject == ox.NamedNode(f"{BASE}dataset")
        and isinstance(quad.object, ox.Literal)
    )
    return next(values, "")


def _name_blanks(quads: list[ox.Quad], prefix: str) -> list[ox.Quad]:
    """Return quads with blank nodes named by what they are, not at random."""
    if not any(isinstance(node, ox.BlankNode) for quad in quads for node in quad):
        return quads
    dataset = ox.Dataset(quads)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)

    def rename(node: Any) -> Any:
        return ox.BlankNode(f"{prefix}{node.value}") if isinstance(node, ox.BlankNode) else node

    return [
        ox.Quad(rename(quad.subject), quad.predicate, rename(quad.object), quad.graph_name)
        for quad in sorted(dataset, key=str)
    ]


def _expand(path: Path) -> list[Path]:
    return list_files(path, _FORMATS) if path.is_dir() else [path]
