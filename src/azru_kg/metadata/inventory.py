"""What there is to say about a dataset: its counts, what it says of itself, where it is served."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import quote

import pyoxigraph as ox

from azru_kg.graph.perspectives import Source
from azru_kg.rdf.oxigraph_terms import named
from azru_kg.rdf.prefixes import BASE


@dataclass(frozen=True, slots=True)
class Totals:
    """Counts of a graph; entities are the subjects that the dataset gives an IRI of its own."""

    triples: int
    subjects: int
    objects: int
    entities: int


@dataclass(frozen=True, slots=True)
class Share:
    """How much of a dataset is about one class, property or graph."""

    iri: str
    number: int


Shares = tuple[Share, ...]


@dataclass(frozen=True, slots=True)
class Partitions:
    """The classes of a dataset, and what the things of each of them have.

    `uses` has, for each class, the triples of its instances by property; `kinds`, for class and
    property, those of them with a thing as value by its classes, and `datatypes` those with a
    literal.
    """

    classes: Shares = ()
    uses: Mapping[str, Shares] = field(default_factory=dict)
    kinds: Mapping[tuple[str, str], Shares] = field(default_factory=dict)
    datatypes: Mapping[tuple[str, str], Shares] = field(default_factory=dict)


@dataclass(frozen=True)
class Inventory:
    """The counts of the default graph and of each named graph, and the dataset's own metadata.

    `union` is true where the default graph is the union of the named graphs, of all of them;
    `perspectives` has the sources of each, by its name, where the dataset has sources at all;
    `related` are facts about the agents, periods and places that the metadata name.
    """

    totals: Totals
    partitions: Partitions
    properties: Shares
    graphs: Shares
    union: bool
    metadata: tuple[ox.Triple, ...] = ()
    perspectives: Mapping[str, tuple[Source, ...]] = field(default_factory=dict)
    related: tuple[ox.Triple, ...] = ()

    def values(self, subject: ox.NamedNode, name: str) -> list[ox.NamedNode | ox.Literal]:
        """Return what the metadata state of a subject under a property."""
        wanted = named(name)
        objects = (fact.object for fact in self.about(subject) if fact.predicate == wanted)
        return [value for value in objects if isinstance(value, ox.NamedNode | ox.Literal)]

    def about(self, subject: ox.NamedNode) -> Sequence[ox.Triple]:
        """Return all that the metadata state of a subject."""
        return self._by_subject.get(subject, ())

    @cached_property
    def _by_subject(self) -> Mapping[object, Sequence[ox.Triple]]:
        facts: defaultdict[object, list[ox.Triple]] = defaultdict(list)
        for fact in self.metadata:
            facts[fact.subject].append(fact)
        return dict(facts)


@dataclass(frozen=True, slots=True)
class ReleaseFile:
    """A file of a release: its name, its media type without parameters, size and SHA-256.

    One in a folder has that in its name. `content` says what is in it, `start` where it begins in
    the file that holds the whole folder.
    """

    name: str
    media_type: str
    size: int
    sha256: str
    content: str = ""
    start: int = 0

    @property
    def folder(self) -> str:
        """Return the folder that it is in, or nothing."""
        return self.name.rpartition("/")[0]

    @property
    def path(self) -> str:
        """Return where it is on the site."""
        return self.name if self.folder else f"dump/{self.name}"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a dataset is served: `base` is an absolute address that ends in a slash."""

    base: str

    def at(self, path: str) -> ox.NamedNode:
        """Return the address of a path as a term."""
        return ox.NamedNode(f"{self.base}{quote(path, safe='/#?=:@!$()*+,;~&')}")

    @property
    def endpoint(self) -> ox.NamedNode:
        """The SPARQL endpoint."""
        return self.at("sparql")

    def dataset(self, inventory: Inventory) -> ox.NamedNode:
        """Return the IRI of the dataset: its own where its metadata have it, else one here."""
        own = ox.NamedNode(f"{BASE}dataset")
        return own if inventory.about(own) else self.at("dataset")


def sort_shares(shares: Iterable[Share]) -> Shares:
    """Return shares, the largest first, those of one size by IRI."""
    return tuple(sorted(shares, key=lambda share: (-share.number, share.iri)))
