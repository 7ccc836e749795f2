"""Reads what an engine sends, and writes it as the engine in this program would have.

So each format is written in one way, whatever an engine makes of it, and an answer that is cut off
or broken is found out where it is read. A short answer is converted in one stroke, a long one in a
thread, while it comes in; neither side of it holds more than a few pieces.
"""

from __future__ import annotations

import asyncio
import io
import json
import re
import traceback
from collections.abc import AsyncGenerator, Awaitable, Callable, Coroutine, Iterator
from concurrent.futures import CancelledError, Executor
from contextlib import contextmanager, suppress
from typing import Any, Final, TypeVar

import pyoxigraph as ox

from azru_kg.engine.fetched import Fetched, fetch_rows
from azru_kg.engine.writing import Writable, write_graph, write_rows
from azru_kg.errors import EngineFailed, NotAcceptable
from azru_kg.query.outline import Form
from azru_kg.rdf.prefixes import PREFIXES

Read = Callable[[], Awaitable[bytes]]
"""What gives the next bytes of an answer, and none at its end."""

_T = TypeVar("_T")
_ASKED: Final = "__ASK_RETVAL"
_SHORT: Final = 64 * 1024
_PIECES: Final = 4
# Some thousands of triples one in the other overflow the stack of the parser.
_NESTED: Final = 50
_TRIPLE_TERM: Final = re.compile(rb'"triple"|<<\(')
_BRACKET: Final = re.compile(rb'"(?:[^"\\]|\\.)*"?|[{}]|<<\(|\)>>')


async def convert(
    read: Read, form: Form, media_type: str, threads: Executor
) -> AsyncGenerator[bytes]:
    """Yield an answer in a format.

    Raises EngineFailed where it is broken or of another form, NotExpressible for what the format
    cannot hold, and what `read` raises.
    """
    data = b""
    while len(data) < _SHORT and (more := await read()):
        data += more
    if len(data) < _SHORT:
        output = io.BytesIO()
        rewrite(io.BytesIO(_check_nesting(data)), output, form, media_type)
        yield output.getvalue()
        return
    pipe = _Pipe(data, read)
    work = asyncio.get_running_loop().run_in_executor(threads, _work, pipe, form, media_type)
    try:
        while piece := await pipe.pieces.get():
            yield piece
        await work
    finally:
        pipe.close()
        await asyncio.wait([work])


def rewrite(source: Any, output: Writable, form: Form, media_type: str) -> None:
    """Read a whole answer, of JSON or N-Triples, and write it in a format; raise as `convert`."""
    with _explaining():
        if form == "graph":
            write_graph(_read_triples(source), output, media_type, PREFIXES)
        else:
            write_rows(_read_rows(source, form), output, media_type)


def fetch(data: bytes, form: Form, hints: tuple[str, ...] = ()) -> Fetched:
    """Return a whole answer, of JSON or N-Triples, as terms; raise as `convert`.

    >>> fetch(b'{"head":{},"boolean":true}', "boolean").holds
    True
    """
    with _explaining():
        source = io.BytesIO(_check_nesting(data))
        if form == "graph":
            return Fetched(triples=tuple(_read_triples(source)), hints=hints)
        return fetch_rows(_read_rows(source, form), hints)


@contextmanager
def _explaining() -> Iterator[None]:
    try:
        yield
    except SyntaxError as error:
        let_go(error)
        raise EngineFailed(
            f"the answer of the engine is broken or cut off: {error}", passing=True
        ) from error
    except BaseException as error:
        let_go(error)
        raise


def _read_rows(source: Any, form: Form) -> ox.QuerySolutions | ox.QueryBoolean:
    rows = ox.parse_query_results(source, format=ox.QueryResultsFormat.JSON)
    if form == "boolean" and isinstance(rows, ox.QuerySolutions):
        rows = _read_boolean(rows)
    if isinstance(rows, ox.QueryBoolean) != (form == "boolean"):
        raise EngineFailed("the engine answers another query than it was asked")
    return rows


def let_go(error: BaseException | None) -> None:
    """Free what an error holds on to: a result has to end in the thread in which it was made.

    Else that is where garbage happens to be collected.
    """
    while error is not None:
        traceback.clear_frames(error.__traceback__)
        error = error.__cause__ or error.__context__


def _read_boolean(rows: ox.QuerySolutions) -> ox.QuerySolutions | ox.QueryBoolean:
    """Return the boolean that Virtuoso writes as a table of one cell; another table as it is."""
    if [name.value for name in rows.variables] != [_ASKED]:
        return rows
    holds = any(str(getattr(row[0], "value", "")) == "1" for row in rows)
    written = json.dumps({"head": {}, "boolean": holds}).encode()
    return ox.parse_query_results(written, format=ox.QueryResultsFormat.JSON)


def _read_triples(source: Any) -> Iterator[ox.Triple]:
    return (quad.triple for quad in ox.parse(source, format=ox.RdfFormat.N_TRIPLES))


def _work(pipe: _Pipe, form: Form, media_type: str) -> None:
    try:
        rewrite(pipe, pipe, form, media_type)
        pipe.send()
    finally:
        pipe.end()


class _Closed(Exception):
    """Nobody wants the rest of an answer."""


class _Pipe:
    """The file that a thread reads an answer from and writes it to, while the event loop runs."""

    def __init__(self, beginning: bytes, read: Read) -> None:
        self.pieces: asyncio.Queue[bytes] = asyncio.Queue(_PIECES)
        self._read = read
        self._loop = asyncio.get_running_loop()
        self._tasks: set[asyncio.Task[Any]] = set()
        self._closed = False
        self._came = memoryview(_check_nesting(beginning))
        self._written = bytearray()

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes, at most so many; called in the thread."""
        if not self._came:
            self._came = memoryview(_check_nesting(self._wait(self._receive())))
        part = self._came if size < 0 else self._came[:size]
        self._came = self._came[len(part) :]
        return bytes(part)

    def write(self, data: bytes) -> int:
        """Take bytes of the new form; called in the thread."""
        self._written += data
        if len(self._written) >= _SHORT:
            self.send()
        return len(data)

    def flush(self) -> None:
        """Do nothing: what is left is sent at the end."""

    def send(self) -> None:
        """Pass on what was written; called in the thread."""
        if self._written:
            self._wait(self.pieces.put(bytes(self._written)))
            self._written.clear()

    def end(self) -> None:
        """Say that nothing follows; called in the thread."""
        with suppress(_Closed):
            self._wait(self.pieces.put(b""))

    def close(self) -> None:
        """Stop the thread where it waits; called in the event loop."""
        self._closed = True
        for task in self._tasks:
            task.cancel()

    async def _receive(self) -> bytes:
        return await self._read()

    def _wait(self, work: Coroutine[Any, Any, _T]) -> _T:
        try:
            return asyncio.run_coroutine_threadsafe(self._run(work), self._loop).result()
        except CancelledError as error:
            raise _Closed from error

    async def _run(self, work: Coroutine[Any, Any, _T]) -> _T:
        task = asyncio.ensure_future(work)
        if self._closed:
            task.cancel()
        self._tasks.add(task)
        try:
            return await task
        finally:
            self._tasks.discard(task)


def _check_nesting(data: bytes) -> bytes:
    """Return bytes of an answer; raise NotAcceptable where triples stand too deep in one another.

    A piece may begin in the middle, so depth is counted from where it is least.
    """
    if _TRIPLE_TERM.search(data):
        depth = least = most = 0
        for token in _BRACKET.finditer(data):
            sign = token[0]
            depth += (sign in (b"{", b"<<(")) - (sign in (b"}", b")>>"))
            least = min(least, depth)
            most = max(most, depth - least)
        if most > 2 * _NESTED:
            raise NotAcceptable(
                "The answer holds triples nested too deep to be read. Ask for their parts"
            )
    return data
