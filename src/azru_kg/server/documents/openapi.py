"""Describes in OpenAPI 3.1 the addresses that programs read: the document is their table."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus

from azru_kg import __version__
from azru_kg.server.documents.addresses import ADDRESSES, Address
from azru_kg.server.documents.parameters import Json
from azru_kg.server.http.problems import FORMATS as PROBLEM_FORMATS

_PROBLEM = "problem"
_JSON = "application/json"


def describe_api(server: str, addresses: Sequence[Address] = ADDRESSES) -> Json:
    """Return the OpenAPI document of a site; `server` is its address without the last slash."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "azru-kg",
            "version": __version__,
            "summary": "What is said about the knowledge graph of Azerbaijan–Russia relations",
            "description": "Queries go to /sparql, which without a query describes itself in RDF.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": server}],
        "paths": {address.path: _describe_address(address) for address in addresses},
        "components": {"schemas": {_PROBLEM: _PROBLEM_SCHEMA}},
    }


def _describe_address(address: Address) -> Json:
    read = {
        "operationId": address.name,
        "summary": address.summary,
        "parameters": list(address.parameters),
        "responses": _describe_responses(address),
    }
    return {"get": read} | ({"post": _describe_post(address)} if address.body else {})


def _describe_post(address: Address) -> Json:
    content = {media_type: {"schema": schema} for media_type, schema in address.body.items()}
    responses = _describe_responses(address)
    # A client may have what is at an address, not what is answered to a body.
    del responses["304"]
    return {
        "operationId": f"{address.name}ByPost",
        "summary": address.summary,
        "requestBody": {"required": True, "content": content},
        "responses": responses,
    }


def _describe_responses(address: Address) -> dict[str, Json]:
    responses: dict[str, Json] = {}
    if address.media_types:
        content = _describe_content(address.media_types, address.schema)
        responses["200"] = {"description": "The document", "content": content}
        if address.tagged:
            responses["304"] = {"description": "The client has it already (If-None-Match)"}
        if address.partial:
            responses["206"] = {"description": "A part of it", "content": content}
            responses["416"] = {"description": "There is no such part"}
    if address.redirect is not None:
        location: Json = {"Location": {"schema": {"type": "string", "format": "uri-reference"}}}
        responses[str(address.redirect)] = {"description": "Elsewhere", "headers": location}
    for status, media_types in address.others.items():
        described: Json = {"description": HTTPStatus(status).phrase}
        content = _describe_content(media_types, {})
        responses[str(status)] = described | ({"content": content} if content else {})
    return responses | {str(status): _describe_problem(status) for status in address.problems}


def _describe_content(media_types: Sequence[str], schema: Json) -> Json:
    return {name: {"schema": schema} if schema and name == _JSON else {} for name in media_types}


def _describe_problem(status: int) -> Json:
    schema: Json = {"schema": {"$ref": f"#/components/schemas/{_PROBLEM}"}}
    content = {
        format_.media_type: schema if format_.name == "json" else {} for format_ in PROBLEM_FORMATS
    }
    return {"description": HTTPStatus(status).phrase, "content": content}


_PROBLEM_SCHEMA: Json = {
    "description": "RFC 9457",
    "type": "object",
    "required": ["type", "title", "status", "detail", "advice"],
    "properties": {
        "type": {"type": "string", "format": "uri"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "advice": {"type": "string"},
        "line": {"type": "integer"},
        "column": {"type": "integer"},
    },
}
