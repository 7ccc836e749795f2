"""What the data say that a fix may need: who is of which class, and what is said of some nodes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path

import pyoxigraph as ox
from rdflib import OWL, RDF, RDFS, URIRef
from rdflib.term import Node

from azru_kg.check.shacl.loaded import Loaded
from azru_kg.check.shacl.screen.triples import Triples
from azru_kg.rdf.index import spread
from azru_kg.rdf.nearest import find_nearest, split
from azru_kg.rdf.rdflib_terms import without_complaints

_OF_CLASSES = (str(OWL.Class), str(RDFS.Class))
# Each search for a misspelt name goes through all names.
_SEARCHES = 200
_MOST = 32 * 2**20

Kinds = dict[str, frozenset[str]]


class DataFacts:
    """What triples say: all classes, and of the nodes that are asked about, statements and file.

    Blank nodes are left out: they have no name that another reading of the files would know.
    """

    def __init__(self, triples: Triples, paths: Iterable[Path], about: Iterable[Node]) -> None:
        self._triples = triples
        self._names: dict[tuple[str | None, str], list[str]] = {}
        self._nearest: dict[tuple[str, str | None], str | None] = {}
        self._homes: dict[int, Path] = {}
        self._said: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
        wanted = {triples.find(node) for node in about if isinstance(node, URIRef)}
        for path, part in zip(paths, triples.parts, strict=True):
            for subject, predicate, value in triples.list_rows(part):
                if subject in wanted:
                    self._homes.setdefault(subject, path)
                    self._said[subject, predicate].append(value)

    def find_home(self, subject: Node) -> Path | None:
        """Return the first file that says something of a node, if it was asked about."""
        number = self._triples.find(subject)
        return None if number is None else self._homes.get(number)

    def list_values(self, subject: Node, predicate: Node) -> list[Node]:
        """Return the values that a node has, in the order of the files, if it was asked about."""
        number, name = self._triples.find(subject), self._triples.find(predicate)
        if number is None or name is None:
            return []
        values = dict.fromkeys(self._said.get((number, name), ()))
        with without_complaints():
            return [self._triples.node(value) for value in values]

    def list_classes(self, thing: Node) -> list[str]:
        """Return the IRIs of the classes of a thing, sorted."""
        return sorted(self._classes.get(str(thing), ()))

    def find_meant(self, name: str, kind: str | None = None) -> str | None:
        """Return the IRI of the thing that was meant by a name that nothing is said of, or None.

        `kind` is the class that the thing has to be of.
        """
        if name in self._classes:
            return None
        key = (name, kind)
        if key not in self._nearest:
            if len(self._nearest) >= _SEARCHES:
                return None
            self._nearest[key] = find_nearest(name, self._list_names(kind, split(name)[0]))
        return self._nearest[key]

    def find_class(self, name: str) -> str | None:
        """Return the IRI of the class that was meant by one that does not exist, or None."""
        near = [self.find_meant(name, kind) for kind in _OF_CLASSES]
        return next((meant for meant in near if meant), None)

    @cached_property
    def _classes(self) -> Kinds:
        return self._read_kinds(RDF.type)

    @cached_property
    def _broader(self) -> Kinds:
        return self._read_kinds(RDFS.subClassOf)

    def _read_kinds(self, predicate: URIRef) -> Kinds:
        """Return the IRIs that each thing with an IRI has as values of a predicate."""
        term = self._triples.term
        kinds_of: Kinds = {}
        for subject, values in self._triples.table(predicate).items():
            thing, kinds = term(subject), map(term, spread(values))
            names = {kind.value for kind in kinds if isinstance(kind, ox.NamedNode)}
            if names and isinstance(thing, ox.NamedNode):
                kinds_of[thing.value] = frozenset(names)
        return kinds_of

    def _list_names(self, kind: str | None, space: str) -> list[str]:
        if (kind, space) not in self._names:
            kinds = None if kind is None else self._narrow(kind)
            self._names[kind, space] = sorted(
                iri
                for iri, own in self._classes.items()
                if iri.startswith(space) and (kinds is None or own & kinds)
            )
        return self._names[kind, space]

    def _narrow(self, kind: str) -> set[str]:
        narrower = {kind}
        while more := {below for below, up in self._broader.items() if up & narrower} - narrower:
            narrower |= more
        return narrower


def find_facts(loaded: Loaded, about: Iterable[Node]) -> DataFacts | None:
    """Return what files say that have been judged; statements only about some IRIs.

    Of files so large that to look for names in them would take long, there is None.
    """
    files = (*loaded.inputs.judged, *loaded.inputs.beside)
    if sum(file.path.stat().st_size for file in files) > _MOST:
        return None
    return DataFacts(loaded.triples, (file.path for file in files), about)
