"""What the files of a graph say of the things that rows name, read once for all rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path

import pyoxigraph as ox

from azru_kg.graph.dataset import DataFile
from azru_kg.graph.layout import SHAPES_GRAPH, Layout
from azru_kg.rdf.prefixes import IDENTITY, PREFIXES, shorten

_TYPE = ox.NamedNode(f"{PREFIXES['rdf']}type")
_KIND = f"{PREFIXES['dcterms']}type"
_CHECKSUM = ox.NamedNode(f"{PREFIXES['schema']}sha256")
_HEADLINE = ox.NamedNode(f"{PREFIXES['schema']}headline")
_NAMES = {f"{PREFIXES['skos']}prefLabel", f"{PREFIXES['rdfs']}label", _HEADLINE.value}
_CLAIMS = (f"{IDENTITY}claim/", f"{IDENTITY}quote/")


class KnownThings:
    """The things of the files of a layout; raises DataError where one is broken."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout

    @cached_property
    def labels(self) -> dict[str, str]:
        """The English names of all things with a type or a name, by prefixed name."""
        return dict(self._list_named())

    @cached_property
    def founding(self) -> frozenset[str]:
        """The prefixed names of all that founding documents speak of: it is described by hand."""
        nodes = (node for quad in self._list_founding() for node in (quad.subject, quad.object))
        return frozenset(shorten(node.value) for node in nodes if isinstance(node, ox.NamedNode))

    @cached_property
    def typed(self) -> frozenset[str]:
        """The prefixed names of things of which a founding document says which type they are of."""
        return frozenset(
            shorten(quad.subject.value)
            for quad in self._list_founding()
            if quad.predicate.value == _KIND and isinstance(quad.subject, ox.NamedNode)
        )

    @cached_property
    def read_word_by_word(self) -> dict[str, list[ox.Quad]]:
        """The quads of the founding documents, by slug.

        The text of each is archived, so that its graph has the checksum.
        """
        read = {path.stem: self._files[path] for path in self._layout.sources()}
        return {
            slug: quads
            for slug, quads in read.items()
            if any(quad.predicate == _CHECKSUM for quad in quads)
        }

    @cached_property
    def _files(self) -> dict[Path, list[ox.Quad]]:
        """The quads of all files but the shapes."""
        return {
            path: DataFile(path, graph).parse()
            for path, graph in self._layout.files()
            if graph != SHAPES_GRAPH
        }

    def _list_founding(self) -> Iterator[ox.Quad]:
        return (quad for quads in self.read_word_by_word.values() for quad in quads)

    def _list_named(self) -> Iterable[tuple[str, str]]:
        """Yield every thing with a name; those that follow replace those before."""
        named: list[tuple[str, str]] = []
        for quad in (quad for quads in self._files.values() for quad in quads):
            subject = quad.subject
            if not isinstance(subject, ox.NamedNode) or subject.value.startswith(_CLAIMS):
                continue
            if quad.predicate == _TYPE and subject.value.startswith(IDENTITY):
                name = shorten(subject.value)
                yield name, name.partition(":")[2]
            elif isinstance(quad.object, ox.Literal) and _is_name(quad.predicate, quad.object):
                named.append((shorten(subject.value), quad.object.value))
        yield from named


def _is_name(predicate: ox.NamedNode, value: ox.Literal) -> bool:
    if predicate.value not in _NAMES:
        return False
    return value.language == "en" or predicate == _HEADLINE
