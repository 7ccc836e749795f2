"""The OpenAPI document: what FastAPI reads in the routes, and what it cannot read there.

That is the endpoint and the graph store, which are ASGI applications of their own, and problem
details, which look the same everywhere.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel, ConfigDict
from starlette.routing import BaseRoute

from azru_kg import __version__
from azru_kg.graph.layout import ENTITIES_GRAPH
from azru_kg.graph.perspectives import PERSPECTIVES
from azru_kg.rdf.formats import GRAPHS, HTML, RESULTS, Format
from azru_kg.server.documents.choice import name_formats
from azru_kg.server.documents.document import PROBLEM, describe_document, describe_problems
from azru_kg.server.http.operation import FORM_TYPE, QUERY_TYPE

Json = dict[str, Any]

# A part of the IRIs there are, none of them malformed.
_IRI: Final[Json] = {
    "type": "string",
    "pattern": "^(https?://[A-Za-z0-9.-]+/|urn:[a-z]+:)[A-Za-z0-9/._~-]*$",
}
_IRI_OR_NOTHING: Final[Json] = {"anyOf": [_IRI, {"const": ""}]}
_OPERATION: Final[Mapping[str, Json]] = {
    "query": {
        "description": "The query; without one, the service describes itself",
        "type": "string",
        "format": "sparql-query",
        "minLength": 1,
        "examples": ["SELECT ?country { ?country a azru:Country }"],
    },
    "default-graph-uri": {
        "description": "The default graph is these",
        "type": "array",
        "items": _IRI_OR_NOTHING,
    },
    "named-graph-uri": {
        "description": "The named graphs are these",
        "type": "array",
        "items": _IRI_OR_NOTHING,
    },
    "perspective": {
        "description": "Ask one group of sources; instead of default-graph-uri",
        "enum": [*PERSPECTIVES, ""],
    },
    "format": {
        "description": "A format by its name, instead of Accept",
        "enum": name_formats(*RESULTS, *GRAPHS, HTML),
    },
    "timeout": {
        "description": "How many seconds the answer may take, at most",
        "type": "string",
        "pattern": "^([0-9]{1,9}([.][0-9]{1,6})?)?$",
        "examples": ["5"],
    },
    "provenance": {
        "description": "Whether each row of a SELECT is told with the documents that it rests on",
        "enum": ["1", "0", ""],
    },
}
_GRAPH: Final[Mapping[str, Json]] = {
    "graph": {"description": "The IRI of a graph", "examples": [ENTITIES_GRAPH], **_IRI},
    "format": {
        "description": "A format by its name, instead of Accept",
        "enum": name_formats(*GRAPHS, HTML),
    },
}


class ProblemDetails(BaseModel):
    """What went wrong, by RFC 9457, with what to do about it and the place of the fault."""

    model_config = ConfigDict(defer_build=True)

    type: str
    title: str
    status: int
    detail: str
    advice: str
    line: int = 1
    column: int = 1


def describe_api(routes: Sequence[BaseRoute], server: str) -> Json:
    """Return the OpenAPI document of routes; `server` is their address without the last slash."""
    document = get_openapi(
        title="azru-kg",
        version=__version__,
        summary="What is said about the knowledge graph of Azerbaijan–Russia relations",
        description="Queries go to /sparql, which without a query describes itself in RDF.",
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
        servers=[{"url": server}],
        routes=routes,
    )
    paths = document["paths"] | {"/sparql": _describe_endpoint(), "/graphs": _describe_store()}
    for operations in paths.values():
        for operation in operations.values():
            # What FastAPI would answer to parameters that do not fit; here it is a problem.
            operation["responses"].pop("422", None)
    schemas = document.get("components", {}).get("schemas", {})
    kept = {name: schema for name, schema in schemas.items() if "ValidationError" not in name}
    kept[PROBLEM] = ProblemDetails.model_json_schema()
    return document | {"paths": paths, "components": {"schemas": kept}}


def _describe_endpoint() -> Json:
    responses = _describe_responses(
        [*RESULTS, *GRAPHS, HTML], 400, 403, 406, 413, 415, 429, 503, 507
    )
    form = {"type": "object", "required": ["query"], "properties": dict(_OPERATION)}
    bodies = {FORM_TYPE: {"schema": form}, QUERY_TYPE: {"schema": _OPERATION["query"]}}
    read = {
        "operationId": "query",
        "summary": "The answer to a query, by the SPARQL 1.1 Protocol",
        "parameters": _describe_parameters(_OPERATION),
        "responses": responses,
    }
    # A client may have what is at an address, not what is answered to a body.
    posted = {status: response for status, response in responses.items() if status != "304"}
    return {
        "get": read,
        "post": {
            "operationId": "queryByPost",
            "summary": read["summary"],
            "requestBody": {"required": True, "content": bodies},
            "responses": posted,
        },
    }


def _describe_store() -> Json:
    read = {
        "operationId": "readGraph",
        "summary": "A named graph; with `default` instead of `graph`, the default graph",
        "parameters": _describe_parameters(_GRAPH, required=("graph",)),
        "responses": _describe_responses([*GRAPHS, HTML], 400, 404, 406, 429, 503, 507),
    }
    return {"get": read}


def _describe_parameters(
    schemas: Mapping[str, Json], *, required: Sequence[str] = ()
) -> list[Json]:
    return [
        {"name": name, "in": "query", "schema": schema}
        | ({"required": True} if name in required else {})
        for name, schema in schemas.items()
    ]


def _describe_responses(formats: Sequence[Format], *problems: int) -> Json:
    media_types = [format_.media_type for format_ in formats]
    responses = describe_document(media_types) | describe_problems(*problems)
    return {str(status): response for status, response in responses.items()}
