"""Answers one request from an Oxigraph store in this process, with no limit on time or memory.

For programs whose queries are their own: the command line, tests, a worker of the pool, which has
its limits from the kernel. A result is bound to the thread that made it; Oxigraph aborts the
process if another one touches it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, islice
from typing import IO, Final, Protocol, cast

import pyoxigraph as ox

from azru_kg.engine.protocol import Request
from azru_kg.engine.scope import Choose, read_scope
from azru_kg.errors import NotAcceptable, QueryError
from azru_kg.graph.perspectives import build_store
from azru_kg.query.explain import explain_failure, explain_syntax
from azru_kg.query.outline import Form
from azru_kg.rdf.prefixes import PREFIXES

_FORM_NAMES: Final[dict[Form, str]] = {
    "solutions": "SELECT",
    "boolean": "ASK",
    "graph": "CONSTRUCT or DESCRIBE",
}
# A graph of up to so many triples is held back until it is known which prefixes it needs.
_SMALL = 1000
_SPACES = re.compile(r"<([^<>]*[/#])")
_XML_NAME = re.compile(r"[^\W\d][\w.\-]*\Z")


class Writable(Protocol):
    """A binary file, or what is like one; what it raises ends the evaluation."""

    def write(self, data: bytes, /) -> object:
        """Take the next bytes of the result."""

    def flush(self) -> object:
        """Pass on what was taken; called at the end."""


@dataclass(frozen=True, slots=True)
class Result:
    """The result of a query: what it is, and, once written, all of its bytes."""

    form: Form
    media_type: str
    _rows: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples
    _prefixes: Mapping[str, str]

    def write(self, output: Writable) -> None:
        """Write the result while it is computed; raise QueryError if that fails on the way."""
        target = cast("IO[bytes]", output)
        try:
            if isinstance(self._rows, ox.QueryTriples):
                _write_graph(self._rows, target, _graph_format(self.media_type), self._prefixes)
            else:
                self._rows.serialize(target, _results_format(self.media_type))
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
        rows = scope.store.query(
            query.text,
            prefixes=dict(prefixes),
            default_graph=scope.default_graph,
            named_graphs=scope.named_graphs,
        )
    except SyntaxError as error:
        raise explain_syntax(query, error, prefixes) from error
    except RuntimeError as error:
        raise explain_failure(error) from error
    return Result(query.form, media_type, rows, prefixes)


def _media_type(request: Request, form: Form) -> str:
    wanted = request.graph if form == "graph" else request.results
    if wanted is None:
        raise NotAcceptable(
            f"none of the formats asked for suits the result of {_FORM_NAMES[form]}."
            " See the Accept header"
        )
    known = _graph_format(wanted) if form == "graph" else _results_format(wanted)
    if known is None:
        raise NotAcceptable(f"{wanted} is no format for the result of {_FORM_NAMES[form]}")
    return wanted


def _results_format(media_type: str) -> ox.QueryResultsFormat | None:
    return ox.QueryResultsFormat.from_media_type(media_type)


def _graph_format(media_type: str) -> ox.RdfFormat | None:
    return ox.RdfFormat.from_media_type(media_type)


def _write_graph(
    triples: ox.QueryTriples,
    output: IO[bytes],
    syntax: ox.RdfFormat | None,
    prefixes: Mapping[str, str],
) -> None:
    first = list(islice(triples, _SMALL))
    used = _used(first, prefixes) if len(first) < _SMALL else dict(prefixes)
    rest: Iterator[ox.Triple] = chain(first, triples)
    if syntax == ox.RdfFormat.RDF_XML:
        rest = _with_xml_names(rest)
    ox.serialize(rest, output, syntax, prefixes=used)


def _used(triples: list[ox.Triple], prefixes: Mapping[str, str]) -> dict[str, str]:
    spaces = {space for triple in triples for space in _SPACES.findall(str(triple))}
    return {prefix: space for prefix, space in prefixes.items() if space in spaces}


def _with_xml_names(triples: Iterator[ox.Triple]) -> Iterator[ox.Triple]:
    # Oxigraph writes a predicate without a local name as an element without a name: broken XML.
    for triple in triples:
        if not _XML_NAME.search(triple.predicate.value):
            raise QueryError(
                f"RDF/XML has no way to write the property <{triple.predicate.value}>."
                " Ask for Turtle, N-Triples or JSON-LD"
            )
        yield triple
