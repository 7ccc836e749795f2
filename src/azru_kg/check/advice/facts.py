"""What the data say that a fix may need: who is of which class, and what is said of some nodes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import pyoxigraph as ox
from rdflib import OWL, RDF, RDFS, Literal, URIRef
from rdflib.term import Node

from azru_kg.graph.dataset import DataFile
from azru_kg.rdf.nearest import find_nearest, split
from azru_kg.rdf.rdflib_terms import to_rdflib, without_complaints

_TYPE, _SUBCLASS = ox.NamedNode(str(RDF.type)), ox.NamedNode(str(RDFS.subClassOf))
_OF_CLASSES = (str(OWL.Class), str(RDFS.Class))
# Each search for a misspelt name goes through all names.
_SEARCHES = 200
_MOST = 32 * 2**20

Kinds = Mapping[str, frozenset[str]]


class Facts:
    """What was read: the file of each subject asked about, its statements, the classes of all."""

    def __init__(
        self,
        homes: Mapping[str, Path],
        said: Mapping[tuple[str, str], Sequence[object]],
        classes: Kinds,
        broader: Kinds,
    ) -> None:
        self._homes = homes
        self._said = said
        self._classes = classes
        self._broader = broader
        self._names: dict[tuple[str | None, str], list[str]] = {}
        self._nearest: dict[tuple[str, str | None], str | None] = {}

    def find_home(self, subject: Node) -> Path | None:
        """Return the first file that says something of a node, if it was asked about."""
        return self._homes.get(str(subject))

    def list_values(self, subject: Node, predicate: Node) -> list[Node]:
        """Return the values that a node has, in the order of the files, if it was asked about."""
        found = self._said.get((str(subject), str(predicate)), ())
        return [_convert(term) for term in dict.fromkeys(found)]

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
        return next((one for one in near if one), None)

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
        while more := {one for one, up in self._broader.items() if up & narrower} - narrower:
            narrower |= more
        return narrower


def read_facts(files: Sequence[DataFile], about: Iterable[Node]) -> Facts | None:
    """Return what files say that have been judged; statements only about some IRIs.

    Blank nodes are left out: they have no name that another reading of the files would know. Files
    that are too large to be read once more, only for better advice, give None.
    """
    if sum(file.path.stat().st_size for file in files) > _MOST:
        return None
    wanted = {ox.NamedNode(str(node)) for node in about if isinstance(node, URIRef)}
    homes: dict[str, Path] = {}
    said: defaultdict[tuple[str, str], list[object]] = defaultdict(list)
    kinds = {predicate: defaultdict[str, set[str]](set) for predicate in (_TYPE, _SUBCLASS)}
    for file in files:
        for quad in file.parse():
            subject, predicate, value = quad.subject, quad.predicate, quad.object
            if not isinstance(subject, ox.NamedNode):
                continue
            if predicate in kinds and isinstance(value, ox.NamedNode):
                kinds[predicate][subject.value].add(value.value)
            if subject in wanted:
                homes.setdefault(subject.value, file.path)
                said[subject.value, predicate.value].append(value)
    return Facts(homes, said, _freeze(kinds[_TYPE]), _freeze(kinds[_SUBCLASS]))


def _freeze(found: Mapping[str, set[str]]) -> Kinds:
    return {key: frozenset(values) for key, values in found.items()}


def _convert(term: object) -> Node:
    if isinstance(term, ox.NamedNode | ox.Literal):
        with without_complaints():
            return to_rdflib(term)
    return Literal(str(term))
