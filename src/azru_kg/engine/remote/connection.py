"""One query sent to a SPARQL server over HTTP, and what is wrong with its reply.

A reply counts only if it is whole and what was asked for: everything else is an EngineFailed or
EngineSlow with the reason. Redirects are not followed, proxies and passwords of the environment are
not used, and nothing that the server sends is shown without being cut short.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from time import monotonic
from typing import Final
from urllib.parse import urlsplit

import httpx

from azru_kg.engine.credentials import PASSWORD, TOKEN, USER
from azru_kg.errors import (
    AzruError,
    DeadlinePassed,
    EngineFailed,
    EngineSlow,
    EngineUnavailable,
    LimitReached,
    MemoryExceeded,
    QueryError,
)

RESULTS: Final = "application/sparql-results+json"
"""The format of solutions and booleans: the only one that all engines write and that has an end."""

TRIPLES: Final = "application/n-triples"
"""The format of graphs."""

_TAKEN: Final = {
    RESULTS: (RESULTS, "application/json"),
    TRIPLES: (TRIPLES, "text/plain"),
}
_CONNECT_SECONDS: Final = 5.0
_SHOWN: Final = 300
_READ: Final = 4096
_LATER: Final = 5
_MIB: Final = 1024 * 1024
# Before a query is sent again, where the engine does not say how long it wants to be left alone.
_PAUSE: Final = 0.1
_LONGEST_PAUSE: Final = 2.0
# How engines say that a query has taken longer than they let one take.
_TIMED_OUT = re.compile(r"timed?[ -]?out|S1T00|cancelled", re.IGNORECASE)
# How Virtuoso begins what it says of a query that it does not understand, whatever the status.
_MISUNDERSTOOD = re.compile(r"Virtuoso (37000|42\w\w\w|22\w\w\w) Error")


@dataclass(frozen=True, slots=True)
class Wording:
    """What is sent for a query: its text, the graphs it is about, and in which format."""

    text: str
    accept: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()

    @property
    def form(self) -> dict[str, str | list[str]]:
        """The parameters of the SPARQL 1.1 Protocol."""
        form: dict[str, str | list[str]] = {"query": self.text}
        if self.default_graphs:
            form["default-graph-uri"] = [*self.default_graphs]
        if self.named_graphs:
            form["named-graph-uri"] = [*self.named_graphs]
        return form


class EngineReply:
    """The reply of a server while it comes in; `most` bytes are read of it, until a time."""

    def __init__(
        self, response: httpx.Response, *, until: float, seconds: float, most: int
    ) -> None:
        self._chunks = response.aiter_bytes()
        self._until = until
        self._seconds = seconds
        self._most = most
        self._read = 0
        self._lines = 0
        self._rows = _read_number(response.headers.get("X-SPARQL-MaxRows", ""))
        self.headers = response.headers

    async def read(self) -> bytes:
        """Return the next bytes, or none at the end; raise EngineFailed, EngineSlow or a limit."""
        try:
            async with asyncio.timeout(max(0.0, self._until - monotonic())):
                data = await anext(self._chunks, b"")
        except TimeoutError as error:
            raise explain_slowness(self._seconds) from error
        except httpx.HTTPError as error:
            raise EngineFailed(
                f"the engine broke its answer off ({_name(error)})", passing=True
            ) from error
        self._read += len(data)
        if self._read > self._most:
            raise MemoryExceeded(
                f"the answer is longer than the {self._most // _MIB} MiB that are read of one."
                " Ask for less, or run the query on the dump"
            )
        self._lines += data.count(b"\n")
        if not data and self._rows and self._lines >= self._rows:
            # Each row of this server stands on lines of its own, and the limit cuts silently.
            raise LimitReached(
                f"the engine gives no more than {self._rows} rows, and cuts what is longer."
                " Add a LIMIT below that, or have ResultSetMaxRows raised in its settings"
            )
        return data


class Connection:
    """Sends queries to one address; `most` is how many bytes of a reply are read."""

    def __init__(self, url: str, auth: httpx.Auth | None, *, connections: int, most: int) -> None:
        self._url = url
        self._most = most
        self._counts_seconds = False
        self._client = httpx.AsyncClient(
            auth=auth,
            headers={"Accept-Encoding": "identity", "User-Agent": "azru-kg"},
            timeout=httpx.Timeout(None, connect=_CONNECT_SECONDS),
            # Those of clients that left are being closed while others are opened.
            limits=httpx.Limits(max_connections=2 * connections + 2),
            trust_env=False,
            follow_redirects=False,
        )

    async def close(self) -> None:
        """Close all connections."""
        await self._client.aclose()

    @asynccontextmanager
    async def ask(
        self, wording: Wording, *, until: float, seconds: float
    ) -> AsyncIterator[EngineReply]:
        """Give the reply to a query, checked as far as its head goes; leaving closes it.

        `seconds` is what the query may take in all, and `until` when that is over.
        """
        response = await self._send(wording, until, seconds)
        # Fuseki reads the parameter as seconds, Virtuoso as milliseconds; others do not know it.
        self._counts_seconds = "Fuseki-Request-Id" in response.headers
        try:
            reply = EngineReply(response, until=until, seconds=seconds, most=self._most)
            if response.status_code != httpx.codes.OK:
                raise await _explain_status(response, reply)
            _check_head(response, wording.accept)
            yield reply
        finally:
            await response.aclose()

    async def _send(self, wording: Wording, until: float, seconds: float) -> httpx.Response:
        form = wording.form
        if self._counts_seconds:
            form["timeout"] = f"{max(0.001, until - monotonic()):.3f}"
        request = self._client.build_request(
            "POST", self._url, data=form, headers={"Accept": wording.accept}
        )
        try:
            async with asyncio.timeout(max(0.0, until - monotonic())):
                return await self._client.send(request, stream=True)
        except TimeoutError as error:
            raise explain_slowness(seconds) from error
        except httpx.ConnectTimeout as error:
            raise EngineSlow(
                f"the engine took no connection within {_CONNECT_SECONDS:g} seconds"
            ) from error
        except httpx.ConnectError as error:
            raise EngineFailed(
                f"nothing answers at {self._url} ({_name(error)})", passing=True
            ) from error
        except httpx.HTTPError as error:
            raise EngineFailed(
                f"the engine sent no reply ({_name(error)})", passing=True
            ) from error


async def wait_for_another(error: AzruError, until: float) -> bool:
    """Wait as long as the engine wants; return whether it makes sense to send a query again."""
    if isinstance(error, EngineUnavailable):
        pause = float(error.retry_after)
    elif isinstance(error, EngineFailed) and error.passing:
        pause = _PAUSE
    else:
        return False
    if pause > _LONGEST_PAUSE or monotonic() + pause >= until:
        return False
    await asyncio.sleep(pause)
    return True


def explain_slowness(seconds: float) -> EngineSlow:
    """Return the error for a query that was not answered in time."""
    return EngineSlow(
        f"the engine had not answered within {seconds:g} seconds. Narrow the patterns of the query,"
        " add LIMIT, or ask later"
    )


def read_retry(headers: httpx.Headers) -> int:
    """Return after how many seconds a server wants to be asked again."""
    return _read_number(headers.get("Retry-After", "")) or _LATER


def _check_head(response: httpx.Response, accept: str) -> None:
    """Raise an error where a reply is not in the format asked for, or says that it is a part."""
    media_type = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if media_type not in _TAKEN[accept]:
        raise EngineFailed(
            f"the engine answers with {_shorten(media_type) or 'no type'} where {accept} was asked"
            " for. Is this the address of its queries?"
        )
    if response.headers.get("X-SQL-State"):
        # Virtuoso says so of what it has found until its own time was over.
        raise DeadlinePassed("the engine ended the query before it had the whole answer")


async def _explain_status(response: httpx.Response, reply: EngineReply) -> AzruError:
    status = response.status_code
    said = await _read_beginning(reply)
    if _TIMED_OUT.search(said) and status >= httpx.codes.INTERNAL_SERVER_ERROR:
        return DeadlinePassed(f"the engine ended the query, for it took too long ({said})")
    if status == httpx.codes.BAD_REQUEST or _MISUNDERSTOOD.match(said):
        return QueryError(f"the engine does not understand the query: {said or status}")
    if status in (httpx.codes.TOO_MANY_REQUESTS, httpx.codes.SERVICE_UNAVAILABLE):
        return EngineUnavailable(
            f"the engine is busy ({said or status})", retry_after=read_retry(response.headers)
        )
    if status in (httpx.codes.REQUEST_TIMEOUT, httpx.codes.GATEWAY_TIMEOUT):
        return EngineSlow(f"the engine says that it was too slow ({said or status})")
    return EngineFailed(
        f"the engine answers {status}{_advise(response)}{said and f': {said}'}",
        passing=status == httpx.codes.BAD_GATEWAY,
    )


def _advise(response: httpx.Response) -> str:
    status = response.status_code
    if status in (httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN):
        return f". Whoever runs this program has to set {USER} and {PASSWORD}, or {TOKEN}"
    if status in (httpx.codes.NOT_FOUND, httpx.codes.METHOD_NOT_ALLOWED):
        return ". Is this the address of its queries?"
    if response.is_redirect:
        host = urlsplit(response.headers.get("Location", "")).hostname
        return f", and sends to {_shorten(host or 'another address')}, which is not followed"
    return ""


async def _read_beginning(reply: EngineReply) -> str:
    """Return the first words of a reply, in one line; none of a page for browsers."""
    data = b""
    try:
        while len(data) < _READ and (chunk := await reply.read()):
            data += chunk
    except AzruError:
        pass
    text = data[:_READ].decode(errors="replace")
    return "" if "<html" in text.lower() else _shorten(text)


def _shorten(text: str) -> str:
    printable = "".join(sign if sign.isprintable() else " " for sign in text)
    return " ".join(printable.split())[:_SHOWN]


def _name(error: Exception) -> str:
    return _shorten(str(error)) or type(error).__name__


def _read_number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0
