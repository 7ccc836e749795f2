"""Follows an inverted sequence from its end, and writes paths so that SPARQL can read them.

pySHACL inverts each step of a sequence and leaves them in their order: it takes `^(p/q)`, which is
`^q/^p`, for `^p/^q` (SHACL 2.3.1.2, SPARQL 18.4). It writes `^^p` and `p+*`, which are no paths.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from pyshacl.helper import expression_helper, path_helper
from rdflib import RDF, BNode, URIRef
from rdflib.term import Node

_follow: Callable[..., set[Node]] = expression_helper.value_nodes_from_path
_write: Callable[..., str] = path_helper.shacl_path_to_sparql_path


def follow_path(
    shapes: Any, focus: Node, path: Node, data: Any, inverse: bool = False, recursion: int = 0
) -> set[Node]:
    """Return the nodes that a path leads to from a focus, or the other way round."""
    is_sequence = isinstance(path, BNode) and (path, RDF.first, None) in shapes.graph
    if not (inverse and is_sequence):
        return _follow(shapes, focus, path, data, inverse=inverse, recursion=recursion)
    nodes = {focus}
    for step in reversed(list(shapes.graph.items(path))):
        nodes = {
            end
            for node in nodes
            for end in follow_path(shapes, node, step, data, inverse=True, recursion=recursion + 1)
        }
    return nodes


def write_path(
    shapes: Any, path: Node, prefixes: Mapping[str, str] | None = None, recursion: int = 0
) -> str:
    """Return a path as SPARQL writes it, each part of it in brackets but for single predicates."""
    written = _write(shapes, path, prefixes=prefixes, recursion=recursion)
    return f"({written})" if recursion and not isinstance(path, URIRef) else written
