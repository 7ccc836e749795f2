"""Writes the log: one line an event, as JSON for machines or as text for a terminal.

A line is a line whatever a client sends: characters that could end it, or move the cursor of a
terminal, are escaped. Only the traceback of an unforeseen error takes several lines, in text.
"""

from __future__ import annotations

import json
import logging
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from logging.handlers import QueueHandler, QueueListener
from queue import SimpleQueue
from threading import Thread
from typing import Any, TextIO

from azru_kg.server.http.record import Record
from azru_kg.settings import Settings

# How many events may wait for the reader of the log, and how long the last of them at the end.
_BEHIND = 5_000
_LAST_SECONDS = 2.0
_LONGEST = 1000
_LONGEST_QUERY = 20_000
_UNPRINTABLE = re.compile(r"[^\n -~]")
_FIELDS = "azru_fields"

_log = logging.getLogger("azru_kg.requests")


@contextmanager
def open_log(settings: Settings, stream: TextIO = sys.stderr) -> Iterator[None]:
    """Write what this process logs to a stream, as the settings say, while the context lasts.

    Nobody waits for the reader of the log: it may fall some thousand lines behind, then lines are
    left out, and the next one that is written says how many.
    """
    as_text = settings.log_format == "text" or (settings.log_format == "auto" and stream.isatty())
    writer = logging.StreamHandler(stream)
    writer.setFormatter(TextFormatter() if as_text else JsonFormatter())
    lines: SimpleQueue[logging.LogRecord] = SimpleQueue()
    before = logging.root.handlers[:]
    logging.root.handlers[:] = [_Sender(lines)]
    logging.root.setLevel(settings.log_level.upper())
    # What it says below a warning is about itself: "Uvicorn running on …".
    logging.getLogger("uvicorn").setLevel(max(logging.WARNING, logging.root.level))
    listener = QueueListener(lines, writer)
    listener.start()
    try:
        yield
    finally:
        logging.root.handlers[:] = before
        end = Thread(target=listener.stop, daemon=True)
        end.start()
        end.join(_LAST_SECONDS)


class _Sender(QueueHandler):
    """Passes events on to the thread that writes them, as they are."""

    def __init__(self, lines: SimpleQueue[logging.LogRecord]) -> None:
        super().__init__(lines)
        self._lines = lines
        self._lost = 0

    def prepare(self, record: logging.LogRecord) -> logging.LogRecord:
        return record

    def enqueue(self, record: logging.LogRecord) -> None:
        if self._lines.qsize() >= _BEHIND:
            self._lost += 1
            return
        if self._lost:
            text = f"{self._lost} events were left out: the log was not read in time"
            told = (record.name, logging.WARNING, "", 0, text, None, None)
            self.queue.put_nowait(logging.LogRecord(*told))
            self._lost = 0
        self.queue.put_nowait(record)


def log_record(record: Record) -> None:
    """Log a request, with a hash of its query."""
    _write(record, {})


def log_record_with_query(record: Record) -> None:
    """Log a request, with the text of its query."""
    _write(record, {"query": record.query[:_LONGEST_QUERY]} if record.query is not None else {})


def choose_log(settings: Settings) -> Callable[[Record], None]:
    """Return what logs a request."""
    return log_record_with_query if settings.log_queries else log_record


class JsonFormatter(logging.Formatter):
    """A line of JSON an event, in ASCII."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        members: dict[str, Any] = {
            "time": _time(record).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            **getattr(record, _FIELDS, {}),
        }
        if record.exc_info:
            members["traceback"] = self.formatException(record.exc_info)
        return json.dumps(members)


class TextFormatter(logging.Formatter):
    """A line of text an event: its time, its message, and what else is known of it."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, and those of a traceback, indented."""
        fields = getattr(record, _FIELDS, {})
        parts = [f"{_time(record):%H:%M:%S}", record.levelname.lower(), record.getMessage()]
        parts += [f"{name}={value}" for name, value in fields.items() if value is not None]
        lines = [escape(" ".join(parts)).replace("\n", "\\n")]
        if record.exc_info:
            lines += escape(self.formatException(record.exc_info)).split("\n")
        return "\n    ".join(lines)


def escape(text: str) -> str:
    r"""Return a text with escapes for what a terminal might obey; line ends stay.

    >>> escape("Bakı \x1b[2J")
    'Bakı \\x1b[2J'
    """
    return _UNPRINTABLE.sub(
        lambda match: match[0] if match[0].isprintable() else ascii(match[0])[1:-1], text
    )


def _write(record: Record, more: dict[str, str]) -> None:
    path = record.path if len(record.path) <= _LONGEST else f"{record.path[:_LONGEST]}…"
    fields = {
        "client": record.client,
        "method": record.method,
        "path": path,
        "status": record.status,
        "bytes": record.sent,
        "seconds": round(record.seconds, 6),
        "work": round(record.work, 6),
        "outcome": record.outcome,
        "query_hash": record.query_hash,
    }
    _log.info("request", extra={_FIELDS: fields | more})


def _time(record: logging.LogRecord) -> datetime:
    return datetime.fromtimestamp(record.created, UTC)
