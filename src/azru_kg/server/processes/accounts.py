"""What clients have spent and what is set aside of it, known to all web processes of a server.

It is a table in memory that they share, in which a client has a row: a hash of its name, when its
allowance is full again, and what each process has set aside. The row of a client that is not heard
of any more passes to another, the soonest that of one that has the most left.
"""

from __future__ import annotations

import fcntl
import hashlib
import mmap
import os
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Final

from azru_kg.server.http.budget import UNTOUCHED, Account, move

# A client has its row in one of the sets.
_SETS: Final = 2048
_ROWS: Final = 8
_HEAD: Final = struct.Struct("8sd")
_CELL: Final = struct.Struct("d")


class SharedAccounts:
    """The table, made before the processes are forked; each has a place in it."""

    def __init__(self, places: int) -> None:
        self._places = places
        self._size = _HEAD.size + places * _CELL.size
        self._held = struct.Struct(f"{places}d")
        # A lock of the kind that ends with its process, wherever that is killed.
        self._file = os.memfd_create("azru-kg-accounts")
        os.truncate(self._file, _SETS * _ROWS * self._size)
        self._table = mmap.mmap(self._file, 0)
        self._place = 0

    def take_place(self, place: int) -> None:
        """Be the process of a place from now on; what it had set aside before is no more."""
        self._place = place
        with self._lock():
            for row in range(0, len(self._table), self._size):
                if self._read_held(row)[place]:
                    _CELL.pack_into(self._table, self._locate(row), 0.0)

    def read(self, client: str) -> Account:
        """Return the account of a client."""
        key = _hash(client)
        with self._lock():
            row = self._find(key)
            return UNTOUCHED if row is None else self._read(row)

    def move(self, client: str, now: float, later: float, held: float, last: float) -> None:
        """Put what `move` makes of the account of a client in its place."""
        key = _hash(client)
        with self._lock():
            row = self._find(key)
            if row is None:
                row = self._clear(key)
            _, full = _HEAD.unpack_from(self._table, row)
            # What others have set aside is for them to settle.
            own = self._locate(row)
            account = full, _CELL.unpack_from(self._table, own)[0]
            full, held = move(account, now, later, held, last)
            _HEAD.pack_into(self._table, row, key, full)
            _CELL.pack_into(self._table, own, held)

    @contextmanager
    def _lock(self) -> Iterator[None]:
        fcntl.lockf(self._file, fcntl.LOCK_EX)
        try:
            yield
        finally:
            fcntl.lockf(self._file, fcntl.LOCK_UN)

    def _find(self, key: bytes) -> int | None:
        for row in self._list_rows(key):
            if self._table[row : row + len(key)] == key:
                return row
        return None

    def _clear(self, key: bytes) -> int:
        """Return a row that nobody needs, or that of who needs it least, as if never used."""
        row = min(self._list_rows(key), key=lambda row: self._read(row)[::-1])
        self._table[row : row + self._size] = bytes(self._size)
        return row

    def _list_rows(self, key: bytes) -> range:
        first = int.from_bytes(key[:4]) % _SETS * _ROWS * self._size
        return range(first, first + _ROWS * self._size, self._size)

    def _read(self, row: int) -> Account:
        _, full = _HEAD.unpack_from(self._table, row)
        return full, sum(self._read_held(row))

    def _read_held(self, row: int) -> tuple[float, ...]:
        return self._held.unpack_from(self._table, row + _HEAD.size)

    def _locate(self, row: int) -> int:
        return row + _HEAD.size + self._place * _CELL.size


@lru_cache(1024)
def _hash(client: str) -> bytes:
    return hashlib.blake2b(client.encode(errors="surrogatepass"), digest_size=8).digest()
