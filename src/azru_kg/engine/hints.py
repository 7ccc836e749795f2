"""Says what an answer does not: that a query names what the data do not have, or asks for all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain, islice
from typing import Final, cast

import pyoxigraph as ox

from azru_kg.graph.perspectives import SPACE
from azru_kg.query.remarks.open_ends import remark_open_ends
from azru_kg.query.tokens import Token
from azru_kg.rdf.nearest import find_nearest
from azru_kg.rdf.prefixes import IDENTITY, shorten

_MOST: Final = 3
# Properties and classes in use, and what is declared; of things, only these have a class.
_TERMS: Final = "{ ?s ?term ?o } UNION { ?s a ?term } UNION { ?term a ?class }"
_THINGS: Final = "{ ?term a ?class }"


def find_hints(store: ox.Store, constants: Iterable[str], graphs: Iterable[str]) -> tuple[str, ...]:
    """Return up to three sentences on the names of a query that a store does not have.

    `constants` are the IRIs that the query looks for, `graphs` those that it is asked about.
    """
    absent = [iri for iri in dict.fromkeys(graphs) if not _has_graph(store, iri)]
    missing = (iri for iri in constants if iri not in absent and not _has(store, iri))
    # To guess what was meant takes a while, so it is done for those alone that are told.
    said = chain(
        (f"There is no graph {_name(iri)}.{_guess_graph(store, iri)}" for iri in absent),
        (f"The data do not name {_name(iri)}.{_guess(store, iri)}" for iri in missing),
    )
    return tuple(islice(said, _MOST))


def find_path_hints(tokens: Sequence[Token]) -> tuple[str, ...]:
    """Return up to three sentences on the paths of a query that begin and end anywhere.

    >>> from azru_kg.query.tokens import tokenize
    >>> find_path_hints([*tokenize("ASK { ?claim azru:about+ ?thing }")])
    ()
    """
    told = (remark.reason for remark in remark_open_ends(tokens))
    return tuple(islice(told, _MOST))


def _has(store: ox.Store, iri: str) -> bool:
    node = ox.NamedNode(iri)
    if iri.startswith(SPACE) or store.contains_named_graph(node):
        return True
    quads = chain(
        store.quads_for_pattern(node, None, None),
        store.quads_for_pattern(None, node, None),
        store.quads_for_pattern(None, None, node),
    )
    return next(quads, None) is not None


def _has_graph(store: ox.Store, iri: str) -> bool:
    return iri.startswith(SPACE) or store.contains_named_graph(ox.NamedNode(iri))


def _guess(store: ox.Store, iri: str) -> str:
    pattern = _THINGS if iri.startswith(IDENTITY) else _TERMS
    space = iri[: max(iri.rfind(sign) for sign in "/#") + 1]
    rows = store.query(
        f'SELECT DISTINCT ?term {{ {pattern} FILTER(STRSTARTS(STR(?term), "{space}")) }}',
        use_default_graph_as_union=True,
    )
    named = (row[0] for row in cast("ox.QuerySolutions", rows))
    return _suggest(iri, (term.value for term in named if isinstance(term, ox.NamedNode)))


def _guess_graph(store: ox.Store, iri: str) -> str:
    return _suggest(iri, (g.value for g in store.named_graphs() if isinstance(g, ox.NamedNode)))


def _suggest(iri: str, known: Iterable[str]) -> str:
    near = find_nearest(iri, known)
    return f" Did you mean {_name(near)}?" if near else ""


def _name(iri: str) -> str:
    short = shorten(iri)
    return short if short != iri else f"<{iri}>"
