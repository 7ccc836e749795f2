"""Sends a file of the release, or a part of it, out of one that is open and has no name."""

from __future__ import annotations

import asyncio
import os
import re
from collections.abc import Mapping
from http import HTTPStatus
from typing import Final

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from azru_kg.metadata.inventory import ReleaseFile

_BIT: Final = 256 * 1024
_RANGE: Final = re.compile(
    r"\s*bytes\s*=\s*([0-9]{0,18})\s*-\s*([0-9]{0,18})\s*", re.ASCII | re.IGNORECASE
)


class OpenFile(Response):
    """A file of the release, or a part of it that is asked for, out of an open one, bit by bit.

    Several parts at once are not made: then it is the whole file, as RFC 9110, 14.2 allows.
    """

    def __init__(self, number: int, file: ReleaseFile, headers: Mapping[str, str]) -> None:
        super().__init__(headers={**headers, "Accept-Ranges": "bytes"})
        self._number = number
        self._file = file

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the part that the request asks for, or what there is to say of it."""
        start, end = self._choose_part(scope)
        self.headers["Content-Length"] = str(end - start)
        begin = {"type": "http.response.start", "status": self.status_code}
        await send({**begin, "headers": self.raw_headers})
        at, end = self._file.start + start, self._file.start + end
        while at < end and scope["method"] != "HEAD":
            data = await asyncio.to_thread(os.pread, self._number, min(_BIT, end - at), at)
            if not data:
                raise OSError("a file of the release is shorter than it was")
            at += len(data)
            await send({"type": "http.response.body", "body": data, "more_body": True})
        await send({"type": "http.response.body", "body": b""})

    def _choose_part(self, scope: Scope) -> tuple[int, int]:
        """Return from where to where the file is sent, and say so in status and headers."""
        size, asked = self._file.size, Headers(scope=scope)
        found = _RANGE.fullmatch(asked.get("range", ""))
        whole = (
            scope["method"] != "GET"
            or asked.get("if-range", self.headers["etag"]) != self.headers["etag"]
        )
        if found is None or whole or not any(found.groups()):
            return 0, size
        first, last = found.groups()
        start = int(first) if first else max(size - int(last), 0)
        end = min(int(last) + 1, size) if first and last else size
        if start >= size:
            self.status_code = HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE
            self.headers["Content-Range"] = f"bytes */{size}"
            return 0, 0
        if start >= end:
            return 0, size
        self.status_code = HTTPStatus.PARTIAL_CONTENT
        self.headers["Content-Range"] = f"bytes {start}-{end - 1}/{size}"
        return start, end
