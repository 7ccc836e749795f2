"""Names answers before they are computed, so that a client that has one need not get it again.

A dataset does not change while it is served. Its digest, the query, the graphs asked about and the
format thus say which bytes the answer has, and their hash is its entity tag (RFC 9110). Queries
that answer differently each time have no tag, and are kept by nobody.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterable
from http import HTTPStatus
from typing import Final

import pyoxigraph as ox
from starlette.requests import Request
from starlette.responses import Response
from werkzeug.datastructures import ETags
from werkzeug.http import parse_etags

from azru_kg import __version__
from azru_kg.graph.dataset import Dataset
from azru_kg.rdf.prefixes import ENDPOINT
from azru_kg.server.http.compression import Coding
from azru_kg.server.http.operation import Operation

_TAG_BYTES: Final = 16
# A browser sends one tag. To read a header as long as the server takes holds up the others.
_LONGEST: Final = 4096
_DIGITS: Final = 2 * _TAG_BYTES
_NONE: Final = ETags()


class Tags:
    """Makes the entity tags of the answers from one dataset."""

    def __init__(self, dataset: Dataset) -> None:
        programs = [__version__, ox.__version__]
        # Where blank nodes get new names with each start, answers are the same until the next one.
        started = "" if dataset.repeatable else secrets.token_hex(_TAG_BYTES)
        self._state = [dataset.digest, started, *programs]

    def name(self, operation: Operation, media_type: str, base: str = ENDPOINT) -> str:
        """Return the name of an answer: the tag of it, without quotes and coding.

        Which of the graphs of a request comes first makes no difference to its answer. `base` is
        what relative IRIs of the query are relative to.
        """
        said: list[object] = [
            *self._state,
            operation.query,
            sorted(operation.default_graphs),
            sorted(operation.named_graphs),
            media_type,
            base,
            *(["provenance"] if operation.provenance else []),
        ]
        return _hash(said)

    def name_document(self, address: str, media_type: str) -> str:
        """Return the name of a document that follows from the data and from its address alone."""
        return _hash([*self._state, address, media_type])


def _hash(said: list[object]) -> str:
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:_DIGITS]


def write_tag(name: str, coding: Coding) -> str:
    """Return the entity tag of an answer in a coding: each of them has its own bytes.

    >>> write_tag("3f", "identity"), write_tag("3f", "gzip")
    ('"3f"', '"3f-gzip"')
    """
    return f'"{name}"' if coding == "identity" else f'"{name}-{coding}"'


def find_tag(if_none_match: str | None, tags: Iterable[str]) -> str | None:
    """Return which of some tags a client says that it has, or None.

    >>> find_tag('W/"a", "b"', ['"b"', '"c"'])
    '"b"'
    """
    held = _read_condition(if_none_match)
    if held.star_tag:
        return None
    return next((tag for tag in tags if held.contains_weak(tag.strip('"'))), None)


def takes_nothing(if_none_match: str | None) -> bool:
    """Return whether a client wants no answer at all if there is one: `If-None-Match: *`."""
    return _read_condition(if_none_match).star_tag


def _read_condition(if_none_match: str | None) -> ETags:
    """Return the tags of a header; one of excessive length counts as none, and costs an answer."""
    if if_none_match is None:
        return _NONE
    return parse_etags(if_none_match if len(if_none_match) <= _LONGEST else None)


def revalidate(response: Response, request: Request) -> Response:
    """Return a document with its entity tag, or 304 where the client has this very document.

    The tag is a weak one: it holds whatever the content coding on the way. A response that comes
    with a tag keeps it.
    """
    if response.status_code != HTTPStatus.OK:
        return response
    if "ETag" not in response.headers:
        tag = hashlib.sha256(bytes(response.body)).hexdigest()[:_DIGITS]
        response.headers["ETag"] = f'W/"{tag}"'
    tag = response.headers["ETag"].removeprefix("W/").strip('"')
    if not _read_condition(request.headers.get("if-none-match")).contains_weak(tag):
        return response
    names = ("Cache-Control", "ETag", "Vary")
    kept = {name: response.headers[name] for name in names if name in response.headers}
    return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=kept)
