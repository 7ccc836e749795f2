"""Has requests that are known by their bytes computed, without a task for each of them.

A free worker gets the request at once, and says when there is something to read. Where that is all
of a short answer, it goes out as it came. Anything else - a long answer, an error, a deadline, a
client that sends no more, a server that stops - is left to the long way, which takes over where
this one has come to. What is charged, counted and logged is the same on both.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from math import inf
from time import perf_counter
from typing import Final, Protocol

from starlette.types import Scope

from azru_kg.engine.protocol import Answer, Request
from azru_kg.engine.workers.exchange import Unfinished, Whole
from azru_kg.engine.workers.parent import Worker
from azru_kg.engine.workers.pool import Errand, Pool
from azru_kg.engine.workers.turns import Turn
from azru_kg.errors import AzruError
from azru_kg.server.http.budget import UNKNOWN, Budget, name_client
from azru_kg.server.http.conversation import Conversation
from azru_kg.server.http.record import ANSWERED, CLIENT_LEFT, Record, note_work
from azru_kg.server.http.streaming import HELD_BACK

Ready = tuple[int, bytes, bytes]
"""A status, the lines of headers with the empty one behind them, and a body."""

Keep = Callable[[Record], None]
"""What takes the record of a request that has been answered."""

_SHORT: Final = 32 * 1024


class Served(Protocol):
    """The data that are asked about: they are served as long as a flight is under way."""

    def enter(self) -> None:
        """Note that a request is being answered; `leave` has to follow."""

    def leave(self) -> None:
        """Note that it is answered."""


class Known(Protocol):
    """What a request stands for: the `members` that a worker gets, for so many `seconds`.

    `work` is what it took last, in seconds of a processor.
    """

    members: bytes
    seconds: float | None
    work: float

    def make(self, body: bytes, hints: tuple[str, ...]) -> Ready:
        """Return an answer that has just been computed."""

    def name_client(self, conversation: Conversation) -> str:
        """Return the address of the client on a connection."""

    def make_record(
        self,
        client: str,
        status: int | None,
        sent: int,
        seconds: float,
        outcome: str,
        asked: int,
        work: float,
    ) -> Record:
        """Return the record of the request."""


class Flight:
    """One request under way, of a `client`; it is the meter of its own work."""

    def __init__(
        self,
        known: Known,
        conversation: Conversation,
        head: bytes,
        started: float,
        keep: Keep,
        release: Served,
        pool: Pool,
        budget: Budget,
    ) -> None:
        self.head = head
        self.started = started
        self.release = release
        self.known = known
        self._conversation = conversation
        self._keep = keep
        self._pool = pool
        self._budget = budget
        self._address = known.name_client(conversation)
        self.client = name_client(self._address) if self._address else UNKNOWN
        self._turn: Turn[Worker] | None = None
        self._errand: Errand | None = None
        self._work = 0.0
        self._scope: Scope | None = None

    def begin(self) -> bool:
        """Put the request to a worker, or line up for one; return whether that can be done."""
        try:
            if not self._start():
                self._turn = self._pool.line_up(self.client, self.known.seconds)
                self._turn.add_done_callback(self._take_turn)
        except AzruError:
            return False  # the long way says why
        self.wait()
        return True

    def wait(self) -> None:
        """Have nothing else answered on the connection before `answer`, or `pass_on`."""
        self.release.enter()
        self._conversation.await_reply(self)

    @property
    def waits(self) -> bool:
        """Whether somebody waits for the answer, and does so here."""
        return self._conversation.flight is self

    def answer(self, whole: Whole) -> None:
        """Send an answer."""
        self.finish()
        self._pool.note_answer()
        # What is long is not known to take no time: it is sent in parts.
        self.known.work = whole.work if len(whole.body) <= _SHORT else inf
        self._work = self._work or whole.work  # of several, each has its own
        status, lines, body = self.known.make(whole.body, whole.hints)
        self._conversation.reply(status, lines, body)
        self._note(status, len(body), ANSWERED)

    def pass_on(self, turn: Turn[Worker] | None = None) -> None:
        """Leave the request to the long way, with a turn that will not come."""
        if self.waits:
            self._turn = turn
            self._conversation.read_after_all()

    def hold(self, seconds: float) -> Callable[[float], None]:
        """Set aside what the work may cost; raise BudgetSpent."""
        self._budget.check(self.client)
        settle = self._budget.hold(self.client, seconds)

        def pay(cost: float) -> None:
            settle(cost)
            self._work = cost
            if self._scope is not None:
                note_work(self._scope, cost)

        return pay

    def take(self, request: Request, scope: Scope) -> AbstractAsyncContextManager[Answer] | None:
        """Return the answer for the long way, which has the scope; None where it has had it."""
        begun = self._errand or self._turn
        if begun is None or self._scope is not None:
            return None
        self._scope = scope
        return self._pool.answer(request, seconds=self.known.seconds, meter=self, begun=begun)

    def drop(self) -> None:
        """End the work: the client has left before it was answered, and before it was read."""
        self.finish()
        self._note(None, 0, CLIENT_LEFT)

    def finish(self) -> None:
        """End the work, as far as it is not ended."""
        if self._scope is None:  # else the long way has ended it
            if self._turn is not None:
                self._pool.give_up(self.client, self._turn)
            if self._errand is not None:
                self._errand.end()
        self._turn = self._errand = None
        self.release.leave()

    def _start(self) -> bool:
        """Put the request to a worker; return whether there is one for it."""
        self._errand = self._pool.begin(
            [self.known.members],
            self.client,
            seconds=self.known.seconds,
            meter=self,
            turn=self._turn,
        )
        if self._errand is None:
            return False
        self._turn = None
        self._errand.exchange.listen(self._go_on)
        return True

    def _take_turn(self, turn: Turn[Worker]) -> None:
        """Start if it is time to; where the turn will not come, the long way says why."""
        if not self.waits:
            return
        if turn.cancelled() or turn.exception() is not None:
            self._conversation.read_after_all()
            return
        try:
            self._start()
        except AzruError:
            self._turn = None  # it has been given up
            self._conversation.read_after_all()

    def _go_on(self) -> None:
        """Send the answer if all of it is there; wait for the rest of it, or go the long way."""
        if self._errand is None or not self.waits:
            return
        exchange = self._errand.exchange
        try:
            whole = exchange.read_whole(HELD_BACK)
        except Unfinished:
            exchange.listen(self._go_on)
            return
        if whole is None:
            self._conversation.read_after_all()
        else:
            self.answer(whole)

    def _note(self, status: int | None, sent: int, outcome: str) -> None:
        seconds = perf_counter() - self.started
        known = self.known
        self._keep(known.make_record(self._address, status, sent, seconds, outcome, 1, self._work))
