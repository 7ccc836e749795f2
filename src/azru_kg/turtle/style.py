"""Writes and formats Turtle: the same bytes for the same set of triples, every lexical form kept.

How a file looks is decided in `blocks`, what its comments are on in `comments`; this module puts
prefixes and graphs around the blocks.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph as ox

from azru_kg.errors import DataError
from azru_kg.files import decode, list_files, read_bytes
from azru_kg.rdf.index import is_later
from azru_kg.rdf.parsing import Quads
from azru_kg.rdf.prefixes import PREFIXES
from azru_kg.replacing import replace_file
from azru_kg.turtle.blocks import write_blocks
from azru_kg.turtle.comments import Comments, has_comments, read_comments
from azru_kg.turtle.parser import Parser
from azru_kg.turtle.placed import Placed
from azru_kg.turtle.spelling import RELATIVE, Spelling

# So deep that no way up leads out of it.
_BASE = f"{RELATIVE}//{'~/' * 40}~"


def write(triples: Iterable[ox.Triple | ox.Quad], prefixes: Mapping[str, str] = PREFIXES) -> str:
    """Return triples as Turtle; of quads, the set union of their graphs.

    A blank node stands nested at its one place of use; raises DataError where it has no such
    place, and for the terms that only RDF 1.2 has.

    >>> line = b'<https://w3id.org/azru-kg/id/country/AZ> <urn:area> 86.60 .'
    >>> print(write(ox.parse(line, format=ox.RdfFormat.TURTLE)), end="")
    @prefix country: <https://w3id.org/azru-kg/id/country/> .
    <BLANKLINE>
    country:AZ
      <urn:area> 86.60 .
    """
    return _write(TurtleFile(tuple(triples)), Spelling(prefixes), labels=None)


def write_graphs(quads: Iterable[ox.Quad], prefixes: Mapping[str, str] = PREFIXES) -> str:
    """Return quads as TriG: the default graph first, then the named graphs by IRI, each as `write`.

    Raises DataError where `write` does, and where a graph has no IRI.
    """
    spelling = Spelling(prefixes)
    graphs: defaultdict[str, list[ox.Quad]] = defaultdict(list)
    for quad in quads:
        if isinstance(quad.graph_name, ox.BlankNode):
            raise DataError("TriG", "a graph without an IRI. Give it one")
        graphs[getattr(quad.graph_name, "value", "")].append(quad)
    parts = write_blocks(graphs.pop("", []), spelling, Comments())
    for graph in sorted(graphs):
        blocks = "\n".join(write_blocks(graphs[graph], spelling, Comments()))
        parts.append(f"{spelling.name(graph)} {{\n\n{blocks}\n}}\n")
    return "\n".join(filter(None, [spelling.heads(), *parts]))


@dataclass(frozen=True, slots=True)
class TurtleFile:
    """A Turtle file as its author wrote it: its triples, its own prefixes, and its comments.

    `labels` are those of its blank nodes, `relative` its relative IRIs and how they are written.
    """

    triples: Sequence[ox.Triple | ox.Quad | Placed] = ()
    prefixes: Mapping[str, str] = field(default_factory=dict)
    comments: Comments = field(default_factory=Comments)
    labels: Mapping[ox.BlankNode, str] = field(default_factory=dict)
    relative: Mapping[str, str] = field(default_factory=dict)


def read_document(path: Path) -> TurtleFile:
    """Return what is in a Turtle file; raise DataError where it cannot be read or written again.

    Its relative IRIs have a base that stands for any. Blank nodes have names of their own: triples
    of two files do not mix.
    """
    data = read_bytes(path)
    quads = Quads(path, data, ox.RdfFormat.TURTLE, _BASE)
    # Oxigraph is the judge of what is Turtle; what only RDF 1.2 has, our own reader passes over.
    if any(is_later(quad.object) for quad in quads):
        raise DataError(path, "a triple about a triple, or a base direction. Use RDF 1.1 terms")
    own = {name: iri for name, iri in sorted(quads.prefixes.items()) if name not in PREFIXES}
    text = decode(path, data)
    parser = Parser(text, base=_BASE)
    triples = list(parser.read())
    comments = read_comments(text, triples) if has_comments(text) else Comments()
    return TurtleFile(triples, own, comments, parser.labels, parser.relative)


def write_document(document: TurtleFile) -> str:
    """Return the text of a Turtle file as `write` has it, with the comments in their places.

    A comment moves with the block below or the triple that it stands by.
    """
    spelling = Spelling({**PREFIXES, **document.prefixes}, document.relative)
    return _write(document, spelling, labels=document.labels)


def format_file(path: Path) -> str:
    """Return the text of a Turtle file as `write` has it, with the prefixes that it has of its own.

    Comments are kept, and so are relative IRIs and the labels of blank nodes that need one. Raises
    DataError where the file cannot be read.
    """
    document = read_document(path)
    try:
        return write_document(document)
    except DataError as error:
        raise DataError(path, error.reason) from error


def check(paths: Sequence[Path]) -> list[Path]:
    """Return those of the Turtle files, given or in folders given, that formatting would change."""
    return [file for file in find_files(paths) if format_file(file).encode() != read_bytes(file)]


def rewrite(paths: Sequence[Path]) -> list[Path]:
    """Format the Turtle files, given or in folders given, in place; return those that changed."""
    changed = check(paths)
    for file in changed:
        _replace(file, format_file(file))
    return changed


def find_files(paths: Sequence[Path]) -> list[Path]:
    """Return the Turtle files among paths and in folders among them; raise DataError for none."""
    files = [
        file
        for path in paths
        for file in (list_files(path, (".ttl",)) if path.is_dir() else [path])
    ]
    if not files:
        raise DataError(", ".join(map(str, paths)), "no Turtle file here")
    return files


def _write(
    document: TurtleFile, spelling: Spelling, *, labels: Mapping[ox.BlankNode, str] | None
) -> str:
    comments = document.comments
    blocks = write_blocks(document.triples, spelling, comments, labels)
    head = "".join(f"{line}\n" for line in comments.head)
    tail = "".join(f"{line}\n" for line in comments.tail)
    if not blocks:
        return head + tail
    return "\n".join(filter(None, [head, spelling.heads(), *blocks, tail]))


def _replace(path: Path, text: str) -> None:
    try:
        replace_file(path, text.encode())
    except OSError as error:
        raise DataError(path, f"not written: {error.strerror or error}") from error
