"""Answers requests whose very bytes have been answered before, without reading them again.

Programs send the same head again and again. What it stands for is worked out once for a release,
the long way through parser, layers and endpoint; after that the bytes themselves say it. All that
the long way does for a request is done here, too: it is counted, logged and recorded alike.
"""

from __future__ import annotations

from collections import OrderedDict
from math import inf
from time import perf_counter
from typing import Final

from starlette.datastructures import Headers
from starlette.types import Scope

from azru_kg.engine.workers.pool import Pool
from azru_kg.server.http.budget import Budget
from azru_kg.server.http.conversation import HEAD, Conversation
from azru_kg.server.http.delivery import Delivery
from azru_kg.server.http.headers import complete
from azru_kg.server.http.record import ANSWERED, Record
from azru_kg.server.http.streaming import Reply
from azru_kg.server.sparql.batches import QUICK, Batches
from azru_kg.server.sparql.flights import Flight, Keep, Ready, Served
from azru_kg.server.sparql.plans import Plan

# So many heads are known, each so long at most.
_KNOWN: Final = 1024
_LONGEST: Final = 4096
# So much is taken at once by the socket of a worker that is free.
_SMALL: Final = 32 * 1024
_METHODS: Final = ("GET", "HEAD")
_OK: Final = 200


class Repeats:
    """The requests to one release that are known by their bytes."""

    def __init__(self, pool: Pool | None = None, budget: Budget | None = None) -> None:
        self._pool = pool
        self._budget = budget or Budget()
        self._batches = None if pool is None else Batches(pool, self._budget)
        self._known: OrderedDict[tuple[str, bytes], _Repeat] = OrderedDict()

    def keep(self, scope: Scope, plan: Plan, delivery: Delivery) -> None:
        """Keep what a request stands for, if all of it came at once, and it alone."""
        head = scope.get(HEAD)
        if head is None or len(head[1]) > _LONGEST or scope["method"] not in _METHODS:
            return
        self._known[head] = _Repeat(scope, plan, delivery)
        if len(self._known) > _KNOWN:
            self._known.popitem(last=False)

    def answer(self, conversation: Conversation, head: bytes, keep: Keep, release: Served) -> bool:
        """Answer a request if that can be done, or begun, at a glance; return whether it is."""
        if len(head) > _LONGEST:
            return False
        key = (conversation.trusted, head)
        repeat = self._known.get(key)
        if repeat is None:
            return False
        self._known.move_to_end(key)
        started = perf_counter()
        ready = repeat.find()
        if ready is None:
            if self._pool is None or not repeat.members:
                return False
            pool, budget = self._pool, self._budget
            flight = Flight(repeat, conversation, head, started, keep, release, pool, budget)
            if self._batches is None or not repeat.is_quick:
                return flight.begin()
            flight.wait()
            self._batches.add(flight)
            return True
        status, lines, body = ready
        conversation.reply(status, lines, body)
        client = repeat.name_client(conversation)
        keep(repeat.make_record(client, status, len(body), perf_counter() - started))
        return True


class _Repeat:
    """What a head stands for: all that is the same each time that it comes."""

    def __init__(self, scope: Scope, plan: Plan, delivery: Delivery) -> None:
        trusted, _ = scope[HEAD]
        # Whom a proxy speaks for stands in the head.
        self._client: str = scope["client"][0] if trusted else ""
        self._method: str = scope["method"]
        self._path: str = scope["path"]
        self._query = plan.query
        self.members = plan.members if len(plan.members) <= _SMALL else b""
        self.seconds = plan.seconds
        self.work = inf
        self._delivery = delivery
        unchanged = delivery.find_unchanged()
        self._unchanged = None if unchanged is None else self.prepare(unchanged)
        self._made: tuple[int, str] | None = None
        self._made_status = 0
        self._made_lines = b""
        self._tag = ""
        self._status = 0
        self._lines = b""

    @property
    def is_quick(self) -> bool:
        """Whether its answer takes next to no time, and may take as long as any other."""
        return self.work <= QUICK and self.seconds is None

    def find(self) -> Ready | None:
        """Return what can be sent without asking the engine, or None."""
        if self._unchanged is not None:
            return self._unchanged
        kept = self._delivery.find_kept(last=False)
        if kept is None:
            return None
        tag, body = kept
        if tag == self._tag:
            return self._status, self._lines, self._cut(self._status, body)
        reply = self._delivery.make_kept(tag, body)
        ready = self.prepare(reply)
        if reply.body is body or not reply.body:
            # A tag stands for certain bytes: with them, all of the reply is the same again.
            self._tag, self._status, self._lines = tag, reply.status, ready[1]
        return ready

    def make(self, body: bytes, hints: tuple[str, ...]) -> Ready:
        """Return an answer that was looked for in vain, and has just been computed."""
        self._delivery.note_miss()
        if hints:
            return self.prepare(self._delivery.with_hints(hints).make(body))
        packed, coding = self._delivery.pack(body)
        if (len(packed), coding) != self._made:
            self._made = (len(packed), coding)
            reply = self._delivery.make_packed(packed, coding)
            self._made_status, self._made_lines, _ = self.prepare(reply)
        # All headers follow from the request, the coding and the length.
        return self._made_status, self._made_lines, self._cut(self._made_status, packed)

    def name_client(self, conversation: Conversation) -> str:
        """Return the address of the client on a connection."""
        return self._client or conversation.address

    def make_record(
        self,
        client: str,
        status: int | None,
        sent: int,
        seconds: float,
        outcome: str = ANSWERED,
        asked: int = 0,
        work: float = 0.0,
    ) -> Record:
        """Return the record of the request, unless told otherwise as of one without a worker."""
        method, path, query = self._method, self._path, self._query
        return Record(client, method, path, status, sent, seconds, outcome, query, asked, work)

    def prepare(self, reply: Reply) -> Ready:
        """Return a reply as bytes."""
        headers = complete(Headers(reply.headers).raw)
        lines = b"".join(b"%b: %b\r\n" % header for header in headers)
        return reply.status, lines + b"\r\n", self._cut(reply.status, reply.body)

    def _cut(self, status: int, body: bytes) -> bytes:
        """Return what is sent of a body: HEAD gets nothing, nor does who has it."""
        return body if status == _OK and self._method == "GET" else b""
