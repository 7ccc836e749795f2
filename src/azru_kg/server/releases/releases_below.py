"""Leads to a release by its address: `/release/2026.11.0/query/…` is `/query/…` in that release.

The current release has such an address from its first day on, so that who cites it then has the one
that stays. What is there says of when it is (Memento, RFC 7089).
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import quote

from starlette.datastructures import MutableHeaders
from starlette.types import Message, Receive, Scope, Send

from azru_kg.errors import AzruError
from azru_kg.graph.archived import ArchivedRelease, list_archived
from azru_kg.server.documents.mementos import REFUSAL, find_moment, link_versions, write_moment
from azru_kg.server.http.budget import find_client
from azru_kg.server.http.conversation import BEGUN, HEAD
from azru_kg.server.http.site import Site, serve_below
from azru_kg.server.releases.release import Release, Releases
from azru_kg.server.releases.shelf import Shelf
from azru_kg.settings import Settings

_PATH: Final = re.compile(r"/release/([0-9A-Za-z][0-9A-Za-z._+-]{0,63})(/.*)", re.DOTALL)
_ORIGINALS: Final = ("/query/", "/id/", "/q/")
_IN_QUERIES: Final = "/?&=%:@!$()*+,;~"
_REDIRECTS, _FAILURES = 300, 400


class ReleasesBelow:
    """An ASGI application that serves each release below an address of its own."""

    def __init__(self, releases: Releases, settings: Settings) -> None:
        self._releases = releases
        self._archive = settings.releases
        self._site = Site(settings.base)
        self.shelf = Shelf(releases)

    def list_known(self) -> list[str]:
        """Return the versions of the older releases that there are."""
        if self._archive is None:
            return []
        current = self._releases.current.content.dataset.version
        return [each.version for each in list_archived(self._archive) if each.version != current]

    async def close(self) -> None:
        """End all older releases."""
        await self.shelf.close()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        path: str = scope["path"].removeprefix(scope.get("root_path", ""))
        match = _PATH.fullmatch(path) if path.startswith("/release/") else None
        if match is not None:
            await self._serve_below(match[1], match[2], scope, receive, send)
            return
        if path.startswith(_ORIGINALS) and self._releases.current.content.dataset.issued:
            send = _Linking(send, self._link(path.lstrip("/"), scope)).send
        await self._releases(scope, receive, send)

    async def _serve_below(
        self, version: str, path: str, scope: Scope, receive: Receive, send: Send
    ) -> None:
        # The bytes of the head say a path that the release does not know.
        inner = {name: value for name, value in scope.items() if name not in (HEAD, BEGUN)}
        try:
            release = await self._find(version, inner)
        except AzruError as error:
            await self._releases({**inner, REFUSAL: error}, receive, send)
            return
        if release is None:
            await self._releases(inner, receive, send)
            return
        moment = find_moment(release.content.dataset.issued)
        date = "" if moment is None else write_moment(moment)
        marked = _Linking(send, self._link(path.lstrip("/"), scope), date, below=True)
        inner["root_path"] = f"{scope.get('root_path', '')}/release/{version}"
        with serve_below(f"release/{version}/"):
            await release(inner, receive, marked.send)

    async def _find(self, version: str, scope: Scope) -> Release | None:
        """Return a release by its version, or None where it is not here."""
        current = self._releases.current
        if version == current.content.dataset.version:
            return current
        archived = self._find_archived(version)
        if archived is None:
            return None
        return await self.shelf.get(archived, find_client(scope))

    def _find_archived(self, version: str) -> ArchivedRelease | None:
        if self._archive is None:
            return None
        found = (each for each in list_archived(self._archive) if each.version == version)
        return next(found, None)

    def _link(self, below: str, scope: Scope) -> str:
        """Return the links from an address to its other times."""
        base = self._site.address("", scope.get("root_path", ""))
        query = quote(scope["query_string"], safe=_IN_QUERIES)
        path = Site().address(below, "")[1:]
        return ", ".join(link_versions(base, f"{path}{f'?{query}' if query else ''}"))


class _Linking:
    """Sends an answer with links to its other times; one of a release with its own."""

    def __init__(self, send: Send, links: str, date: str = "", *, below: bool = False) -> None:
        self._send = send
        self._links = links
        self._date = date
        self._below = below

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(raw=[*message.get("headers", ())])
            if self._links and message["status"] < _FAILURES:
                headers.append("Link", self._links)
            if self._date and message["status"] < _REDIRECTS:
                headers["Memento-Datetime"] = self._date
            if self._below:
                headers["X-Robots-Tag"] = "noindex"
            message = {**message, "headers": headers.raw}
        await self._send(message)
