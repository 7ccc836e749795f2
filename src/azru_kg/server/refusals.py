"""The errors that only HTTP has: a request that is wrong before there is a query to speak of."""

from __future__ import annotations

from azru_kg.errors import AzruError


class BadRequest(AzruError):
    """A request that does not follow the SPARQL 1.1 Protocol."""

    status = 400
    problem = "bad-request"


class UpdateRefused(AzruError):
    """A SPARQL Update: the graph does not change over HTTP."""

    status = 403
    problem = "update-refused"


class NotFound(AzruError):
    """An address at which there is nothing."""

    status = 404
    problem = "not-found"


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
