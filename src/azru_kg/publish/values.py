"""Whether an engine says the same as the files, where it writes literals in a way of its own.

Oxigraph makes `2.5` of `2.50`, Virtuoso `678046` of `678046.0`: the values are the same. Virtuoso
keeps a point of geography in a type of its own, in single precision.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterable

import pyoxigraph as ox

from azru_kg.graph.dataset import canonical
from azru_kg.rdf.oxigraph_terms import AnyTerm
from azru_kg.rdf.prefixes import PREFIXES

_WKT = ox.NamedNode(f"{PREFIXES['geo']}wktLiteral")
_GEOMETRY = ox.NamedNode("http://www.openlinksw.com/schemas/virtrdf#Geometry")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?")


def to_values(triples: Iterable[ox.Triple]) -> frozenset[bytes]:
    """Return the canonical lines of triples, with one spelling for each value.

    >>> number = "http://www.w3.org/2001/XMLSchema#decimal"
    >>> spellings = [ox.Literal(text, datatype=ox.NamedNode(number)) for text in ("2.50", "2.5")]
    >>> subject = ox.NamedNode("urn:a")
    >>> len(to_values(ox.Triple(subject, subject, spelling) for spelling in spellings))
    1
    """
    store = ox.Store()
    store.bulk_extend(
        ox.Quad(each.subject, each.predicate, _round(each.object)) for each in triples
    )
    return frozenset(canonical(store).splitlines())


def _round(term: AnyTerm) -> AnyTerm:
    """Return a point of geography in single precision, and any other term as it is."""
    if not isinstance(term, ox.Literal) or term.datatype not in (_WKT, _GEOMETRY):
        return term
    return ox.Literal(_NUMBER.sub(_to_single, term.value), datatype=_WKT)


def _to_single(number: re.Match[str]) -> str:
    (value,) = struct.unpack("f", struct.pack("f", float(number[0])))
    return f"{value:.6g}"
