"""Which terms exist: our own as the ontology declares them, others by lists that are frozen here.

rdflib carries the terms of most vocabularies, and this package the few that it lacks. Vocabularies
that grow, or that are known in part, are told apart: what is missing there may well exist.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cache, cached_property
from pathlib import Path

from rdflib import (
    DCAT,
    DCTERMS,
    FOAF,
    ORG,
    OWL,
    PROV,
    QB,
    RDF,
    RDFS,
    SDO,
    SH,
    SKOS,
    VANN,
    VOID,
    XSD,
)
from rdflib.namespace import GEO, DefinedNamespace

from azru_kg.rdf.nearest import find_similar
from azru_kg.rdf.prefixes import EXTERNAL, IDENTITY, ONTOLOGY, PREFIXES, shorten
from azru_kg.rdf.statements import Statements

OWN = f"{ONTOLOGY}#"
CLASSES = frozenset({f"{PREFIXES['owl']}Class", f"{PREFIXES['rdfs']}Class"})
PROPERTIES = frozenset(
    {f"{PREFIXES['owl']}{kind}Property" for kind in ("Object", "Datatype", "Annotation")}
    | {f"{PREFIXES['rdf']}Property"}
)

_LISTS = {
    "dcat": DCAT,
    "dcterms": DCTERMS,
    "foaf": FOAF,
    "geo": GEO,
    "org": ORG,
    "owl": OWL,
    "prov": PROV,
    "qb": QB,
    "rdf": RDF,
    "rdfs": RDFS,
    "schema": SDO,
    "sh": SH,
    "skos": SKOS,
    "vann": VANN,
    "void": VOID,
    "xsd": XSD,
}
_COMPLETE = frozenset({*_LISTS, "dqv", "oa", "sf", "vs", "wgs84"} - {"schema"})
_IN_PART = frozenset({"schema", "sdmx-attribute", "sdmx-dimension", "sdmx-measure"})
_MOST_GUESSES = 100
_MOST_NAMES = 3000
_NEAR = 0.75


class Vocabulary:
    """The terms that exist, and guesses at what a wrong one was meant to be."""

    def __init__(self, known: Statements) -> None:
        self._known = known
        self._guesses: dict[str, str] = {}

    @cached_property
    def own(self) -> dict[str, set[str]]:
        """The terms of the ontology, with their classes."""
        kinds = CLASSES | PROPERTIES
        return {
            iri: types
            for iri, types in self._known.types.items()
            if iri.startswith(OWN) and types & kinds
        }

    @cached_property
    def _things(self) -> dict[str, list[str]]:
        things: defaultdict[str, list[str]] = defaultdict(list)
        for iri in self._known.types:
            if iri.startswith(IDENTITY):
                things[iri.rpartition("/")[0]].append(iri)
        return dict(things)

    def lacks_own(self, iri: str) -> bool:
        """Return whether an IRI is in the namespace of the ontology, and no term of it."""
        return iri.startswith(OWN) and iri != OWN and iri not in self.own

    def lacks_thing(self, iri: str) -> bool:
        """Return whether an IRI is one of our things, and nothing says what it is."""
        return iri.startswith(IDENTITY) and iri not in self._known.types

    def lacks_external(self, iri: str) -> bool:
        """Return whether an IRI is in a vocabulary known in full, and no term of it."""
        prefix, local = _split(iri)
        return bool(local) and prefix in _COMPLETE and not exists(prefix, local)

    def doubts_external(self, iri: str) -> bool:
        """Return whether an IRI is in a vocabulary known in part, and likely no term of it."""
        prefix, local = _split(iri)
        if not local or prefix not in _IN_PART or exists(prefix, local):
            return False
        return prefix == "schema" or bool(self.guess(iri))

    def guess(self, iri: str) -> str:
        """Return a question after the term that was likely meant, or nothing."""
        if iri not in self._guesses:
            # To compare takes time: a file of nothing but faults is not to take hours.
            spent = len(self._guesses) >= _MOST_GUESSES
            self._guesses[iri] = "" if spent else _ask(iri, self._list_near(iri))
        return self._guesses[iri]

    def _list_near(self, iri: str) -> Iterable[str]:
        if iri.startswith(OWN):
            return self.own
        if iri.startswith(IDENTITY):
            things = self._things.get(iri.rpartition("/")[0], [])
            return things if len(things) <= _MOST_NAMES else []
        prefix, _ = _split(iri)
        return [f"{EXTERNAL[prefix]}{local}" for local in sorted(list_terms(prefix))]


def exists(prefix: str, local: str) -> bool:
    """Return whether a vocabulary, by its prefix, has a term.

    >>> exists("skos", "prefLabel"), exists("skos", "prefLable")
    (True, False)
    """
    members = prefix == "rdf" and local.startswith("_") and local[1:].isdecimal()
    return members or local in list_terms(prefix)


@cache
def list_terms(prefix: str) -> frozenset[str]:
    """Return the local names of the terms of a vocabulary that are known here."""
    listed = (_read_list("external_terms.txt"), _read_list("more_terms.txt"))
    own = {local for names in listed for space, local in names if space == prefix}
    return frozenset(own | _read_rdflib(_LISTS.get(prefix)))


def _read_rdflib(space: type[DefinedNamespace] | None) -> set[str]:
    # Names that are Python keywords, such as foaf:class, rdflib keeps apart.
    return set() if space is None else {*space.__annotations__, *getattr(space, "_extras", [])}


@cache
def _read_list(name: str) -> tuple[tuple[str, str], ...]:
    lines = Path(__file__).with_name(name).read_text(encoding="utf-8").splitlines()
    parts = (line.partition(":") for line in lines if line and not line.startswith("#"))
    return tuple((prefix, local) for prefix, _, local in parts)


def _split(iri: str) -> tuple[str, str]:
    for prefix, space in EXTERNAL.items():
        if iri.startswith(space):
            return prefix, iri.removeprefix(space)
    return "", ""


def _ask(iri: str, candidates: Iterable[str]) -> str:
    space, local = _cut(iri)
    names = [name for start, name in map(_cut, candidates) if start == space]
    lower = {name.lower(): name for name in names}
    near = find_similar(local, names, like=_NEAR) or [
        lower[name] for name in find_similar(local.lower(), lower, like=_NEAR)
    ]
    return f" Did you mean {shorten(space + near[0])}?" if near else ""


def _cut(iri: str) -> tuple[str, str]:
    end = max(iri.rfind("#"), iri.rfind("/")) + 1
    return iri[:end], iri[end:]
