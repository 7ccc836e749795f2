"""What passes between the web process, the zygote and the workers, as bytes.

A worker and the web process exchange frames: a kind of one byte, the length of the body in four,
the body. The zygote and the web process exchange JSON messages, one a packet. Nothing is pickled.
"""

from __future__ import annotations

import json
import struct
from dataclasses import fields
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, Literal, NamedTuple, get_args

from azru_kg.engine.protocol import Request
from azru_kg.errors import (
    AzruError,
    DataError,
    NotAcceptable,
    NotExpressible,
    QueryError,
    QueryRefused,
    QueryTooLarge,
    SyntaxFault,
)
from azru_kg.graph.dataset import DataFile, Dataset
from azru_kg.query.outline import Outline
from azru_kg.query.query import Query

Kind = Literal[b"Q", b"A", b"H", b"D", b"E", b"X", b"P"]
"""Query; all of a short answer: its end, its head, its data; head of the answer (form, media type);
data; end of the answer; error instead of it; name of the perspective that the worker would need."""

MAX_BODY: Final = 1024 * 1024
# So many requests are sent again and again.
_KNOWN: Final = 256
_OUTLINE: Final = tuple(field.name for field in fields(Outline))
_HEAD: Final = struct.Struct("!cI")
_SECONDS: Final = struct.Struct("!d")
_END: Final = struct.Struct("!?d")
_START: Final = struct.Struct("!cI?dI")
_HEADED: Final = struct.Struct("!?dI")
_KINDS: Final = frozenset(get_args(Kind))
_RAISED: Final = {
    kind.__name__: kind
    for kind in (AzruError, QueryError, SyntaxFault, QueryRefused, NotAcceptable, NotExpressible)
}


class Frame(NamedTuple):
    """One frame: its kind and its body."""

    kind: Kind
    body: bytes


class Decoder:
    """Cuts a stream of bytes into frames."""

    def __init__(self) -> None:
        self._rest = bytearray()

    def feed(self, data: bytes | memoryview) -> list[Frame]:
        """Return the frames that are complete with these bytes; raise ValueError on nonsense."""
        came: bytes | bytearray | memoryview = data
        if self._rest:
            self._rest += data
            came = self._rest
        frames: list[Frame] = []
        size, start, end = len(came), 0, _HEAD.size
        with memoryview(came) as view:
            while end <= size:
                kind, length = _HEAD.unpack_from(view, start)
                if kind not in _KINDS or length > MAX_BODY:
                    raise ValueError(f"not a frame: {kind!r} of {length} bytes")
                if end + length > size:
                    break
                start = end + length
                frames.append(Frame(kind, bytes(view[end:start])))
                end = start + _HEAD.size
        if came is data:
            self._rest += data[start:]
        else:
            del self._rest[:start]
        return frames


def begin_data(size: int) -> bytes:
    """Return the beginning of a frame of data of so many bytes, which have to follow."""
    return _HEAD.pack(b"D", size)


def encode(kind: Kind, body: bytes = b"") -> bytes:
    """Return a frame as bytes."""
    return _HEAD.pack(kind, len(body)) + body


def begin_answer(head: bytes, size: int, *, spent: bool, work: float) -> bytes:
    """Return the beginning of the frame of all of an answer, whose data have to follow."""
    length = _HEADED.size + len(head) + size
    return _START.pack(b"A", length, spent, work, len(head)) + head


def decode_answer(body: bytes) -> tuple[bytes, bytes, bool, float]:
    """Return the head and the data of the frame of all of an answer, and what `decode_end` does."""
    spent, work, length = _HEADED.unpack_from(body)
    end = _HEADED.size + length
    return body[_HEADED.size : end], body[end:], spent, work


def encode_end(*, spent: bool, work: float) -> bytes:
    """Return the frame of an end: whether the worker is to end, too, and what the answer took."""
    return encode(b"E", _END.pack(spent, work))


def decode_end(body: bytes) -> tuple[bool, float]:
    """Return what `encode_end` or `begin_answer` has put into a frame."""
    spent, work = _END.unpack_from(body)
    return spent, work


def encode_request(request: Request, seconds: float) -> bytes:
    """Return the frame of a request that may take so many seconds; raise QueryTooLarge."""
    return _allow(encode_members(request), seconds)


@lru_cache(_KNOWN)
def allow(members: bytes, seconds: float) -> bytes:
    """Return the frame of the members of a request that may take so many seconds.

    It is kept for a while, for requests that are sent again.
    """
    return _allow(members, seconds)


def _allow(members: bytes, seconds: float) -> bytes:
    return encode(b"Q", _SECONDS.pack(seconds) + members)


def encode_members(request: Request) -> bytes:
    """Return what a request is, which is the same each time that it is sent.

    Raises QueryTooLarge.
    """
    members = {
        "query": request.query.text,
        "rewritten": request.query.rewritten,
        "outline": {name: getattr(request.query.outline, name) for name in _OUTLINE},
        "results": request.results,
        "graph": request.graph,
        "default_graphs": request.default_graphs,
        "named_graphs": request.named_graphs,
        "base": request.base,
        "hinted": request.hinted,
        "provenance": request.provenance,
    }
    body = json.dumps(members).encode()
    if len(body) > MAX_BODY - _SECONDS.size:
        raise QueryTooLarge(
            f"the request names {len(request.default_graphs) + len(request.named_graphs)} graphs,"
            " too many for one query. Leave them out to query all"
        )
    return body


def split_request(body: bytes) -> tuple[bytes, float]:
    """Return the members of the request of a frame, and the seconds it may take."""
    return body[_SECONDS.size :], _SECONDS.unpack_from(body)[0]


def decode_members(members: bytes) -> Request:
    """Return the request of its members."""
    fields = json.loads(members)
    return Request(
        query=Query(fields["query"], _restore_outline(fields["outline"]), fields["rewritten"]),
        results=fields["results"],
        graph=fields["graph"],
        default_graphs=tuple(fields["default_graphs"]),
        named_graphs=tuple(fields["named_graphs"]),
        base=fields["base"],
        hinted=fields["hinted"],
        provenance=fields["provenance"],
    )


def _restore_outline(fields: dict[str, Any]) -> Outline:
    return Outline(
        verb=fields["verb"],
        start=fields["start"],
        default_graphs=tuple(fields["default_graphs"]),
        named_graphs=tuple(fields["named_graphs"]),
        repeatable=fields["repeatable"],
        relative=fields["relative"],
        constants=tuple(fields["constants"]),
    )


def encode_error(error: AzruError) -> bytes:
    """Return the frame of an error."""
    if isinstance(error, QueryError):
        place = {"message": error.reason, "line": error.line, "column": error.column}
    else:
        place = {"message": str(error)}
    return encode(b"X", json.dumps({"kind": type(error).__name__, **place}).encode())


def decode_error(body: bytes) -> AzruError:
    """Return the error of a frame, as it was raised."""
    fields = json.loads(body)
    kind = _RAISED[fields.pop("kind")]
    return kind(fields.pop("message"), **fields)


def describe_dataset(dataset: Dataset) -> dict[str, Any]:
    """Return a dataset as JSON values."""
    return {
        "files": [[str(file.path), file.graph] for file in dataset.files],
        "version": dataset.version,
        "apart": sorted(dataset.apart),
    }


def restore_dataset(fields: dict[str, Any]) -> Dataset:
    """Return the dataset of JSON values."""
    return Dataset(
        files=tuple(DataFile(Path(path), graph) for path, graph in fields["files"]),
        version=fields["version"],
        apart=frozenset(fields["apart"]),
    )


def describe_data_error(error: DataError) -> dict[str, Any]:
    """Return an error of a data file as JSON values."""
    return {
        "path": str(error.path),
        "reason": error.reason,
        "line": error.line,
        "column": error.column,
    }


def restore_data_error(fields: dict[str, Any]) -> DataError:
    """Return the error of JSON values."""
    return DataError(
        Path(fields["path"]), fields["reason"], line=fields["line"], column=fields["column"]
    )
