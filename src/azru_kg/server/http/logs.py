"""Writes the log: one line an event, as JSON for machines or as text for a terminal.

A line is a line whatever a client sends: characters that could end it, or move the cursor of a
terminal, are escaped. Only the traceback of an unforeseen error takes several lines, in text.
"""

from __future__ import annotations

import json
import logging
import re
import sys
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import lru_cache
from json.encoder import encode_basestring_ascii as quote
from threading import Event, Thread
from time import time
from typing import Any, Final, TextIO

from azru_kg.server.http.record import Record
from azru_kg.settings import Settings

# How many lines may wait for the reader of the log, and how long the last of them at the end.
_BEHIND: Final = 5_000
_LAST_SECONDS: Final = 2.0
# Requests are written together with those that come within so many seconds.
_GATHERED: Final = 0.05
_LONGEST = 1000
_LONGEST_QUERY = 20_000
# So many lines are made and written before requests that wait are looked after.
_AT_ONCE: Final = 64
# A request with a longer path and query takes less room as a line, which has a hash of it.
_SHORT: Final = 4096
# So many requests, as clients send them, are sent again and again.
_KNOWN: Final = 256
_UNPRINTABLE = re.compile(r"[^\n -~]")

_Request = tuple[float, Record, str | None]

_log = logging.getLogger("azru_kg.requests")


@contextmanager
def open_log(settings: Settings, stream: TextIO = sys.stderr) -> Iterator[None]:
    """Write what this process logs to a stream, as the settings say, while the context lasts.

    Nobody waits for the reader of the log: it may fall some thousand lines behind, then lines are
    left out, and the next one that is written says how many. Lines of requests are gathered for a
    moment, and then made and written many in a row, which takes a fraction of the time.
    """
    as_text = settings.log_format == "text" or (settings.log_format == "auto" and stream.isatty())
    lines = _Lines(stream, TextFormatter() if as_text else JsonFormatter())
    before = logging.root.handlers[:]
    logging.root.handlers[:] = [lines]
    logging.root.setLevel(settings.log_level.upper())
    # What it says below a warning is about itself: "Uvicorn running on …".
    logging.getLogger("uvicorn").setLevel(max(logging.WARNING, logging.root.level))
    try:
        yield
    finally:
        logging.root.handlers[:] = before
        lines.end(_LAST_SECONDS)


class _Lines(logging.Handler):
    """Passes lines on to a thread that writes them."""

    def __init__(self, stream: TextIO, formatter: JsonFormatter | TextFormatter) -> None:
        super().__init__()
        self.setFormatter(formatter)
        self._formatter = formatter
        self._stream = stream
        self._lines: deque[str | _Request] = deque()
        self._lost = 0
        self._come = Event()
        self._hurry = Event()
        self._ended = False
        self._thread = Thread(target=self._write_all, daemon=True)
        self._thread.start()

    def emit(self, record: logging.LogRecord) -> None:
        """Have the line of an event written at once."""
        self._put(self.format(record))
        self._hurry.set()

    def add(self, record: Record, query: str | None) -> None:
        """Have the line of a request written in a moment."""
        request = (time(), record, query)
        short = len(record.path) + len(record.query or "") <= _SHORT
        self._put(request if short else self._formatter.format_request(*request))

    def end(self, seconds: float) -> None:
        """Wait for so many seconds until all is written."""
        self._ended = True
        self._come.set()
        self._hurry.set()
        self._thread.join(seconds)

    def _put(self, line: str | _Request) -> None:
        if len(self._lines) >= _BEHIND:
            self._lost += 1
            return
        if self._lost:
            text = f"{self._lost} events were left out: the log was not read in time"
            self._lost = 0
            told = (_log.name, logging.WARNING, "", 0, text, None, None)
            self._lines.append(self.format(logging.LogRecord(*told)))
        self._lines.append(line)
        if not self._come.is_set():
            self._come.set()

    def _write_all(self) -> None:
        while self._come.wait():
            self._hurry.wait(_GATHERED)
            # Whoever adds a line after these are taken says so again.
            ended = self._ended
            self._come.clear()
            self._hurry.clear()
            left = len(self._lines)
            while left > 0:
                self._write("".join([f"{self._take()}\n" for _ in range(min(left, _AT_ONCE))]))
                left -= _AT_ONCE
            if ended:
                return

    def _take(self) -> str:
        line = self._lines.popleft()
        return line if isinstance(line, str) else self._formatter.format_request(*line)

    def _write(self, text: str) -> None:
        try:
            self._stream.write(text)
            self._stream.flush()
        except (OSError, ValueError):
            # Whoever has read it is gone.
            self._lost += text.count("\n")


def log_record(record: Record, query: str | None = None) -> None:
    """Log a request, with a hash of its query, and with the text of it where that is given."""
    if _log.isEnabledFor(logging.INFO):
        for handler in logging.root.handlers:
            if isinstance(handler, _Lines):
                handler.add(record, query)


def log_record_with_query(record: Record) -> None:
    """Log a request, with the text of its query."""
    log_record(record, record.query and record.query[:_LONGEST_QUERY])


def choose_log(settings: Settings) -> Callable[[Record], None]:
    """Return what logs a request."""
    return log_record_with_query if settings.log_queries else log_record


class JsonFormatter(logging.Formatter):
    """A line of JSON an event, in ASCII."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        members: dict[str, Any] = {
            "time": _write_time(record.created),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            members["traceback"] = self.formatException(record.exc_info)
        return json.dumps(members)

    def format_request(self, at: float, record: Record, query: str | None) -> str:
        """Return the line of a request; put together by hand, it takes a fraction of the time."""
        began = _begin_line(record.client, record.method, _shorten(record.path))
        status = "null" if record.status is None else record.status
        ended = _end_line(record.outcome, record.query_hash)
        asked = "" if query is None else f', "query": {quote(query)}'
        return (
            f'{{"time": "{_write_time(at)}", {began}, "status": {status}, "bytes": {record.sent},'
            f' "seconds": {record.seconds:.6f}, "work": {record.work:.6f}, {ended}{asked}}}'
        )


class TextFormatter(logging.Formatter):
    """A line of text an event: its time, its message, and what else is known of it."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, and those of a traceback, indented."""
        lines = [_write_line(record.created, record.levelname.lower(), record.getMessage())]
        if record.exc_info:
            lines += escape(self.formatException(record.exc_info)).split("\n")
        return "\n    ".join(lines)

    def format_request(self, at: float, record: Record, query: str | None) -> str:
        """Return the line of a request."""
        fields = {
            "client": record.client,
            "method": record.method,
            "path": _shorten(record.path),
            "status": record.status,
            "bytes": record.sent,
            "seconds": round(record.seconds, 6),
            "work": round(record.work, 6),
            "outcome": record.outcome,
            "query_hash": record.query_hash,
            "query": query,
        }
        told = (f"{name}={value}" for name, value in fields.items() if value is not None)
        return _write_line(at, "info", "request", *told)


def escape(text: str) -> str:
    r"""Return a text with escapes for what a terminal might obey; line ends stay.

    >>> escape("Bakı \x1b[2J")
    'Bakı \\x1b[2J'
    """
    return _UNPRINTABLE.sub(
        lambda match: match[0] if match[0].isprintable() else ascii(match[0])[1:-1], text
    )


def _shorten(path: str) -> str:
    return path if len(path) <= _LONGEST else f"{path[:_LONGEST]}…"


@lru_cache(_KNOWN)
def _begin_line(client: str, method: str, path: str) -> str:
    """Return the members of a line that are the same whenever a client asks for something."""
    return (
        f'"level": "info", "logger": "{_log.name}", "message": "request",'
        f' "client": {quote(client)}, "method": {quote(method)}, "path": {quote(path)}'
    )


@lru_cache(_KNOWN)
def _end_line(outcome: str, query_hash: str | None) -> str:
    """Return the members of a line that are the same whenever a query ends in the same way."""
    told = "null" if query_hash is None else quote(query_hash)
    return f'"outcome": {quote(outcome)}, "query_hash": {told}'


def _write_time(at: float) -> str:
    second, thousandths = divmod(int(at * 1000), 1000)
    return f"{_write_second(second)}.{thousandths:03}+00:00"


@lru_cache(1)
def _write_second(second: int) -> str:
    return f"{datetime.fromtimestamp(second, UTC):%Y-%m-%dT%H:%M:%S}"


def _write_line(at: float, *parts: str) -> str:
    line = " ".join([f"{datetime.fromtimestamp(at, UTC):%H:%M:%S}", *parts])
    return escape(line).replace("\n", "\\n")
