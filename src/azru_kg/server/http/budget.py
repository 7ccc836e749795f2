"""How much of the workers' time one client may take.

Each client has an allowance of query-seconds that fills steadily. What a query may take at most is
set aside as it begins, and what it has taken is charged as it ends. The allowance may thus be
overdrawn, but not by many queries at once; whoever has overdrawn it waits until it is filled again.
Answers from the cache cost nothing.
"""

from __future__ import annotations

import ipaddress
from collections import OrderedDict
from collections.abc import Callable
from functools import lru_cache
from math import ceil
from time import monotonic
from typing import Final, Protocol

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


Account = tuple[float, float]
"""What is known of a client: when its allowance is full again, and what is set aside of it."""

UNTOUCHED: Final[Account] = (0.0, 0.0)
"""The account of who has never asked."""


class Accounts(Protocol):
    """The accounts of clients, by their names."""

    def read(self, client: str) -> Account:
        """Return the account of a client."""

    def move(self, client: str, now: float, later: float, held: float, last: float) -> None:
        """Put what `move` makes of the account of a client in its place."""


def move(account: Account, now: float, later: float, held: float, last: float) -> Account:
    """Return an account whose allowance is full later by some seconds, but no later than `last`.

    So much more is set aside then.
    """
    return min(max(account[0], now) + later, last), max(0.0, account[1] + held)


class OwnAccounts:
    """Accounts that one process keeps, of the clients that it has heard of last."""

    def __init__(self) -> None:
        self._accounts: OrderedDict[str, Account] = OrderedDict()

    def read(self, client: str) -> Account:
        """Return the account of a client."""
        return self._accounts.get(client, UNTOUCHED)

    def move(self, client: str, now: float, later: float, held: float, last: float) -> None:
        """Put what `move` makes of the account of a client in its place."""
        account = self._accounts.get(client, UNTOUCHED)
        self._accounts[client] = move(account, now, later, held, last)
        self._accounts.move_to_end(client)
        while len(self._accounts) > _CLIENTS:
            self._accounts.popitem(last=False)


class Budget:
    """The allowances of all clients; `seconds` of 0 means that nobody has to pay.

    An empty name is the server itself, which pays nothing.
    """

    def __init__(
        self,
        seconds: float = SECONDS,
        per_second: float = PER_SECOND,
        clock: Callable[[], float] = monotonic,
        accounts: Accounts | None = None,
    ) -> None:
        self._seconds = seconds
        self._per_second = per_second
        self._clock = clock
        self._accounts = OwnAccounts() if accounts is None else accounts

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
        self._change(client, 0.0, seconds)
        return lambda cost: self._change(client, cost, -seconds)

    def charge(self, client: str, seconds: float) -> None:
        """Take from a client's allowance what a query has cost."""
        self._change(client, seconds, 0.0)

    def left(self, client: str) -> float:
        """Return how many query-seconds a client has left that are not set aside."""
        full, held = self._accounts.read(client)
        return self._seconds - max(0.0, full - self._clock()) * self._per_second - held

    def _change(self, client: str, cost: float, held: float) -> None:
        """Take what something has cost from an allowance, and set aside more of it, or less."""
        if not (self._seconds and client):
            return
        now = self._clock()
        # Nobody has to wait longer than an empty allowance takes to fill.
        last = now + 2 * self._seconds / self._per_second
        self._accounts.move(client, now, cost / self._per_second, held, last)


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
