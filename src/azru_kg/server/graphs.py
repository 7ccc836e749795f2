"""The reading half of the SPARQL 1.1 Graph Store HTTP Protocol: one graph, named in the address."""

from __future__ import annotations

import hashlib
from difflib import get_close_matches

import pyoxigraph as ox
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from azru_kg.dataset import Dataset
from azru_kg.engine import protocol
from azru_kg.engine.protocol import Engine
from azru_kg.errors import BadAddress, MethodNotAllowed, NotFound
from azru_kg.media import Offer
from azru_kg.server.lookup import select
from azru_kg.server.replies import CACHING, METHODS, PREFLIGHT, choose_format, has_current
from azru_kg.server.streaming import run_while_connected, send_answer

_READ = "CONSTRUCT WHERE { ?s ?p ?o }"
_NAMES = "SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g"
_HOW = "Write /graphs?default, or /graphs?graph= and the IRI of a graph, percent-encoded"


class GraphStore:
    """Answers with the default graph (`?default`) or a named graph (`?graph=`)."""

    def __init__(self, engine: Engine, dataset: Dataset) -> None:
        self._engine = engine
        self._digest = dataset.digest
        self._graphs: frozenset[str] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        request = Request(scope, receive)
        if request.method == "OPTIONS":
            await Response(status_code=204, headers=PREFLIGHT)(scope, receive, send)
            return
        if request.method not in METHODS.split(", "):
            raise MethodNotAllowed(request.method, METHODS)
        graph = _read_graph(request)
        offer = choose_format(request)
        await run_while_connected(self._answer(request, graph, offer, send), receive)

    async def _answer(self, request: Request, graph: str | None, offer: Offer, send: Send) -> None:
        if graph is not None:
            await self._check(graph)
        key = f"{self._digest} {graph} {offer.content_type}"
        tag = hashlib.sha256(key.encode()).hexdigest()[:32]
        # The order of the triples, which says nothing, may be another after a restart.
        headers = CACHING | {"ETag": f'W/"{tag}"', "Vary": "Accept"}
        if has_current(request, tag):
            await Response(status_code=304, headers=headers)(request.scope, request.receive, send)
            return
        asked = protocol.Request(
            _READ,
            results=None,
            graph=offer.format.media_type,
            default_graphs=() if graph is None else (graph,),
        )
        async with self._engine.answer(asked) as answer:
            name = f'inline; filename="graph.{offer.format.extension}"'
            shape = {"Content-Type": offer.content_type, "Content-Disposition": name}
            await send_answer(answer.chunks, headers | shape, request.scope, send)

    async def _check(self, graph: str) -> None:
        """Raise NotFound, with the nearest name, where there is no such graph."""
        if self._graphs is None:
            rows = await select(self._engine, _NAMES)
            self._graphs = frozenset(str(name)[1:-1] for (name,) in rows)
        if graph not in self._graphs:
            near = get_close_matches(graph, self._graphs, n=1)
            hint = f". Did you mean {near[0]}?" if near else ". /void lists those there are"
            raise NotFound(f"There is no graph <{graph}> here{hint}")


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
