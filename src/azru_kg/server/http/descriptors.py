"""How many connections may be open, so that descriptors are left for everything else.

A process that has none left can neither accept a connection, nor open a file, nor have a worker
made. So some are kept back, and the limit on connections is what remains.
"""

from __future__ import annotations

import logging
import resource
from typing import Final

MOST: Final = 512
"""How many connections are open at most, however many descriptors there are."""

LEAST: Final = 16
"""How many may be open even where that leaves too few descriptors for the rest."""

AT_A_TIME: Final = 32
"""How many connections are accepted before others are closed to make way for them."""

# What is open for as long as the server runs, such as the files of a release (two around a reload),
# files that are read in passing, and connections that are accepted while as many are being closed.
_KEPT: Final = 64 + 2 * AT_A_TIME
# A worker has a socket, and another while it is made; so have those of the data before a reload.
_PER_WORKER: Final = 4

_log = logging.getLogger("azru_kg.server")


def allot_connections(workers: int) -> int:
    """Return how many connections may be open beside so many workers.

    The limit of this process on descriptors is raised as far as it takes and may be.
    """
    kept = _KEPT + _PER_WORKER * workers
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    limit = _raise_limit(soft, hard, MOST + kept)
    most = min(MOST, limit - kept)
    if most < MOST:
        _log.warning(
            "only %d connections can be open: the system allows %d descriptors. Raise that limit"
            " (LimitNOFILE, ulimit -n) to %d",
            max(most, LEAST),
            limit,
            MOST + kept,
        )
    return max(most, LEAST)


def _raise_limit(soft: int, hard: int, wanted: int) -> int:
    """Return how many descriptors this process may have, which are more than before if need be."""
    if soft == resource.RLIM_INFINITY or soft >= wanted:
        return wanted
    raised = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (raised, hard))
    return raised
