"""Answers with what each row rests on: the rows as always, and beside them `provenance`.

An answer is SPARQL 1.1 Query Results JSON with one more member, which whoever does not know it
passes over.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final, cast

import pyoxigraph as ox

from azru_kg.engine.protocol import Request
from azru_kg.engine.scope import Scope, find_graphs, find_perspective, read_scope
from azru_kg.engine.writing import Writable
from azru_kg.errors import NotExpressible, QueryError
from azru_kg.graph.layout import SHAPES_GRAPH
from azru_kg.provenance.grounds import Fact, Place, Row
from azru_kg.provenance.syntax import Untraceable
from azru_kg.provenance.told import Provenance, tell
from azru_kg.provenance.tracing import trace
from azru_kg.query.explain import explain_failure, explain_syntax
from azru_kg.query.outline import Form
from azru_kg.query.query import Query, read_query
from azru_kg.rdf.oxigraph_terms import AnyTerm, named
from azru_kg.rdf.prefixes import ENDPOINT, PREFIXES

MEDIA_TYPE: Final = "application/sparql-results+json"
"""The one format that carries what rows rest on."""

_RESULTS: Final = b'"results":'
_SHAPES: Final = ox.NamedNode(SHAPES_GRAPH)
_TYPE, _SOURCE, _TITLE = map(named, ("a", "azru:Source", "dcterms:title"))


def check_sourced(request: Request, media_type: str) -> None:
    """Return if a request can be answered with provenance; raise QueryError or NotExpressible."""
    if request.query.form != "solutions":
        raise QueryError(
            "only the rows of SELECT are told with their sources. Ask without provenance, or write"
            " the query as a SELECT"
        )
    if media_type != MEDIA_TYPE:
        raise NotExpressible(
            f"{media_type} has no place for the sources of rows. Ask for JSON, with format=json,"
            " or without provenance"
        )


@dataclass(frozen=True, slots=True)
class SourcedRows:
    """The rows of a SELECT, in their order, and what each of them rests on."""

    variables: tuple[str, ...]
    rows: tuple[Row, ...]
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class SourcedResult:
    """The result of a SELECT with what each row rests on."""

    _query: Query
    hints: tuple[str, ...]
    _rows: ox.QuerySolutions
    _data: ScopedData

    @property
    def form(self) -> Form:
        """What the query yields."""
        return self._query.form

    @property
    def media_type(self) -> str:
        """The format in which it is written."""
        return MEDIA_TYPE

    def read(self) -> SourcedRows:
        """Return the rows and what they rest on; raise QueryError where that fails on the way.

        It can be read or written once.
        """
        return self._trace(io.BytesIO())

    def write(self, output: Writable) -> None:
        """Write the result; raise QueryError where it fails on the way."""
        written = io.BytesIO()
        told = self._trace(written).provenance.as_json()
        # Before the rows: there are readers that take nothing behind them.
        head, results, rows = written.getvalue().partition(_RESULTS)
        provenance = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
        output.write(head)
        output.write(f'"provenance":{provenance},'.encode())
        output.write(results)
        output.write(rows)
        output.flush()

    def _trace(self, written: io.BytesIO) -> SourcedRows:
        """Write the rows as JSON, and return them with what they rest on."""
        names = tuple(variable.value for variable in self._rows.variables)
        try:
            self._rows.serialize(written, ox.QueryResultsFormat.JSON)
            parsed = ox.parse_query_results(written.getvalue(), format=ox.QueryResultsFormat.JSON)
            rows = tuple(tuple(row) for row in cast("ox.QuerySolutions", parsed))
            provenance = tell(trace(self._data, self._query, names, rows), self._data)
        except RuntimeError as error:
            raise explain_failure(error) from error
        return SourcedRows(names, rows, provenance)


def ask_sources(
    store: ox.Store, query: str, *, prefixes: Mapping[str, str] = PREFIXES, base: str = ENDPOINT
) -> SourcedRows:
    """Return the rows of a SELECT query over a store, and what each of them rests on.

    Raises QueryError. The default graph of the store is the union of its named graphs, as that of
    `Dataset.store()` is.

    >>> from azru_kg.graph.dataset import unite
    >>> store = ox.Store()
    >>> for slug in ("one", "two"):
    ...     triple = [ox.NamedNode(f"urn:{name}") for name in ("a", "says", "b", slug)]
    ...     store.add(ox.Quad(*triple))
    >>> unite(store, ())
    >>> answer = ask_sources(store, "SELECT ?what { <urn:a> <urn:says> ?what }")
    >>> [document.graph for document in answer.provenance.documents]
    ['urn:one', 'urn:two']
    >>> [support.documents for support in answer.provenance.rows[0].sets]
    [(0,), (1,)]
    """
    request = Request(
        read_query(query, prefixes=prefixes), MEDIA_TYPE, None, base=base, provenance=True
    )
    check_sourced(request, MEDIA_TYPE)
    try:
        scope = read_scope(store, request, prefixes)
        data = ScopedData(store, scope, request, prefixes)
        rows = data.ask(request.query)
    except SyntaxError as error:
        raise explain_syntax(request.query, error, prefixes, base) from error
    except RuntimeError as error:
        raise explain_failure(error) from error
    return SourcedResult(request.query, (), rows, data).read()


class ScopedData:
    """A store as a query sees it, and where each of its triples is from."""

    def __init__(
        self, store: ox.Store, scope: Scope, request: Request, prefixes: Mapping[str, str]
    ) -> None:
        self._scope = scope
        self._base = request.base
        self._prefixes = prefixes
        found = find_graphs(request, prefixes)
        chosen = found is not None and not find_perspective(*found)
        # What several graphs were united in does not tell any more which triple is from which.
        self._store = store if chosen else scope.store
        self._graphs = {graph.value for graph in found[0]} if found and chosen else None

    def select(self, text: str) -> tuple[Sequence[str], Iterable[Row]]:
        """Return the names of the variables of a SELECT query, and its solutions.

        Raises Untraceable for one that the engine does not take.
        """
        try:
            rows = self.ask(read_query(text, prefixes=self._prefixes))
        except (QueryError, SyntaxError) as error:
            raise Untraceable(
                f"asked for its triples, too, the query is refused: {error}"
            ) from error
        return [variable.value for variable in rows.variables], map(tuple, rows)

    def ask(self, query: Query) -> ox.QuerySolutions:
        """Return the solutions of a SELECT query; raise SyntaxError or RuntimeError."""
        text = query.rewritten or query.text
        try:
            rows = self._scope.store.query(
                text,
                base_iri=self._base,
                prefixes=dict(self._prefixes),
                default_graph=self._scope.default_graph,
                named_graphs=self._scope.named_graphs,
            )
        except SyntaxError:
            if text is query.text:
                raise
            return self.ask(replace(query, rewritten=""))
        return cast("ox.QuerySolutions", rows)

    def find(
        self, subject: AnyTerm | None, predicate: AnyTerm | None, object_: AnyTerm | None
    ) -> Iterator[Fact]:
        """Yield the triples of the default graph that match, once for each place they are from."""
        if isinstance(subject, ox.Literal) or not isinstance(predicate, ox.NamedNode | None):
            return
        quads = self._store.quads_for_pattern(cast("ox.NamedNode", subject), predicate, object_)
        if self._graphs is not None:
            for quad in quads:
                if _read_place(quad) in self._graphs:
                    yield quad.subject, quad.predicate, quad.object, _read_place(quad)
            return
        places: dict[ox.Triple, list[Place]] = {}
        for quad in quads:
            places.setdefault(quad.triple, []).append(_read_place(quad))
        for triple, found in places.items():
            if None in found:
                known = [place for place in found if place is not None and self._counts(place)]
                own: list[Place] = [*sorted(known)] or [None]
                for place in own:
                    yield triple.subject, triple.predicate, triple.object, place

    def _counts(self, place: str) -> bool:
        return place != SHAPES_GRAPH or self._has_shapes

    @cached_property
    def _has_shapes(self) -> bool:
        """Whether the default graph has what the shapes say."""
        return all(
            ox.Quad(quad.subject, quad.predicate, quad.object) in self._store
            for quad in self._store.quads_for_pattern(None, None, None, _SHAPES)
        )

    def tell_document(self, place: str) -> tuple[str | None, str | None]:
        """Return the source that a named graph is the file of, and a title, where there are any."""
        graph = ox.NamedNode(place)
        sources = self._store.quads_for_pattern(None, _TYPE, _SOURCE, graph)
        subjects = (quad.subject for quad in sources)
        source = min((it.value for it in subjects if isinstance(it, ox.NamedNode)), default=None)
        named_by = graph if source is None else ox.NamedNode(source)
        titles = (quad.object for quad in self._store.quads_for_pattern(named_by, _TITLE, None))
        title = min((it.value for it in titles if isinstance(it, ox.Literal)), default=None)
        return source, title


def _read_place(quad: ox.Quad) -> Place:
    return quad.graph_name.value if isinstance(quad.graph_name, ox.NamedNode) else None
