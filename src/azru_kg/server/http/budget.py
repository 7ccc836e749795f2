"""How much of the workers' time one client may take.

Each client has an allowance of query-seconds that fills steadily. What a query may take at most is
set aside as it begins, and what it has taken is charged as it ends. The allowance may thus be
overdrawn, but not by many queries at once; whoever has overdrawn it waits until it is filled again.
Answers from the cache cost nothing.
"""

from __future__ import annotations

import ipaddress
from collections import OrderedDict, defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from math import ceil
from time import monotonic
from typing import Final

from starlette.types import Scope

from azru_kg.errors import BudgetSpent

SECONDS: Final = 120.0
"""How many query-seconds an allowance holds, unless one says otherwise."""

PER_SECOND: Final = 1.0
"""How many query-seconds it gains in a second: one connection alone never empties it."""

UNKNOWN: Final = "unknown"
"""The client of a connection that has no address."""

_CLIENTS: Final = 10_000
# A provider gives one customer at least as many addresses of version 6.
_PREFIX_6: Final = 64
# What sums of fractions leave over.
_NOTHING: Final = 1e-6


@dataclass(frozen=True, slots=True)
class Allowance:
    """What a client had left at a time."""

    seconds: float
    at: float


class Budget:
    """The allowances of all clients; `seconds` of 0 means that nobody has to pay.

    An empty name is the server itself, which pays nothing.
    """

    def __init__(
        self,
        seconds: float = SECONDS,
        per_second: float = PER_SECOND,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self._seconds = seconds
        self._per_second = per_second
        self._clock = clock
        self._allowances: OrderedDict[str, Allowance] = OrderedDict()
        self._held: defaultdict[str, float] = defaultdict(float)

    def is_spent(self, client: str) -> bool:
        """Return whether a client has nothing left."""
        return bool(self._seconds and client) and self.left(client) <= 0

    def check(self, client: str) -> None:
        """Return if a client may ask; raise BudgetSpent with when it may ask again."""
        if self.is_spent(client):
            left = self.left(client)
            wait = max(1, ceil(-left / self._per_second) + 1)
            raise BudgetSpent(
                f"your queries have taken {self._seconds:g} seconds of work faster than they may"
                f" ({self._per_second:g} a second). Ask again in {wait} seconds, or query the dump",
                retry_after=wait,
            )

    def hold(self, client: str, seconds: float) -> Callable[[float], None]:
        """Set aside so many seconds; return what settles them by the seconds that it took."""
        self._held[client] += seconds

        def settle(cost: float) -> None:
            self._held[client] -= seconds
            if self._held[client] < _NOTHING:
                del self._held[client]
            self.charge(client, cost)

        return settle

    def charge(self, client: str, seconds: float) -> None:
        """Take from a client's allowance what a query has cost."""
        if not (self._seconds and client):
            return
        # Nobody has to wait longer than an empty allowance takes to fill.
        left = max(self._gain(client) - seconds, -self._seconds)
        self._allowances[client] = Allowance(left, self._clock())
        self._allowances.move_to_end(client)
        while len(self._allowances) > _CLIENTS:
            self._allowances.popitem(last=False)

    def left(self, client: str) -> float:
        """Return how many query-seconds a client has left that are not set aside."""
        return self._gain(client) - self._held.get(client, 0.0)

    def _gain(self, client: str) -> float:
        """Return an allowance with what it has gained since it was last charged."""
        allowance = self._allowances.get(client)
        if allowance is None:
            return self._seconds
        gained = (self._clock() - allowance.at) * self._per_second
        return min(self._seconds, allowance.seconds + gained)


def find_client(scope: Scope) -> str:
    """Return what stands for the client that sends a request."""
    client = scope.get("client")
    return name_client(client[0]) if client else UNKNOWN


@lru_cache(_CLIENTS)
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
