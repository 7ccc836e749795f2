"""What can go wrong, as one tree of exceptions.

Each error carries the HTTP status and the problem type under which the server reports it and the
exit code with which the command line ends, so that every front end tells the same story:

* AzruError
  * DataError          a data file cannot be read: path, line, reason
  * DataErrors         several of them at once
  * QueryError         the query cannot be answered as it stands (400)
    * SyntaxFault      it is not SPARQL 1.1: line and column
    * QueryRefused     it asks for something that is not offered here (SERVICE, too deep nesting)
    * QueryTooLarge    it is longer than the endpoint reads (413)
    * BadBinding       it has no such variable or parameter, or that does not take the value
    * OtherForm        it yields something else than is asked for: a graph where rows are
  * NotAcceptable      no format of the answer suits the client (406)
    * NotExpressible   it holds what the format that was asked for cannot write
  * UnsupportedMedia   the request body is of a type that the endpoint does not read (415)
  * LimitReached       the answer costs more than is allowed
    * DeadlinePassed   more time (503)
    * MemoryExceeded   more memory (507)
    * AnswerTooLarge   it is longer than is told to an agent, which gets all of it or nothing
  * TryLater           it can be had, but not now
    * Overloaded       all workers are busy and the queue is full (503)
    * BeingMade        what is asked for is being made (503)
    * EngineUnavailable  the engine is elsewhere, and busy or left alone for a while (503)
    * BudgetSpent      the client has taken more of the workers' time than it may (429)
  * EngineFailed       the engine is elsewhere, and gave no answer that can be trusted (502)
    * EngineSlow       it gave none in time (504)
  * BadRequest         the request does not follow the SPARQL Protocol (400)
  * BadAddress         the host or the parameters of the request make no address (400)
  * UpdateRefused      the request would change the graph (403)
  * OriginRefused      the request comes by way of a page or name of others (403)
  * NotInstalled       an extra that it takes is not installed (501)
  * NotFound           there is nothing at this address (404)
  * StorageFull        there is no room to keep what is to be kept (507)
  * Gone               what was at this address has been retired (410)
  * MethodNotAllowed   the address does not offer this method (405)
  * AnswerTooLong      the answer must be sent in one piece and is too long for that (505)
  * CannotListen       the port is taken, or the host is not this machine
  * BadSetting         a setting of the server has a value that it cannot have
  * NoServer           there is no server to send a signal to
  * NotPublished       a release that an engine did not take: the old one stands there
  * NoColumn           a row has no value of this name
  * MissingExtra       a package that comes with an extra is not installed
  * AlreadyClosed      what is asked was closed before
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path


class AzruError(Exception):
    """An error with a message that says what was wrong and what to do."""

    status = 500
    problem = "internal-error"
    exit_code = 2


class DataError(AzruError):
    """A data file that cannot be read or written, with the place where reading stopped."""

    problem = "broken-data"

    def __init__(
        self, path: Path | str, reason: str, *, line: int | None = None, column: int | None = None
    ) -> None:
        place = ":".join(str(part) for part in (path, line, column) if part is not None)
        super().__init__(f"{place}: {reason}")
        self.path = path
        self.reason = reason
        self.line = line
        self.column = column


class DataErrors(AzruError):
    """Several things that are wrong with data files; `errors` are in order, a line each."""

    problem = "broken-data"

    def __init__(self, errors: Sequence[DataError]) -> None:
        super().__init__("\n".join(map(str, errors)))
        self.errors = tuple(errors)


class QueryError(AzruError):
    """A query that cannot be answered as it stands."""

    status = 400
    problem = "query-failed"

    def __init__(self, message: str, *, line: int | None = None, column: int | None = None) -> None:
        place = f" (line {line}, column {column})" if line is not None else ""
        super().__init__(f"{message}{place}")
        self.reason = message
        self.line = line
        self.column = column


class SyntaxFault(QueryError):
    """A query that is not SPARQL 1.1; line and column count from 1, in characters."""

    problem = "malformed-query"


class QueryRefused(QueryError):
    """A query that asks for something this endpoint does not offer."""

    problem = "query-refused"


class QueryTooLarge(QueryError):
    """A query longer than the endpoint reads."""

    status = 413
    problem = "query-too-large"


class BadBinding(QueryError):
    """A value that a query does not take, or a name that it does not have."""


class OtherForm(QueryError):
    """A query that yields something else than is asked for, such as a graph instead of rows."""


class NotAcceptable(AzruError):
    """None of the formats that the answer can take suits the client."""

    status = 406
    problem = "not-acceptable"


class NotExpressible(NotAcceptable):
    """The answer holds what the format that was asked for cannot write."""


class UnsupportedMedia(AzruError):
    """The body of a request is of a type that the endpoint does not read."""

    status = 415
    problem = "unsupported-media-type"


class LimitReached(AzruError):
    """An answer that costs more than is allowed."""

    status = 503
    problem = "limit-reached"


class DeadlinePassed(LimitReached):
    """An answer that takes longer than is allowed."""

    problem = "deadline-passed"


class MemoryExceeded(LimitReached):
    """An answer that needs more memory than is allowed."""

    status = 507
    problem = "memory-exceeded"


class AnswerTooLarge(LimitReached):
    """An answer that is longer than is told at once, of which no part is given."""

    problem = "answer-too-large"


class TryLater(AzruError):
    """A request that can be answered, but not now; `retry_after` is in how many seconds."""

    status = 503
    problem = "try-later"

    def __init__(self, message: str, *, retry_after: int = 2) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class Overloaded(TryLater):
    """All workers are busy and the queue is full."""

    problem = "overloaded"


class BeingMade(TryLater):
    """What is asked for is being made, and not there yet."""

    problem = "being-made"


class EngineUnavailable(TryLater):
    """An engine elsewhere that is busy, or failed so often that it is left alone for a while."""

    problem = "engine-unavailable"


class BudgetSpent(TryLater):
    """A client whose queries have taken more of the workers' time than one may."""

    status = 429
    problem = "budget-spent"


class EngineFailed(AzruError):
    """An engine elsewhere that is not there, or whose answer is not what was asked for.

    `passing` is whether the same query may well be answered when it is sent again.
    """

    status = 502
    problem = "engine-failed"

    def __init__(self, message: str, *, passing: bool = False) -> None:
        super().__init__(message)
        self.passing = passing


class EngineSlow(EngineFailed):
    """An engine elsewhere that did not answer in time."""

    status = 504
    problem = "engine-slow"


class BadRequest(AzruError):
    """A request that does not follow the SPARQL 1.1 Protocol; `parameter` is the one at fault."""

    status = 400
    problem = "bad-request"

    def __init__(self, message: str, *, parameter: str | None = None) -> None:
        super().__init__(message)
        self.parameter = parameter


class BadAddress(AzruError):
    """A request whose host or parameters are not those of anything that is served.

    `parameter` is the one at fault, where it is one.
    """

    status = 400
    problem = "bad-address"

    def __init__(self, message: str, *, parameter: str | None = None) -> None:
        super().__init__(message)
        self.parameter = parameter


class UpdateRefused(AzruError):
    """A SPARQL Update: the graph does not change over HTTP."""

    status = 403
    problem = "update-refused"


class OriginRefused(AzruError):
    """A request that a page of others sends, or that names this server as they do."""

    status = 403
    problem = "origin-refused"


class NotInstalled(AzruError):
    """What takes an extra that is not installed; the message says how to install it."""

    status = 501
    problem = "not-installed"


class NotFound(AzruError):
    """An address at which there is nothing."""

    status = 404
    problem = "not-found"


class StorageFull(AzruError):
    """There is no room for what is to be kept, or no way to keep it."""

    status = 507
    problem = "storage-full"


class Gone(AzruError):
    """An address of something that has been retired."""

    status = 410
    problem = "gone"


class MethodNotAllowed(AzruError):
    """A method that the address does not offer; `allowed` are those that it does."""

    status = 405
    problem = "method-not-allowed"

    def __init__(self, method: str, allowed: str) -> None:
        super().__init__(f"{method} is not offered here. Use one of: {allowed}")
        self.allowed = allowed


class AnswerTooLong(AzruError):
    """An answer that has to be sent in one piece, and is too long for that."""

    status = 505
    problem = "http-version-not-supported"


class CannotListen(AzruError):
    """The address cannot be listened on: the port is taken, or the host is not this machine."""

    problem = "cannot-listen"


class BadSetting(AzruError):
    """A setting of the server that has a value it cannot have."""

    problem = "bad-setting"


class NoServer(AzruError):
    """There is no server to send a signal to."""

    problem = "no-server"


class NotPublished(AzruError):
    """A release that did not get into an engine; the message says what the engine holds now."""

    problem = "not-published"


class NoColumn(AzruError, LookupError):
    """A name that the columns of an answer do not have."""


class MissingExtra(AzruError):
    """A package that is not installed, because it comes with an extra of this one."""


class AlreadyClosed(AzruError):
    """Something that was closed, and is asked all the same."""


NO_ANSWER = (EngineFailed, LimitReached, Overloaded)
"""What may come of a query instead of an answer; a page goes without what it only adds to it."""
