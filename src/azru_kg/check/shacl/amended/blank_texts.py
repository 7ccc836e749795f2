"""Writes blank nodes into messages, a long list in part.

pySHACL writes the rest of a list at each of its members, which takes quadratic time, and keeps the
texts of blank nodes by the address of their graph, for ever.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice
from typing import Any

from pyshacl.rdfutil import stringify
from rdflib import RDF

_MOST = 20


def make_stringifier() -> Callable[..., str]:
    """Return what writes blank nodes in one run, in place of a function of pySHACL."""
    write = stringify.stringify_blank_node

    def write_blank_node(graph: Any, bnode: Any, ns_manager: Any = None, recursion: int = 0) -> str:
        if (bnode, RDF.first, None) not in graph:
            text: str = write(graph, bnode, ns_manager, recursion)
            return text
        items = list(islice(graph.items(bnode), _MOST + 1))
        texts = [
            stringify.stringify_node(graph, item, ns_manager=ns_manager, recursion=recursion + 1)
            for item in items[:_MOST]
        ]
        return f"( {' '.join([*texts, *('…' for _ in items[_MOST:])])} )"

    write_blank_node.dict_cache = {}  # type: ignore[attr-defined]
    return write_blank_node
