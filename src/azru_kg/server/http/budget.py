"""How much of the workers' time one client may take.

Each client address has a purse of query-seconds that fills steadily. A query is paid for after it
has run, by the time it held a worker; the purse may thus be overdrawn, and whoever has overdrawn it
waits until it is filled again. Answers from the cache cost nothing.
"""

from __future__ import annotations

import ipaddress
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from math import ceil
from time import monotonic
from typing import Final

from azru_kg.errors import BudgetSpent

SECONDS: Final = 120.0
"""How many query-seconds a purse holds, unless one says otherwise."""

PER_SECOND: Final = 1.0
"""How many query-seconds a purse gains in a second: one connection alone never empties it."""

_CLIENTS: Final = 10_000
# A provider gives one customer at least as many addresses of version 6.
_PREFIX_6: Final = 64


@dataclass(frozen=True, slots=True)
class Purse:
    """What a client had left at a time."""

    seconds: float
    at: float


class Budget:
    """The purses of all clients; `seconds` of 0 means that nobody has to pay."""

    def __init__(
        self,
        seconds: float = SECONDS,
        per_second: float = PER_SECOND,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self._seconds = seconds
        self._per_second = per_second
        self._clock = clock
        self._purses: OrderedDict[str, Purse] = OrderedDict()

    def check(self, address: str) -> None:
        """Return if a client may ask; raise BudgetSpent with when it may ask again."""
        left = self.left(address)
        if self._seconds and left <= 0:
            wait = max(1, ceil(-left / self._per_second) + 1)
            raise BudgetSpent(
                f"your queries have taken {self._seconds:g} seconds of work faster than they may"
                f" ({self._per_second:g} a second). Ask again in {wait} seconds, or query the dump",
                retry_after=wait,
            )

    def charge(self, address: str, seconds: float) -> None:
        """Take from a client's purse what a query has cost."""
        if not self._seconds:
            return
        client = name_client(address)
        # Nobody has to wait longer than an empty purse takes to fill.
        left = max(self.left(address) - seconds, -self._seconds)
        self._purses[client] = Purse(left, self._clock())
        self._purses.move_to_end(client)
        while len(self._purses) > _CLIENTS:
            self._purses.popitem(last=False)

    def left(self, address: str) -> float:
        """Return how many query-seconds a client has left."""
        purse = self._purses.get(name_client(address))
        if purse is None:
            return self._seconds
        gained = (self._clock() - purse.at) * self._per_second
        return min(self._seconds, purse.seconds + gained)


def name_client(address: str) -> str:
    """Return what stands for the client at an address: of version 6, the network it is in.

    >>> name_client("2001:db8:1:2:3::4"), name_client("192.0.2.1")
    ('2001:db8:1:2::/64', '192.0.2.1')
    """
    try:
        known = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(known, ipaddress.IPv4Address):
        return str(known)
    if known.ipv4_mapped is not None:
        return str(known.ipv4_mapped)
    return str(ipaddress.ip_network((known, _PREFIX_6), strict=False))
