"""The parameters that addresses take, and the schemas of their values, as OpenAPI states them."""

from __future__ import annotations

from azru_kg.graph.perspectives import PERSPECTIVES
from azru_kg.rdf import formats as media
from azru_kg.rdf.formats import DOCUMENTS, Format
from azru_kg.server.documents.document import SUFFIXES

Json = dict[str, object]

_EXAMPLE = "SELECT ?country { ?country a azru:Country }"


def take(name: str, text: str, schema: Json, *, place: str = "query", **more: object) -> Json:
    """Return a parameter in the query string or the path, which takes values of a schema."""
    required = {"required": True} if place == "path" else {}
    return {"name": name, "in": place, "description": text, "schema": schema} | required | more


def take_format(*formats: Format) -> Json:
    """Return the parameter that names one of some formats."""
    names = [name for format_ in formats for name in (format_.name, *format_.names)]
    return take(
        "format", "A format by its name, instead of Accept", {"enum": [*dict.fromkeys(names)]}
    )


FORMAT = take_format(*media.GRAPHS)
"""The format of a graph."""

DOCUMENT_FORMAT = take_format(*DOCUMENTS)
"""The format of a description."""

NAME: Json = {"type": "string", "minLength": 1, "pattern": "^[A-Za-z0-9._+-]+$"}
# Without a dot: what follows one is the suffix of a format.
SLUG: Json = {"type": "string", "minLength": 1, "pattern": "^[A-Za-z0-9_-]+$"}
KIND: Json = {"type": "string", "minLength": 1, "pattern": "^[a-z]+$"}
SUFFIX = take("suffix", "The format", {"enum": [*SUFFIXES]}, place="path", example="ttl")
# A part of the IRIs there are, none of them malformed.
IRI: Json = {
    "type": "string",
    "pattern": "^(https?://[A-Za-z0-9.-]+/|urn:[a-z]+:)[A-Za-z0-9/._~-]*$",
}

QUERY: Json = {"type": "string", "format": "sparql-query", "minLength": 1}
_GRAPHS: Json = {"type": "array", "items": IRI}
_SECONDS: Json = {
    "type": "string",
    "pattern": "^([1-9][0-9]{0,5}([.][0-9]{1,6})?|0[.][0-9]{0,5}[1-9])$",
}

OPERATION = (
    take("query", "The query; without one, the service describes itself", QUERY, example=_EXAMPLE),
    take("default-graph-uri", "The default graph is these", _GRAPHS),
    take("named-graph-uri", "The named graphs are these", _GRAPHS),
    take(
        "perspective",
        "Ask one group of sources; instead of default-graph-uri",
        {"enum": list(PERSPECTIVES)},
    ),
    take_format(*media.RESULTS, *media.GRAPHS, media.HTML),
    take("timeout", "How many seconds the answer may take, at most", _SECONDS, example="5"),
)
"""The parameters of a query operation."""

FORM: Json = {
    "type": "object",
    "required": ["query"],
    "properties": {str(taken["name"]): taken["schema"] for taken in OPERATION},
}
"""The same as a form."""
