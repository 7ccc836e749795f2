"""Who we are to an engine: a user with a password, or a token, by environment variables alone.

A command line is seen by everybody on the machine and an address stands in logs, so neither may
hold a secret.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping

import httpx

from azru_kg.errors import BadSetting

USER = "AZRU_ENGINE_USER"
PASSWORD = "AZRU_ENGINE_PASSWORD"  # noqa: S105 - the name of a variable
TOKEN = "AZRU_ENGINE_TOKEN"  # noqa: S105
CREDENTIALS = (USER, PASSWORD, TOKEN)
"""The variables that are read."""


def read_credentials(environ: Mapping[str, str]) -> httpx.Auth | None:
    """Return how to sign requests to an engine, or None; raise BadSetting for half of it."""
    user, password, token = (environ.get(name, "") for name in CREDENTIALS)
    if token and (user or password):
        raise BadSetting(f"Set {TOKEN}, or {USER} with {PASSWORD}, not both")
    if bool(user) != bool(password):
        missing, given = (PASSWORD, USER) if user else (USER, PASSWORD)
        raise BadSetting(f"{given} is set without {missing}. Set both")
    if token:
        return _Bearer(token)
    return _Challenged(user, password) if user else None


class _Bearer(httpx.Auth):
    def __init__(self, token: str) -> None:
        self._value = f"Bearer {token}"

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        request.headers["Authorization"] = self._value
        yield request


class _Challenged(httpx.Auth):
    """Signs in the way that the engine asks for, which is Digest or Basic, once it has asked."""

    def __init__(self, user: str, password: str) -> None:
        self._ways = {
            "digest": httpx.DigestAuth(user, password),
            "basic": httpx.BasicAuth(user, password),
        }
        self._way: httpx.Auth | None = None

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        if self._way is None:
            response = yield request
            if response.status_code != httpx.codes.UNAUTHORIZED:
                return
            self._way = self._choose(response)
        if self._way is not None:
            yield from self._way.auth_flow(request)

    def _choose(self, response: httpx.Response) -> httpx.Auth | None:
        asked = response.headers.get("WWW-Authenticate", "").lower()
        return next((way for name, way in self._ways.items() if name in asked), None)
