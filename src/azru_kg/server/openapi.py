"""Describes in OpenAPI 3.1 the addresses that are documents; the SPARQL endpoint describes itself.

A row of `ADDRESSES` for each: the document that is served is made from these rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus

from azru_kg import __version__, media
from azru_kg.layout import ENTITIES_GRAPH
from azru_kg.media import Format
from azru_kg.server.problems import FORMATS as PROBLEM_FORMATS
from azru_kg.server.texts import FORMATS as TEXT_FORMATS

Json = dict[str, object]

_RDF = tuple(format_.media_type for format_ in media.GRAPHS)
_PROBLEM = "problem"


@dataclass(frozen=True, slots=True)
class Address:
    """An address that is read: what it gives, in which media types, or where it redirects to."""

    path: str
    name: str
    summary: str
    media_types: Sequence[str] = ()
    parameters: Sequence[Json] = ()
    problems: Sequence[int] = (400, 406)
    redirect: int | None = None
    partial: bool = False


def _take(name: str, text: str, schema: Json, *, place: str = "query", **more: object) -> Json:
    required = {"required": True} if place == "path" else {}
    return {"name": name, "in": place, "description": text, "schema": schema} | required | more


def _take_format(formats: Sequence[Format]) -> Json:
    names = [name for format_ in formats for name in (format_.name, *format_.names)]
    return _take(
        "format", "A format by its name, instead of Accept", {"enum": [*dict.fromkeys(names)]}
    )


_FORMAT = _take_format(media.GRAPHS)
_SLUG: Json = {"type": "string", "minLength": 1, "pattern": "^[A-Za-z0-9._+-]+$"}
# A part of the IRIs there are, none of them malformed.
_IRI: Json = {
    "type": "string",
    "pattern": "^(https?://[A-Za-z0-9.-]+/|urn:[a-z]+:)[A-Za-z0-9/._~-]*$",
}

ADDRESSES = (
    Address("/void", "readVoid", "VoID: counts of the dataset and its parts", _RDF, [_FORMAT]),
    Address(
        "/.well-known/void",
        "findVoid",
        "The way to the VoID description",
        parameters=[_FORMAT],
        redirect=302,
    ),
    Address("/catalogue", "readCatalogue", "DCAT 3: dataset, files, service", _RDF, [_FORMAT]),
    Address(
        "/dataset",
        "findDataset",
        "The way from the dataset to the catalogue",
        parameters=[_FORMAT],
        redirect=303,
    ),
    Address(
        "/dump/{name}",
        "readDump",
        "A file of the release, or a part of it with Range",
        [*_RDF, "text/plain"],
        [_take("name", "SHA256SUMS lists the names", _SLUG, place="path", example="SHA256SUMS")],
        problems=(404,),
        partial=True,
    ),
    Address(
        "/graphs",
        "readGraph",
        "A named graph; with `default` instead of `graph`, the default graph",
        _RDF,
        [
            _take("graph", "The IRI of a graph", _IRI, required=True, example=ENTITIES_GRAPH),
            _FORMAT,
        ],
        problems=(400, 404, 406, 503, 507),
    ),
    Address(
        "/query/{slug}",
        "readQuery",
        "A stored query, or its description; 303 to the form for browsers",
        [format_.media_type for format_ in TEXT_FORMATS if format_ is not media.HTML],
        [
            _take("slug", "The name of the query", _SLUG, place="path", example="agreements"),
            _take_format(TEXT_FORMATS),
        ],
        problems=(400, 404, 406),
        redirect=303,
    ),
)
"""Every address but the endpoint, the pages and the IRIs of the graph."""


def describe_api(server: str, addresses: Sequence[Address] = ADDRESSES) -> Json:
    """Return the OpenAPI document of a site; `server` is its address without the last slash."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "azru-kg",
            "version": __version__,
            "summary": "What is said about the knowledge graph of Azerbaijan–Russia relations",
            "description": "Queries go to /sparql, which describes itself in RDF.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": server}],
        "paths": {address.path: {"get": _describe_address(address)} for address in addresses},
        "components": {"schemas": {_PROBLEM: _PROBLEM_SCHEMA}},
    }


def _describe_address(address: Address) -> Json:
    responses: dict[str, Json] = {}
    if address.media_types:
        content: Json = {name: {} for name in address.media_types}
        responses["200"] = {"description": "The document", "content": content}
        responses["304"] = {"description": "The client has it already (If-None-Match)"}
    if address.partial:
        responses["206"] = {"description": "A part of it", "content": responses["200"]["content"]}
        responses["416"] = {"description": "There is no such part"}
    if address.redirect is not None:
        location: Json = {"Location": {"schema": {"type": "string", "format": "uri-reference"}}}
        responses[str(address.redirect)] = {"description": "Elsewhere", "headers": location}
    for status in address.problems:
        responses[str(status)] = _describe_problem(status)
    return {
        "operationId": address.name,
        "summary": address.summary,
        "parameters": list(address.parameters),
        "responses": responses,
    }


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
