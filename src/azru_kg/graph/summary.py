"""Sums up a dataset: its version and digest, and how many there are of what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

import pyoxigraph as ox

from azru_kg.graph.dataset import Dataset
from azru_kg.rdf.prefixes import PREFIXES

_COUNT = "SELECT (COUNT({what}) AS ?number) WHERE {{ {pattern} }}"
_THING = "?thing a/rdfs:subClassOf*"
_KINDS = {
    "sources": f"{_THING} azru:Source",
    # What is set aside is a subclass, and no quote.
    "quotes": "?thing a oa:SpecificResource",
    "claims": f"{_THING} azru:Claim",
    "figures": f"{_THING} azru:Figure",
    "people": f"{_THING} foaf:Person",
    "organisations": f"{_THING} org:Organization",
    "agreements": f"{_THING} azru:Agreement",
    "events": f"{_THING} azru:Event",
    "projects": f"{_THING} azru:Project",
}


@dataclass(frozen=True, slots=True)
class Summary:
    """What a dataset is. `counts` tells the triples of the default graph, and things by kind."""

    version: str
    digest: str
    counts: dict[str, int]


def summarise(dataset: Dataset) -> Summary:
    """Return the summary of a dataset; kinds of which it has nothing are left out."""
    store = dataset.store()
    counts = {
        "triples": _count(store, "*", "?s ?p ?o"),
        "named graphs": _count(store, "DISTINCT ?g", "GRAPH ?g { ?s ?p ?o }"),
        **{label: _count(store, "DISTINCT ?thing", kind) for label, kind in _KINDS.items()},
    }
    present = {label: number for label, number in counts.items() if number}
    return Summary(dataset.version, dataset.digest, present)


def _count(store: ox.Store, what: str, pattern: str) -> int:
    query = _COUNT.format(what=what, pattern=pattern)
    solutions = cast("ox.QuerySolutions", store.query(query, prefixes=PREFIXES))
    return int(cast("ox.Literal", next(solutions)["number"]).value)
