"""Which graphs a query sees: those it names, or a perspective, which is a dataset of its own.

The graphs of the request replace those of the query's FROM clauses (SPARQL 1.1 Protocol, section
2.1.4). Where several graphs make up the default graph they are copied into a store of their own:
Oxigraph would answer a triple once for every graph that holds it (oxigraph#1919).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import cast

import pyoxigraph as ox

from azru_kg.engine.protocol import Request
from azru_kg.errors import QueryError
from azru_kg.graph.perspectives import PERSPECTIVES, SPACE, build_store, explain_unknown
from azru_kg.query.outline import Outline

Choose = Callable[[ox.Store, str], ox.Store]
"""What gives the store of a perspective: from that of the whole dataset, by the name."""


@dataclass(frozen=True, slots=True)
class Scope:
    """A store and the graphs of it that a query sees; None leaves the choice to the query.

    `asked` are the graphs that the request or the query names.
    """

    store: ox.Store
    default_graph: list[ox.NamedNode | ox.BlankNode | ox.DefaultGraph] | None = None
    named_graphs: list[ox.NamedNode | ox.BlankNode] | None = None
    asked: tuple[ox.NamedNode, ...] = ()


def read_scope(
    store: ox.Store,
    request: Request,
    prefixes: Mapping[str, str],
    choose: Choose = build_store,
) -> Scope:
    """Return what the query of a request sees of a store.

    Raises QueryError for a bad IRI, and for a perspective that there is not or that does not stand
    alone.
    """
    found = find_graphs(request, prefixes)
    if found is None:
        return Scope(store)
    defaults, named = found
    if name := find_perspective(defaults, named):
        return _enter(choose(store, name), named, request.query.outline)
    asked = (*defaults, *named)
    if len(defaults) > 1:
        return replace(_unite(store, defaults, named), asked=asked)
    # Both lists, even if empty: to leave one out shows the other side of the whole store.
    return Scope(store, [*defaults], [*named], asked)


def find_graphs(
    request: Request, prefixes: Mapping[str, str]
) -> tuple[list[ox.NamedNode], list[ox.NamedNode]] | None:
    """Return the default graphs and the named graphs that a request names, each once.

    None where it names none; then it sees the whole dataset. Raises QueryError for a bad IRI.
    """
    outline = request.query.outline
    if request.default_graphs or request.named_graphs:
        return _nodes(request.default_graphs), _nodes(request.named_graphs)
    if outline.default_graphs or outline.named_graphs:
        # Oxigraph also answers a triple once for each time that a graph is named.
        return (
            resolve_graphs(request, outline.default_graphs, prefixes),
            resolve_graphs(request, outline.named_graphs, prefixes),
        )
    return None


def find_perspective(defaults: list[ox.NamedNode], named: list[ox.NamedNode]) -> str:
    """Return the name of the perspective that is chosen, or nothing; raise QueryError."""
    chosen = [node for node in defaults if node.value.startswith(SPACE)]
    if any(node.value.startswith(SPACE) for node in named):
        raise QueryError("a perspective is no named graph. Choose it as the default graph, by FROM")
    if not chosen:
        return ""
    name = chosen[0].value.removeprefix(SPACE)
    if name not in PERSPECTIVES:
        raise QueryError(explain_unknown(name))
    if len(defaults) > 1:
        raise QueryError("a perspective is a dataset of its own. Name it as the only default graph")
    return name


def _enter(part: ox.Store, named: list[ox.NamedNode], outline: Outline) -> Scope:
    """Return what a query sees of the store of a perspective: all its graphs, or those named."""
    if not named and (outline.default_graphs or outline.named_graphs):
        # To leave the choice to the query would be to obey its FROM clauses.
        return Scope(part, [ox.DefaultGraph()], [*part.named_graphs()])
    return Scope(part, [ox.DefaultGraph()], [*named] or None)


def _unite(store: ox.Store, defaults: list[ox.NamedNode], named: list[ox.NamedNode]) -> Scope:
    union = ox.Store()
    for graph in defaults:
        union.bulk_extend(
            ox.Quad(quad.subject, quad.predicate, quad.object)
            for quad in store.quads_for_pattern(None, None, None, graph)
        )
    for graph in named:
        union.bulk_extend(store.quads_for_pattern(None, None, None, graph))
    return Scope(union, [ox.DefaultGraph()], [*named])


def resolve_graphs(
    request: Request, graphs: Sequence[str], prefixes: Mapping[str, str]
) -> list[ox.NamedNode]:
    """Return the IRIs that graphs of a query stand for, by asking the engine under its prologue."""
    if not graphs:
        return []
    terms = " ".join(f"({graph} AS ?g{number})" for number, graph in enumerate(graphs))
    query = f"{request.query.prologue} SELECT {terms} {{}}"
    rows = ox.Store().query(query, base_iri=request.base, prefixes=dict(prefixes))
    return _distinct(node for row in cast("ox.QuerySolutions", rows) for node in row)


def _nodes(iris: tuple[str, ...]) -> list[ox.NamedNode]:
    try:
        return _distinct(ox.NamedNode(iri) for iri in iris)
    except ValueError as error:
        raise QueryError(
            f"a graph of the request is not an absolute IRI: {error}. Write it in full"
        ) from error


def _distinct(nodes: Iterable[ox.NamedNode]) -> list[ox.NamedNode]:
    return list(dict.fromkeys(nodes))
