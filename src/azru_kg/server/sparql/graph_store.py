"""The reading half of the SPARQL 1.1 Graph Store HTTP Protocol: one graph, named in the address."""

from __future__ import annotations

import pyoxigraph as ox
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from azru_kg.errors import BadAddress, MethodNotAllowed, NotFound
from azru_kg.graph.perspectives import PERSPECTIVES, SPACE
from azru_kg.rdf.nearest import find_similar
from azru_kg.server.ask.ask import read_iri, select
from azru_kg.server.ask.door import Door
from azru_kg.server.ask.once import Once
from azru_kg.server.http.headers import PREFLIGHT, READ_METHODS
from azru_kg.server.http.operation import Operation
from azru_kg.server.sparql.endpoint import SparqlEndpoint

_READ = "CONSTRUCT WHERE { ?s ?p ?o }"
_NAMES = "SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g"
_HOW = "Write /graphs?default, or /graphs?graph= and the IRI of a graph, percent-encoded"


class GraphStore:
    """Answers with the default graph (`?default`) or a named graph (`?graph=`)."""

    def __init__(self, door: Door, endpoint: SparqlEndpoint) -> None:
        self._door = door
        self._endpoint = endpoint
        self._graphs = Once(self._list_graphs)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request: a graph is what a query for all of it has for an answer."""
        request = Request(scope, receive)
        if request.method == "OPTIONS":
            await Response(status_code=204, headers=PREFLIGHT)(scope, receive, send)
            return
        if request.method not in READ_METHODS.split(", "):
            raise MethodNotAllowed(request.method, READ_METHODS)
        graph = _read_graph(request)
        if graph is not None and graph.removeprefix(SPACE) not in PERSPECTIVES:
            await self._check(graph, request)
        operation = Operation(
            query=_READ,
            default_graphs=() if graph is None else (graph,),
            format=request.query_params.get("format") or None,
        )
        await self._endpoint.answer(operation, request, send)

    async def _check(self, graph: str, request: Request) -> None:
        """Raise NotFound, with the nearest name, where there is no such graph."""
        known = await self._graphs.get()
        if graph not in known:
            near = await self._door.admit(request).run(find_similar, graph, sorted(known))
            hint = f". Did you mean {near[0]}?" if near else ". /void lists those there are"
            raise NotFound(f"There is no graph <{graph}> here{hint}")

    async def _list_graphs(self) -> frozenset[str]:
        rows = await select(self._door.shared, _NAMES)
        return frozenset(read_iri(name) for (name,) in rows)


def _read_graph(request: Request) -> str | None:
    """Return the IRI of the graph that a request names, None for the default graph."""
    parameters = [
        (k, v) for k, v in request.query_params.multi_items() if k in ("graph", "default")
    ]
    if len(parameters) != 1:
        raise BadAddress(f"Which graph? {_HOW}")
    ((name, value),) = parameters
    if name == "default":
        return None
    try:
        return ox.NamedNode(value).value
    except ValueError as error:
        raise BadAddress(f"graph={value} is not an absolute IRI. {_HOW}") from error
