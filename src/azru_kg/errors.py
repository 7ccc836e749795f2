"""What can go wrong, as one tree of exceptions.

Each error carries the HTTP status and the problem type under which the server reports it and the
exit code with which the command line ends, so that every front end tells the same story:

* AzruError
  * DataError          a data file cannot be read: path, line, reason
  * QueryError         the query cannot be answered as it stands (400)
    * SyntaxFault      it is not SPARQL 1.1: line and column
    * QueryRefused     it asks for something that is not offered here (SERVICE, too deep nesting)
    * QueryTooLarge    it is longer than the endpoint reads (413)
  * NotAcceptable      no format of the answer suits the client (406)
  * UnsupportedMedia   the request body is of a type that the endpoint does not read (415)
  * LimitReached       the answer costs more than is allowed
    * DeadlinePassed   more time (503)
    * MemoryExceeded   more memory (507)
  * Overloaded         all workers are busy and the queue is full (503)
"""

from __future__ import annotations

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


class NotAcceptable(AzruError):
    """None of the formats that the answer can take suits the client."""

    status = 406
    problem = "not-acceptable"


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


class Overloaded(AzruError):
    """All workers are busy and the queue is full."""

    status = 503
    problem = "overloaded"
