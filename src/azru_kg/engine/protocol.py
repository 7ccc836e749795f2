"""What a query engine is: it takes a request and gives an answer, or raises an AzruError.

The rest of the program knows only this module; which store answers, and in which process, is the
engine's affair.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Final, Protocol

from azru_kg.query.outline import Form
from azru_kg.query.query import Query
from azru_kg.rdf.prefixes import ENDPOINT


@dataclass(frozen=True, slots=True)
class Request:
    """A query with what its answer shall look like.

    `results` is the media type for SELECT and ASK, `graph` the one for CONSTRUCT and DESCRIBE; None
    means that the client takes no such answer, and the engine raises NotAcceptable if the query
    is of that form. `default_graphs` and `named_graphs`, where one of them is given, are the whole
    dataset of the query (SPARQL 1.1 Protocol, section 2.1.4). `client` is who asks, for
    clients take turns; an empty name is the server itself. `base` is the address of the endpoint,
    which relative IRIs of the query are relative to. `hinted` is whether a person or program is to
    be told what the query names and the data do not have, for which the data are looked through.
    """

    query: Query
    results: str | None
    graph: str | None
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    client: str = ""
    base: str = ENDPOINT
    hinted: bool = False
    provenance: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer while it is being made: its form, its media type and its bytes, in chunks.

    A failure after the first chunk is raised from the iterator: bytes that ended without an
    exception are the whole answer. `hints` say what the query names and the data do not have.
    """

    form: Form
    media_type: str
    chunks: AsyncIterator[bytes]
    hints: tuple[str, ...] = ()


class Meter(Protocol):
    """Keeps account of the work that is done for a request."""

    def hold(self, seconds: float) -> Callable[[float], None]:
        """Set aside what work may cost that is about to begin; return what settles its cost.

        Raises TryLater where the work may not be begun.
        """


class _Free:
    """The account of work that nobody pays."""

    def hold(self, seconds: float) -> Callable[[float], None]:
        return lambda cost: None


FREE: Final[Meter] = _Free()
"""What meters nothing."""


class Engine(Protocol):
    """Something that answers SPARQL 1.1 queries."""

    def answer(
        self, request: Request, *, seconds: float | None = None, meter: Meter = FREE
    ) -> AbstractAsyncContextManager[Answer]:
        """Return the answer as a context; leaving it early stops the work on it.

        `seconds` lowers the deadline of the engine for this request. `meter` is told of the work,
        in seconds, when its turn comes; what waits for its turn costs nothing. Raises QueryError,
        NotAcceptable, LimitReached or TryLater, on entering or while the chunks are read.
        """


class RunningEngine(Engine, Protocol):
    """An engine that serves many clients at a time, from its start to its end."""

    async def start(self) -> None:
        """Make ready to answer; raise an AzruError where that cannot be."""

    async def close(self) -> None:
        """End; queries that run or wait end with an error."""

    @property
    def idle(self) -> int:
        """How many queries more may run."""

    @property
    def busy(self) -> int:
        """How many queries run."""

    @property
    def waiting(self) -> int:
        """How many queries wait for their turn."""

    @property
    def replaced(self) -> int:
        """How many workers were replaced."""

    @property
    def restarts(self) -> int:
        """How often the process that holds the data was started again."""

    @property
    def faults(self) -> Mapping[str, int]:
        """How often an engine elsewhere failed, by problem type; of one in here, nothing."""

    @property
    def is_left_alone(self) -> bool:
        """Whether it has failed so often that it is not asked for a while."""
