"""Keeps queries on disk by their content: a short name for each, which stays.

A query is a file that is called by the beginning of its hash, so that the same query has the same
name whoever keeps it, and what a name stands for never changes. How many there are, and how long
together, is bounded: then no more are taken, and those that there are stay. Several processes may
keep queries in one folder; they take turns.
"""

from __future__ import annotations

import fcntl
import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from azru_kg.errors import NotFound, StorageFull
from azru_kg.query.query import BYTE_ORDER_MARK, read_query
from azru_kg.replacing import replace_file

MOST: Final = 10_000
"""How many queries are kept."""

MOST_BYTES: Final = 64 * 1024 * 1024
"""How many bytes they have together."""

_SUFFIX: Final = ".rq"
_NAME: Final = re.compile(r"[0-9a-f]{12,64}", re.ASCII)
# Two queries may have hashes that begin alike; the second one gets a longer name.
_LENGTHS: Final = (12, 24, 64)


class KeptQueries:
    """The queries in a folder, which is made when the first one is kept."""

    def __init__(self, folder: Path, *, most: int = MOST, most_bytes: int = MOST_BYTES) -> None:
        self._folder = folder
        self._most = most
        self._most_bytes = most_bytes

    def find(self, name: str) -> str:
        """Return the query of a name; raise NotFound."""
        text = self._read(name) if _NAME.fullmatch(name) else None
        # A file that somebody has changed is no longer what its name says.
        if text is None or not _hash(text).startswith(name):
            raise NotFound("No query of this name is kept here. Ask for the query itself")
        return text

    def has(self, text: str) -> bool:
        """Return whether a query is kept already."""
        canonical = canonize(text)
        return any(self._read(name) == canonical for name in _list_names(canonical))

    def keep(self, text: str) -> str:
        """Keep a query, and return its name.

        Raises StorageFull where there is no room for more, and the QueryError of a text that is no
        query or too long for one.
        """
        canonical = canonize(text)
        read_query(canonical)
        try:
            with self._take_turn():
                return self._keep(canonical)
        except OSError as error:
            raise StorageFull(f"The query could not be kept: {error.strerror or error}") from error

    def _keep(self, text: str) -> str:
        for name in _list_names(text):
            held = self._read(name)
            if held == text:
                return name
            if held is None:
                self._check_room(len(text.encode()))
                replace_file(self._locate(name), text.encode())
                return name
        raise StorageFull("Another query has the hash of this one")

    def _check_room(self, size: int) -> None:
        sizes = [path.stat().st_size for path in self._folder.iterdir()]
        if len(sizes) > self._most or sum(sizes) + size > self._most_bytes:
            raise StorageFull(
                f"This server keeps {self._most:,} queries, of {self._most_bytes >> 20:,} MiB"
                " together, and has no room for another"
            )

    @contextmanager
    def _take_turn(self) -> Iterator[None]:
        self._folder.mkdir(parents=True, exist_ok=True)
        with (self._folder / ".lock").open("ab") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _read(self, name: str) -> str | None:
        with suppress(OSError, UnicodeDecodeError):
            return self._locate(name).read_bytes().decode()
        return None

    def _locate(self, name: str) -> Path:
        return self._folder / f"{name}{_SUFFIX}"


def canonize(text: str) -> str:
    r"""Return a query as it is kept: what forms and editors make of its ends of lines is one.

    >>> canonize("ASK {\r\n}  \r\n\n")
    'ASK {\n}\n'
    """
    lines = text.removeprefix(BYTE_ORDER_MARK).replace("\r\n", "\n").rstrip()
    return f"{lines}\n"


def _list_names(text: str) -> list[str]:
    digest = _hash(text)
    return [digest[:length] for length in _LENGTHS]


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
