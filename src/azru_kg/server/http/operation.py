"""Reads a query operation of the SPARQL 1.1 Protocol out of an HTTP request.

The three ways to send one (GET, POST of a form, POST of the query itself) yield the same
`Operation`. Bodies are read up to a bound, percent-encoding is decoded once, and text is UTF-8 or
an error.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import parse_qsl

import pyoxigraph as ox
from starlette.requests import Request

from azru_kg.errors import BadRequest, QueryTooLarge, UnsupportedMedia, UpdateRefused
from azru_kg.graph.perspectives import PERSPECTIVES, SPACE, explain_unknown
from azru_kg.query.query import BYTE_ORDER_MARK

QUERY_TYPE = "application/sparql-query"
UPDATE_TYPE = "application/sparql-update"
FORM_TYPE = "application/x-www-form-urlencoded"
FORMAT_NAMES = ("format", "output", "results")
"""The parameters that name a format: ours, then those that Fuseki and Virtuoso know it by."""

_KIB = 1024
_BODY_LIMIT = 64 * _KIB
# Percent-encoding writes a byte as three.
_LIMITS = {QUERY_TYPE: _BODY_LIMIT, FORM_TYPE: 3 * _BODY_LIMIT}
# What is read and dropped of a body that is too long, so that its sender gets to see the answer.
_DRAINED = 1024 * _KIB
_FIELDS = 1000
# Programs ask the same again and again: what so many addresses so long stand for is kept.
_KNOWN = 256
_SHORT = 4096
_SECONDS = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,6})?", re.ASCII)
_UTF_8 = ("utf-8", "utf8")
_SWITCH = {"1": True, "true": True, "0": False, "false": False}

Parameters = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Operation:
    """A query as it was sent; `query` is None where there is none, `format` where none is asked.

    `timeout` is how many seconds the client gives the answer, or None. `provenance` is whether rows
    are to be told with the documents that they rest on.
    """

    query: str | None = None
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    format: str | None = None
    timeout: float | None = None
    provenance: bool = False

    def parameters(self) -> Parameters:
        """Return the parameters of the operation as GET would send them, without the format."""
        return [
            *(("query", query) for query in [self.query] if query is not None),
            *(("default-graph-uri", graph) for graph in self.default_graphs),
            *(("named-graph-uri", graph) for graph in self.named_graphs),
            *(("timeout", f"{seconds:g}") for seconds in [self.timeout] if seconds is not None),
            *((("provenance", "1"),) if self.provenance else ()),
        ]


EMPTY = Operation()
"""The operation of a request that asks nothing."""


async def read_operation(request: Request) -> Operation:
    """Return the operation of a GET, HEAD or POST request.

    Raises BadRequest, UpdateRefused, QueryTooLarge or UnsupportedMedia.
    """
    address: bytes = request.scope["query_string"]
    if request.method == "POST":
        return _build_operation(_parse_address(address) + await _read_body(request))
    return _read_known(address) if len(address) <= _SHORT else _read_address(address)


def _read_address(address: bytes) -> Operation:
    return _build_operation(_parse_address(address))


_read_known = lru_cache(_KNOWN)(_read_address)


def _parse_address(address: bytes) -> Parameters:
    return parse_form(address, "the address")


def _build_operation(sent: Parameters) -> Operation:
    # Forms and clients send the names of what they leave open.
    parameters = [(name, value) for name, value in sent if value]
    query = _find_single(parameters, "query")
    if any(name == "update" for name, _ in parameters):
        raise _refuse_update()
    return Operation(
        query=query and query.removeprefix(BYTE_ORDER_MARK),
        default_graphs=_choose_default(parameters),
        named_graphs=_collect_graphs(parameters, "named-graph-uri"),
        format=_choose_format(parameters),
        timeout=_read_timeout(_find_single(parameters, "timeout")),
        provenance=_read_switch(parameters, "provenance"),
    )


def _choose_format(parameters: Parameters) -> str | None:
    # SPARQLWrapper sends format=tsv&format=text/tab-separated-values, as other servers want it, and
    # then output and results, each with the same again.
    values = [value for known in FORMAT_NAMES for name, value in parameters if name == known]
    return values[0] if values else None


def _choose_default(parameters: Parameters) -> tuple[str, ...]:
    """Return the default graphs: `perspective=` is short for the IRI of a perspective as one."""
    graphs = _collect_graphs(parameters, "default-graph-uri")
    name = _find_single(parameters, "perspective")
    if name is not None and name not in PERSPECTIVES:
        raise BadRequest(explain_unknown(name), parameter="perspective")
    for graph in graphs:
        if graph.startswith(SPACE) and graph.removeprefix(SPACE) not in PERSPECTIVES:
            unknown = explain_unknown(graph.removeprefix(SPACE))
            raise BadRequest(unknown, parameter="default-graph-uri")
    if name is None:
        return graphs
    if graphs:
        raise BadRequest(
            "perspective and default-graph-uri both say what to query. Send one of them",
            parameter="perspective",
        )
    return (PERSPECTIVES[name].iri,)


def _find_single(parameters: Parameters, name: str) -> str | None:
    values = [value for key, value in parameters if key == name]
    if len(values) > 1:
        raise BadRequest(
            f"There are {len(values)} {name} parameters. Send exactly one", parameter=name
        )
    return values[0] if values else None


def _read_timeout(value: str | None) -> float | None:
    if value is None:
        return None
    if not _SECONDS.fullmatch(value):
        raise BadRequest(
            "The parameter timeout is no number of seconds. Give one such as 5 or 0.5, or 0 for as"
            " long as the server allows",
            parameter="timeout",
        )
    return float(value) or None


def _read_switch(parameters: Parameters, name: str) -> bool:
    value = _find_single(parameters, name)
    if value not in (None, *_SWITCH):
        raise BadRequest(f"{name}={value} is neither 1 nor 0. Give one of them", parameter=name)
    return _SWITCH.get(value or "", False)


def _collect_graphs(parameters: Parameters, name: str) -> tuple[str, ...]:
    graphs = [value for key, value in parameters if key == name]
    for graph in graphs:
        try:
            ox.NamedNode(graph)
        except ValueError as error:
            raise BadRequest(
                f"{name}={graph} is not an absolute IRI. Give one", parameter=name
            ) from error
    return tuple(dict.fromkeys(graphs))


async def _read_body(request: Request) -> Parameters:
    media_type, _, rest = request.headers.get("content-type", "").partition(";")
    media_type = media_type.strip().lower()
    if media_type == UPDATE_TYPE:
        raise _refuse_update()
    limit = _LIMITS.get(media_type, 0)
    body = await read_bounded(request, limit)
    if body == b"":
        # The query may stand in the address, and what type nothing is of makes no difference.
        return []
    _check_type(media_type, rest, request.headers.get("content-encoding", ""))
    if body is None:
        raise QueryTooLarge(
            f"The request body is longer than {limit // _KIB} KiB. Send a shorter query"
        )
    if media_type == FORM_TYPE:
        return parse_form(body, "the form")
    return [("query", _decode(body, "the query"))]


def _check_type(media_type: str, rest: str, encoding: str) -> None:
    """Raise UnsupportedMedia for a body that is not read here."""
    if media_type not in _LIMITS:
        raise UnsupportedMedia(
            f"A POST body of type {media_type or 'unknown'!r} is not read here."
            f" Send {QUERY_TYPE} with the query as body, or {FORM_TYPE} with query=…"
        )
    for parameter in rest.split(";"):
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset" and value.strip(' "').lower() not in _UTF_8:
            raise UnsupportedMedia(f"The charset is {value.strip()}. Send UTF-8")
    coding = encoding.strip().lower()
    if coding not in ("", "identity"):
        raise UnsupportedMedia(f"The body is {coding}-encoded. Send it without Content-Encoding")


async def read_bounded(request: Request, limit: int) -> bytes | None:
    """Return the body, or None where it is longer than the limit."""
    body = bytearray()
    size = 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > _DRAINED:
            break
        if size <= limit:
            body += chunk
    return bytes(body) if size <= limit else None


def parse_form(data: bytes, place: str) -> Parameters:
    """Return the parameters of a form; raise BadRequest, with the place, where it is none."""
    try:
        return parse_qsl(
            _decode(data, place), keep_blank_values=True, errors="strict", max_num_fields=_FIELDS
        )
    except UnicodeDecodeError as error:
        raise _not_utf_8(place) from error
    except ValueError as error:
        raise BadRequest(f"There are more than {_FIELDS} parameters in {place}") from error


def _decode(data: bytes, place: str) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _not_utf_8(place) from error


def _not_utf_8(place: str) -> BadRequest:
    return BadRequest(f"There are bytes in {place} that are not UTF-8. Send UTF-8")


def _refuse_update() -> UpdateRefused:
    return UpdateRefused(
        "The graph cannot be changed over HTTP. Change its Turtle files, as the README says, or"
        " send a query"
    )
