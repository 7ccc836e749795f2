"""How much memory a worker has taken beyond what it shares with its zygote.

To read the store copies its pages, since Oxigraph counts who looks at a triple. These copies are no
more than there is of the store, are made once, and serve all later queries; so they are not held
against a worker. What counts are addresses: a worker gets new ones for what it allocates only.
"""

from __future__ import annotations

import ctypes
import os
import resource
from pathlib import Path
from typing import Final

_STATM: Final = Path("/proc/self/statm")
_LONGEST: Final = 128
# Only the C library of GNU keeps what is freed until it is told to give it back.
_trim: Final = getattr(ctypes.CDLL(None), "malloc_trim", lambda _: 0)


def read_size() -> int:
    """Return how many bytes of addresses this process has."""
    return _count_bytes(_STATM.read_bytes())


class Growth:
    """Watches how much this process keeps of what it allocates; made before anything is allocated.

    `most` is how many bytes it may keep. It opens a file, for later none can be opened.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._file = os.open(_STATM, os.O_RDONLY)
        self._first = self._read_size()
        self._seen = self._last = _read_touched()
        self._much = False

    def is_too_much(self) -> bool:
        """Return whether more is kept than may be; give back what is free.

        It does so only where so much has been touched since it last did that it may be worth it.
        """
        touched = _read_touched()
        if touched != self._last:  # whoever allocates touches
            self._last = touched
            self._much = self._look(touched)
        return self._much

    def _look(self, touched: int) -> bool:
        if max(touched - self._seen, self._measure()) <= self._most:
            return False
        _trim(0)
        self._seen = touched
        return self._measure() > self._most

    def _measure(self) -> int:
        return self._read_size() - self._first

    def _read_size(self) -> int:
        return _count_bytes(os.pread(self._file, _LONGEST, 0))


def _count_bytes(statm: bytes) -> int:
    return int(statm.split()[0]) * resource.getpagesize()


def _read_touched() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt * resource.getpagesize()
