"""The table of the addresses that the server answers at, as its OpenAPI document describes them.

A row for each: what it gives in which media types, its parameters, and what can go wrong there. The
pages for people are not here, nor are second spellings of the same address.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from azru_kg.graph.layout import ENTITIES_GRAPH
from azru_kg.graph.perspectives import PERSPECTIVES
from azru_kg.rdf import formats as media
from azru_kg.rdf.formats import DOCUMENTS
from azru_kg.server.documents.glossary import FORMATS as GLOSSARY_FORMATS
from azru_kg.server.documents.parameters import (
    DOCUMENT_FORMAT,
    FORM,
    FORMAT,
    IRI,
    KIND,
    NAME,
    OPERATION,
    QUERY,
    SLUG,
    SUFFIX,
    Json,
    take,
    take_format,
)
from azru_kg.server.documents.problem_types import list_types
from azru_kg.server.documents.stored_queries import FORMATS as TEXT_FORMATS
from azru_kg.server.http.operation import FORM_TYPE, QUERY_TYPE

_JSON = "application/json"
_RDF = tuple(format_.media_type for format_ in media.GRAPHS)
_LINKED = tuple(format_.media_type for format_ in DOCUMENTS)
_ANSWERS = tuple(format_.media_type for format_ in (*media.RESULTS, *media.GRAPHS, media.HTML))


@dataclass(frozen=True, slots=True)
class Address:
    """An address that is read: what it gives, in which media types, or where it redirects to.

    `body` are the media types in which it takes the same by POST, with their schemas; `schema` is
    that of the JSON it gives; `others` are statuses that are no problems, with their media types.
    """

    path: str
    name: str
    summary: str
    media_types: Sequence[str] = ()
    parameters: Sequence[Json] = ()
    problems: Sequence[int] = (400, 406)
    redirect: int | None = None
    partial: bool = False
    tagged: bool = True
    schema: Json = field(default_factory=dict)
    others: Mapping[int, Sequence[str]] = field(default_factory=dict)
    body: Mapping[str, Json] = field(default_factory=dict)


_HELD: Json = {
    "type": "object",
    "required": ["status", "version", "digest"],
    "properties": {
        "status": {"const": "ready"},
        "version": {"type": "string"},
        "digest": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
    },
}

_SELF = (
    Address(
        "/sparql",
        "query",
        "The answer to a query, by the SPARQL 1.1 Protocol",
        _ANSWERS,
        OPERATION,
        problems=(400, 403, 406, 413, 415, 429, 503, 507),
        body={FORM_TYPE: FORM, QUERY_TYPE: QUERY},
    ),
    Address(
        "/void",
        "readVoid",
        "VoID: counts of the dataset",
        _RDF,
        [FORMAT],
        problems=(400, 406, 503),
    ),
    Address(
        "/.well-known/void",
        "findVoid",
        "The way to the VoID description",
        parameters=[FORMAT],
        redirect=302,
    ),
    Address(
        "/catalogue",
        "readCatalogue",
        "DCAT 3: dataset, files, service",
        _RDF,
        [FORMAT],
        problems=(400, 406, 503),
    ),
    *(
        Address(
            path,
            name,
            f"The way from the {what} to {target}",
            parameters=[FORMAT],
            redirect=303,
        )
        for path, name, what, target in (
            ("/dataset", "findDataset", "dataset", "the catalogue"),
            ("/dump/", "findFiles", "files", "the catalogue"),
            ("/id/", "findThings", "things", "the VoID description"),
            ("/graph/", "findGraphs", "graphs", "the VoID description"),
            ("/perspective/", "findPerspectives", "perspectives", "the VoID description"),
        )
    ),
    Address(
        "/dump/{name}",
        "readDump",
        "A file of the release, or a part of it with Range",
        [*_RDF, "text/plain"],
        [take("name", "SHA256SUMS lists the names", NAME, place="path", example="SHA256SUMS")],
        problems=(404,),
        partial=True,
    ),
    Address(
        "/openapi.json",
        "readApi",
        "This document",
        [_JSON],
        problems=(400,),
        schema={"type": "object", "required": ["openapi", "info", "paths"]},
    ),
)

_DATA = (
    Address(
        "/graphs",
        "readGraph",
        "A named graph; with `default` instead of `graph`, the default graph",
        [*_RDF, media.HTML.media_type],
        [
            take("graph", "The IRI of a graph", IRI, required=True, example=ENTITIES_GRAPH),
            take_format(*media.GRAPHS, media.HTML),
        ],
        problems=(400, 404, 406, 503, 507),
    ),
    Address(
        "/quality",
        "readQuality",
        "The quality of the data: measurements in DQV",
        _LINKED,
        [DOCUMENT_FORMAT],
        problems=(400, 406, 503),
    ),
    Address(
        "/quality.{suffix}",
        "readQualityIn",
        "The quality of the data in a format",
        _LINKED,
        [SUFFIX],
        problems=(400, 404, 503),
    ),
    Address(
        "/perspective/{name}",
        "readPerspective",
        "A perspective: what it is, and the graphs of its sources; a suffix names the format",
        _LINKED,
        [
            take(
                "name",
                "Its name",
                {"enum": list(PERSPECTIVES)},
                place="path",
                example="official",
            ),
            DOCUMENT_FORMAT,
        ],
        problems=(400, 404, 406, 503),
    ),
    Address(
        "/query/{slug}",
        "readQuery",
        "A stored query, or its description; 303 to the form for browsers",
        [format_.media_type for format_ in TEXT_FORMATS if format_ is not media.HTML],
        [
            take("slug", "The name of the query", NAME, place="path", example="agreements"),
            take_format(*TEXT_FORMATS),
        ],
        problems=(400, 404, 406),
        redirect=303,
    ),
    Address(
        "/id/{kind}/{slug}",
        "findThing",
        "The way from a thing to its description in the format that suits",
        parameters=[
            take("kind", "The kind of thing", KIND, place="path", example="country"),
            take("slug", "The name of the thing", SLUG, place="path", example="AZ"),
            DOCUMENT_FORMAT,
        ],
        problems=(404, 406, 410, 503),
        redirect=303,
    ),
    Address(
        "/id/{kind}/{slug}.{suffix}",
        "readThing",
        "What the graph says of a thing",
        _LINKED,
        [
            take("kind", "The kind of thing", KIND, place="path", example="country"),
            take("slug", "The name of the thing", SLUG, place="path", example="AZ"),
            SUFFIX,
        ],
        problems=(404, 406, 410, 503),
    ),
    *(
        Address(f"/{name}", operation, text, _LINKED, [DOCUMENT_FORMAT], problems=(404, 406, 503))
        for name, operation, text in (
            ("ontology", "readOntology", "The ontology"),
            ("shapes", "readShapes", "The SHACL shapes"),
        )
    ),
    *(
        Address(f"/{name}.{{suffix}}", operation, text, _LINKED, [SUFFIX], (404, 406, 503))
        for name, operation, text in (
            ("ontology", "readOntologyIn", "The ontology in a format"),
            ("shapes", "readShapesIn", "The SHACL shapes in a format"),
        )
    ),
    Address(
        "/ontology/{version}",
        "readVersion",
        "A version of the ontology; a suffix names the format",
        _LINKED,
        [
            take("version", "The version", NAME, place="path", example="0.1.0"),
            DOCUMENT_FORMAT,
        ],
        problems=(404, 406, 503),
    ),
    Address(
        "/graph/{slug}",
        "readNamedGraph",
        "The triples of a named graph; a suffix names the format; 303 where they are many",
        _LINKED,
        [
            take("slug", "The name of the graph", NAME, place="path", example="entities"),
            DOCUMENT_FORMAT,
        ],
        problems=(404, 406, 503, 507),
        others={303: ()},
    ),
)


def _describe_glossary(
    kind: str,
    name: str,
    listed: Mapping[str, str],
    summary: str,
    parameter: Json,
    members: Sequence[str],
) -> Iterator[Address]:
    """Yield the addresses of the list of the names of a kind, and of each of them."""
    ((key, summary_of_list),) = listed.items()
    formats = take_format(*GLOSSARY_FORMATS)
    yield Address(
        f"/{kind}/",
        f"list{name}s",
        summary_of_list,
        [format_.media_type for format_ in GLOSSARY_FORMATS],
        [formats],
        problems=(406,),
        schema={"type": "object", "required": [key]},
    )
    yield Address(
        f"/{kind}/{{name}}",
        f"read{name}",
        summary,
        [format_.media_type for format_ in GLOSSARY_FORMATS],
        [parameter, formats],
        problems=(404, 406),
        schema={"type": "object", "required": list(members)},
    )


_WATCHED = (
    *_describe_glossary(
        "problem",
        "ProblemType",
        {"types": "The types of problems"},
        "What a type of problem means, and what to do about it",
        take(
            "name",
            "The type",
            {"enum": [type_.name for type_ in list_types()]},
            place="path",
            example="not-acceptable",
        ),
        ["type", "title", "status", "advice"],
    ),
    *_describe_glossary(
        "lint",
        "LintRule",
        {"rules": "The rules of lint"},
        "What a rule of lint asks, why, and what to do where it is broken",
        take("name", "The rule", SLUG, place="path", example="stray-space"),
        ["rule", "severity", "asks", "why", "fix"],
    ),
    Address(
        "/health",
        "readHealth",
        "Whether the server lives",
        [_JSON],
        problems=(),
        tagged=False,
        schema={"type": "object", "properties": {"status": {"const": "alive"}}},
    ),
    Address(
        "/ready",
        "readReadiness",
        "Whether the server answers queries, and of which dataset",
        [_JSON],
        problems=(),
        tagged=False,
        schema=_HELD,
        others={503: [_JSON]},
    ),
    Address(
        "/metrics",
        "readMetrics",
        "What the server does, for Prometheus",
        ["text/plain", "application/openmetrics-text"],
        problems=(),
        tagged=False,
    ),
)

ADDRESSES = (*_SELF, *_DATA, *_WATCHED)
"""Every address that programs read."""
