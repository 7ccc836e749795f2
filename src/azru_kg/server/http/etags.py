"""Names answers before they are computed, so that a client that has one need not get it again.

A dataset does not change while it is served. Its digest, the query, the graphs asked about and the
format thus say which bytes the answer has, and their hash is its entity tag (RFC 9110). Queries
that answer differently each time have no tag, and are kept by nobody.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from itertools import islice
from typing import Final

import pyoxigraph as ox
from starlette.requests import Request
from starlette.responses import Response
from werkzeug.http import parse_etags

from azru_kg import __version__
from azru_kg.errors import SyntaxFault
from azru_kg.graph.dataset import Dataset
from azru_kg.query.outline import Form, find_form
from azru_kg.query.tokens import Token, tokenize
from azru_kg.server.http.compression import Coding
from azru_kg.server.http.operation import Operation

_TAG = 32


_CHANGING: Final = frozenset(("now", "rand", "uuid", "struuid", "bnode"))
_MAKES_BLANK: Final = frozenset(("[", "(", "<<", "|", "~"))
_TAG_BYTES: Final = 16
# More would hold up the other requests: no query is read here before the guard has seen it.
_TOKENS: Final = 5_000


@dataclass(frozen=True, slots=True)
class Traits:
    """What is known of an answer before its query runs: its form, and whether it stays the same."""

    form: Form | None
    repeatable: bool


UNKNOWN: Final = Traits(None, repeatable=False)
"""The traits of a query that the engine is going to refuse, or that is too long to look at."""


def read_traits(query: str) -> Traits:
    """Return what the words of a query say about its answer.

    A query has the same answer each time, over the same data, unless it asks for the time, chance
    or new blank nodes, which get another name each time.

    >>> read_traits("SELECT (NOW() AS ?t) {}").repeatable, read_traits("ASK { ?now ?p 1 }").form
    (False, 'boolean')
    """
    try:
        tokens = list(islice(tokenize(query), _TOKENS + 1))
    except SyntaxFault:
        return UNKNOWN
    form = find_form(tokens)
    if form is None or len(tokens) > _TOKENS:
        return UNKNOWN
    changing = any(token.kind == "word" and token.text.lower() in _CHANGING for token in tokens)
    return Traits(form, not (changing or any(map(_makes_blank, _read_template(tokens)))))


class Tags:
    """Makes the entity tags of the answers from one dataset."""

    def __init__(self, dataset: Dataset) -> None:
        programs = [__version__, ox.__version__]
        # Where blank nodes get new names with each start, answers are the same until the next one.
        started = "" if dataset.repeatable else secrets.token_hex(_TAG_BYTES)
        self._state = [dataset.digest, started, *programs]

    def name(self, operation: Operation, media_type: str) -> str:
        """Return the name of an answer: the tag of it, without quotes and coding.

        Which of the graphs of a request comes first makes no difference to its answer.
        """
        said = [
            *self._state,
            operation.query,
            sorted(operation.default_graphs),
            sorted(operation.named_graphs),
            media_type,
        ]
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()[: 2 * _TAG_BYTES]


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
    held = parse_etags(if_none_match)
    if held.star_tag:
        return None
    return next((tag for tag in tags if held.contains_weak(tag.strip('"'))), None)


def takes_nothing(if_none_match: str | None) -> bool:
    """Return whether a client wants no answer at all if there is one: `If-None-Match: *`."""
    return parse_etags(if_none_match).star_tag


def _read_template(tokens: Sequence[Token]) -> Sequence[Token]:
    """Return the tokens between the braces after CONSTRUCT."""
    words = [token.text.lower() if token.kind == "word" else token.text for token in tokens]
    if "construct" not in words:
        return ()
    start = words.index("construct") + 1
    if words[start : start + 1] != ["{"] or "}" not in words:
        return ()
    return tokens[start + 1 : words.index("}", start)]


def _makes_blank(token: Token) -> bool:
    return token.kind == "blank" or (token.kind in ("open", "sign") and token.text in _MAKES_BLANK)


def revalidate(response: Response, request: Request) -> Response:
    """Return a document with its entity tag, or 304 where the client has this very document.

    The tag is a weak one: it holds whatever the content coding on the way. A response that comes
    with a tag keeps it.
    """
    if response.status_code != HTTPStatus.OK:
        return response
    if "ETag" not in response.headers:
        tag = hashlib.sha256(bytes(response.body)).hexdigest()[:_TAG]
        response.headers["ETag"] = f'W/"{tag}"'
    tag = response.headers["ETag"].removeprefix("W/").strip('"')
    if not parse_etags(request.headers.get("if-none-match")).contains_weak(tag):
        return response
    names = ("Cache-Control", "ETag", "Vary")
    kept = {name: response.headers[name] for name in names if name in response.headers}
    return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=kept)
