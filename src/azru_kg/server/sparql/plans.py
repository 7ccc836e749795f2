"""What addresses stand for that were asked for lately, so that each is worked out once.

Which query, format and coding a request wants follows from its query string and from what it
accepts. An answer that is kept can thus be sent at a glance at these.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from typing import Final

from starlette.types import Scope

from azru_kg.rdf.formats import Offer
from azru_kg.server.http.compression import Codings

_Key = tuple[bytes, ...]

# So many are kept of addresses that are, with what they accept, so long.
_KNOWN: Final = 1024
_LONGEST: Final = 4096
_METHODS: Final = ("GET", "HEAD")
_ASKED: Final = (b"accept", b"accept-encoding")


@dataclass(frozen=True, slots=True)
class Plan:
    """What is wanted: the text of a query, and its answer by name, format and coding.

    `members` are what a worker gets where the answer is not kept, for so many `seconds`.
    """

    query: str
    name: str
    offer: Offer
    codings: Codings
    members: bytes
    seconds: float | None = None


class Plans:
    """The plans of requests whose answers may be kept, by all that they follow from."""

    def __init__(self) -> None:
        self._plans: OrderedDict[_Key, Plan] = OrderedDict()

    def find(self, scope: Scope) -> Plan | None:
        """Return the plan of a request like this one, or None."""
        key = _make_key(scope)
        plan = self._plans.get(key)
        if plan is not None:
            self._plans.move_to_end(key)
        return plan

    def keep(self, scope: Scope, plan: Plan) -> None:
        """Keep the plan of a request, and forget the one that was wanted the longest ago."""
        key = _make_key(scope)
        if scope["method"] in _METHODS and sum(map(len, key)) <= _LONGEST:
            self._plans[key] = plan
            if len(self._plans) > _KNOWN:
                self._plans.popitem(last=False)


def _make_key(scope: Scope) -> _Key:
    asked = (item for item in scope["headers"] if item[0] in _ASKED)
    return (
        scope["method"].encode(),
        scope["query_string"],
        *(part for item in asked for part in item),
    )
