"""Answers one request from an Oxigraph store in this process, with no limit on time or memory.

For programs whose queries are their own: the command line, tests, a worker of the pool, which has
its limits from the kernel. A result is bound to the thread that made it; Oxigraph aborts the
process if another one touches it.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from azru_kg.engine.hints import find_hints, find_path_hints
from azru_kg.engine.protocol import Request
from azru_kg.engine.scope import Choose, Scope, read_scope
from azru_kg.engine.writing import Writable, write_graph, write_rows
from azru_kg.errors import NotAcceptable
from azru_kg.graph.perspectives import build_store
from azru_kg.query.explain import explain_failure, explain_syntax
from azru_kg.query.outline import Form
from azru_kg.query.query import Query
from azru_kg.rdf.prefixes import PREFIXES

Rows = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples

_FORM_NAMES: Final[dict[Form, str]] = {
    "solutions": "SELECT",
    "boolean": "ASK",
    "graph": "CONSTRUCT or DESCRIBE",
}


@dataclass(frozen=True, slots=True)
class Result:
    """The result of a query: what it is, and, once written, all of its bytes.

    `hints` say what the query names and the data do not have.
    """

    form: Form
    media_type: str
    hints: tuple[str, ...]
    _rows: Rows
    _prefixes: Mapping[str, str]

    def write(self, output: Writable) -> None:
        """Write the result while it is computed.

        Raises QueryError if that fails on the way, NotExpressible for what the format cannot hold.
        """
        try:
            if isinstance(self._rows, ox.QueryTriples):
                write_graph(self._rows, output, self.media_type, self._prefixes)
            else:
                write_rows(self._rows, output, self.media_type)
        except RuntimeError as error:
            raise explain_failure(error) from error


def evaluate(
    store: ox.Store,
    request: Request,
    *,
    prefixes: Mapping[str, str] = PREFIXES,
    choose: Choose = build_store,
) -> Result:
    """Return the result of a request; raise QueryError or NotAcceptable.

    Queries know the prefixes without PREFIX lines, and Turtle is written with those it uses.
    `choose` gives the store of a perspective; by default one is built.

    >>> import io
    >>> from azru_kg.query.query import read_query
    >>> out = io.BytesIO()
    >>> request = Request(read_query("ASK {}"), results="text/csv", graph=None)
    >>> evaluate(ox.Store(), request).write(out)
    >>> out.getvalue()
    b'true'
    """
    query = request.query
    media_type = _media_type(request, query.form)
    try:
        scope = read_scope(store, request, prefixes, choose)
        rows = _ask(scope, query, request.base, prefixes)
    except SyntaxError as error:
        raise explain_syntax(query, error, prefixes, request.base) from error
    except RuntimeError as error:
        raise explain_failure(error) from error
    hints: tuple[str, ...] = ()
    if request.hinted:
        graphs = [node.value for node in scope.asked]
        hints = find_hints(store, query.outline.constants, graphs)
        hints += find_path_hints(query.tokens)
    return Result(query.form, media_type, hints, rows, prefixes)


def _ask(scope: Scope, query: Query, base: str, prefixes: Mapping[str, str]) -> Rows:
    def ask(text: str) -> Rows:
        return scope.store.query(
            text,
            base_iri=base,
            # Oxigraph parses each IRI anew, which takes as long as a small query.
            prefixes={name: iri for name, iri in prefixes.items() if f"{name}:" in text},
            default_graph=scope.default_graph,
            named_graphs=scope.named_graphs,
        )

    if query.reordered:
        # Whether the query itself is well-formed is said by its own text, with its own places.
        with suppress(SyntaxError):
            return ask(query.reordered)
    return ask(query.text)


def _media_type(request: Request, form: Form) -> str:
    wanted = request.graph if form == "graph" else request.results
    if wanted is None:
        raise NotAcceptable(
            f"none of the formats asked for suits the result of {_FORM_NAMES[form]}."
            " See the Accept header"
        )
    formats = ox.RdfFormat if form == "graph" else ox.QueryResultsFormat
    if formats.from_media_type(wanted) is None:
        raise NotAcceptable(f"{wanted} is no format for the result of {_FORM_NAMES[form]}")
    return wanted
