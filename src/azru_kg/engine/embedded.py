"""Answers one request from an Oxigraph store in this process, with no limit on time or memory.

For programs whose queries are their own: the command line, tests, a worker of the pool, which has
its limits from the kernel. A result is bound to the thread that made it; Oxigraph aborts the
process if another one touches it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from azru_kg.engine.fetched import Fetched, fetch_rows
from azru_kg.engine.hints import find_hints, find_path_hints
from azru_kg.engine.protocol import Request
from azru_kg.engine.scope import Choose, Scope, read_scope
from azru_kg.engine.sourced import ScopedData, SourcedResult, check_sourced
from azru_kg.engine.writing import Writable, write_graph, write_rows
from azru_kg.errors import NotAcceptable
from azru_kg.graph.perspectives import build_store
from azru_kg.query.explain import explain_failure, explain_syntax
from azru_kg.query.outline import Form
from azru_kg.query.tokens import tokenize
from azru_kg.rdf.prefixes import PREFIXES

Rows = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples

# Letters of keywords written as escapes are refused before.
_MAKES_IRIS: Final = re.compile(r"\b[IU]RI\b", re.IGNORECASE)
_FORM_NAMES: Final[dict[Form, str]] = {
    "solutions": "SELECT",
    "boolean": "ASK",
    "graph": "CONSTRUCT or DESCRIBE",
}


@dataclass(slots=True)  # not frozen: a small query would notice
class Result:
    """The result of a query: what it is, and, once written, all of its bytes.

    `hints` say what the query names and the data do not have.
    """

    form: Form
    media_type: str
    hints: tuple[str, ...]
    _rows: Rows
    _prefixes: Mapping[str, str]
    _is_short: bool = False

    def write(self, output: Writable) -> None:
        """Write the result while it is computed.

        Raises QueryError if that fails on the way, NotExpressible for what the format cannot hold.
        """
        try:
            if isinstance(self._rows, ox.QueryTriples):
                write_graph(self._rows, output, self.media_type, self._prefixes)
            else:
                write_rows(self._rows, output, self.media_type, is_short=self._is_short)
        except RuntimeError as error:
            raise explain_failure(error) from error

    def fetch(self) -> Fetched:
        """Return the result as terms, all of it; raise QueryError if that fails on the way."""
        try:
            if isinstance(self._rows, ox.QueryTriples):
                return Fetched(triples=tuple(self._rows), hints=self.hints)
            return fetch_rows(self._rows, self.hints)
        except RuntimeError as error:
            raise explain_failure(error) from error


def evaluate(
    store: ox.Store,
    request: Request,
    *,
    prefixes: Mapping[str, str] = PREFIXES,
    choose: Choose = build_store,
) -> Result:
    """Return the result of a request without provenance; raise QueryError or NotAcceptable.

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
    result = Preparation(store, request, prefixes, choose).evaluate()
    if isinstance(result, SourcedResult):
        raise ValueError("a request with provenance is answered by a Preparation")
    return result


class Preparation:
    """What is worked out of a request for a store before it runs, and is the same each time.

    It takes a place as long as it is kept: no more than the request itself does. `was_short` is
    whether the last result was short: if the next one is the same, it is written in one piece.
    """

    def __init__(
        self,
        store: ox.Store,
        request: Request,
        prefixes: Mapping[str, str] = PREFIXES,
        choose: Choose = build_store,
    ) -> None:
        query = request.query
        self.was_short = False
        self._store = store
        self._request = request
        self._prefixes = prefixes
        self._choose = choose
        self._media_type = choose_media_type(request)
        if request.provenance:
            check_sourced(request, self._media_type)
        # Oxigraph parses each IRI anew, which takes as long as a small query: it gets those that
        # the query can have a use for, and does not say itself.
        needs_base = query.outline.relative or _MAKES_IRIS.search(query.text)
        self._base = request.base if needs_base else None
        said = _read_declared(query.prologue)
        texts = [
            (text, {name: prefixes[name] for name in {*prefixes} - said if f"{name}:" in text})
            for text in (query.rewritten, query.text)
            if text
        ]
        self._first, self._last = texts[0], texts[-1]
        self._hints: tuple[str, ...] | None = None if request.hinted else ()
        self._scope: Scope | None = None

    def evaluate(self) -> Result | SourcedResult:
        """Return the result; raise QueryError."""
        query = self._request.query
        try:
            scope = self._scope or self._read_scope()
            rows = self._ask(scope)
        except SyntaxError as error:
            raise explain_syntax(query, error, self._prefixes, self._request.base) from error
        except RuntimeError as error:
            raise explain_failure(error) from error
        if self._hints is None:
            graphs = [node.value for node in scope.asked]
            hints = find_hints(self._store, query.outline.constants, graphs)
            self._hints = hints + find_path_hints(query.tokens)
        if self._request.provenance and isinstance(rows, ox.QuerySolutions):
            data = ScopedData(self._store, scope, self._request, self._prefixes)
            return SourcedResult(query, self._hints, rows, data)
        form, media_type, prefixes = query.form, self._media_type, self._prefixes
        is_short = self.was_short and query.outline.repeatable
        return Result(form, media_type, self._hints, rows, prefixes, is_short)

    def _read_scope(self) -> Scope:
        scope = read_scope(self._store, self._request, self._prefixes, self._choose)
        if scope.store is self._store and not scope.asked:
            self._scope = scope  # others take a place of their own, or may be lost
        return scope

    def _ask(self, scope: Scope) -> Rows:
        try:
            return self._query(scope, *self._first)
        except SyntaxError:
            # Whether the query itself is well-formed is said by its own text, with its own places.
            if self._last is self._first:
                raise
            return self._query(scope, *self._last)

    def _query(self, scope: Scope, text: str, prefixes: dict[str, str]) -> Rows:
        return scope.store.query(
            text,
            base_iri=self._base,
            prefixes=prefixes,
            default_graph=scope.default_graph,
            named_graphs=scope.named_graphs,
        )


def _read_declared(prologue: str) -> set[str]:
    """Return the prefixes for which there are PREFIX lines."""
    if not prologue.strip():
        return set()
    return {token.text[:-1] for token in tokenize(prologue) if token.kind == "name"}


def choose_media_type(request: Request) -> str:
    """Return the media type of the answer to a request; raise NotAcceptable if none was asked."""
    form = request.query.form
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
