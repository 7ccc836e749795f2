"""Prepares the queries of shapes: which variables they have, and what stands for $PATH.

pySHACL looks for `$this` after a blank or a bracket alone, so that `FILTER(?x=$this)` has nothing
bound; it takes the value `""` for none, writes the path of a shape into comments and GROUP BY, too,
and finds a MINUS in a string.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from pyshacl.errors import ReportableRuntimeError
from pyshacl.helper.sparql_query_helper import SPARQLQueryHelper
from rdflib import URIRef

from azru_kg.check.shacl.amended.messages import bind_messages
from azru_kg.check.shacl.amended.property_paths import write_path
from azru_kg.query.tokens import Token, tokenize

_DEPTH = {"{": 1, "}": -1}


class QueryHelper(SPARQLQueryHelper):
    """A query of a shape, as pySHACL runs it for each node."""

    def bind_messages(self, param_map: Any = None) -> None:
        """Fill the messages with the values of parameters."""
        bind_messages(self, param_map)

    def pre_bind_variables(
        self, thisnode: Any, valuenode: Any = None, extravars: Any = None
    ) -> tuple[dict[str, Any], str]:
        """Return what is bound before the query of the shape runs, and its text."""
        check: Any = self.check_invalid_sparql
        check(mask(self.select_text), valuenode, extravars)
        names = find_variables(self.select_text)
        if "shapesGraph" in names:
            raise NotImplementedError("$shapesGraph is not supported: GRAPH sees no shapes here")
        given = {"this": thisnode, "value": valuenode, "currentShape": self.shape.node}
        bound = {name: node for name, node in given.items() if name in names and node is not None}
        return bound, self._write_path() if "PATH" in names else self.select_text

    def _write_path(self) -> str:
        path = self.shape.path()
        if not path:
            raise ReportableRuntimeError("there is $PATH in a query, but its shape has no path")
        written = write_path(self.shape.sg, path)
        return put_path(self.select_text, written if isinstance(path, URIRef) else f"({written})")


@lru_cache(maxsize=1_000)
def find_variables(query: str) -> frozenset[str]:
    """Return the names of the variables in a query.

    >>> sorted(find_variables("ASK { ?x ?y 1 FILTER(?x=$this) } # $value"))
    ['this', 'x', 'y']
    """
    return frozenset(token.text[1:] for token in tokenize(query) if token.kind == "variable")


@lru_cache(maxsize=1_000)
def mask(query: str) -> str:
    """Return a query without its comments, and with nothing in its strings."""
    return " ".join('""' if token.kind == "string" else token.text for token in tokenize(query))


@lru_cache(maxsize=1_000)
def put_path(query: str, path: str) -> str:
    """Return a query with a path for $PATH; outside of braces, where it cannot be, with nothing.

    >>> put_path("SELECT $this { $this $PATH ?v } GROUP BY $this $PATH", "<urn:p>")
    'SELECT $this { $this <urn:p> ?v } GROUP BY $this '
    """
    return "".join(_replace(query, path))


def _replace(query: str, path: str) -> Iterator[str]:
    done = depth = 0
    for token in tokenize(query):
        depth += _DEPTH.get(token.text, 0)
        if _is_path(token):
            yield query[done : token.start]
            yield path if depth else ""
            done = token.start + len(token.text)
    yield query[done:]


def _is_path(token: Token) -> bool:
    return token.kind == "variable" and token.text[1:] == "PATH"
