"""Takes the language off the path: `/ru/people` is `/people`, read in Russian.

English has no path of its own. Only the bare home page looks at what a browser prefers, and leads
to the language; `/en/` is the home page of who has chosen English. So every address gives one page,
and only that of the home page varies by `Accept-Language`.
"""

from __future__ import annotations

import re
from urllib.parse import quote

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

from azru_kg.languages.reading import ENGLISH, LANGUAGES, Reading, read_in
from azru_kg.server.http.conversation import HEAD
from azru_kg.server.http.site import Site

_VARY = {"Vary": "Accept-Language"}
_IN_PATHS = "/:@!$()*+,;~="
_READ = ("GET", "HEAD")
_LONGEST = 1024
# They have no language, and one address.
_DATA = re.compile(r"\.(bib|csv|json|jsonld|n3|nq|nt|parquet|rdf|ris|rq|trig|tsv|ttl|xml|zip)$")


class Languages:
    """An ASGI application that finds no language in paths: it is what the request is read in."""

    def __init__(self, app: ASGIApp, site: Site) -> None:
        self._app = app
        self._site = site

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the application does."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        root: str = scope.get("root_path", "")
        path: str = scope["path"].removeprefix(root)
        # All tags have two letters.
        language = path[1:3] if path[3:4] in ("", "/") and path[1:3] in LANGUAGES else ""
        if language:
            await self._read_in(language, path[3:], scope, receive, send)
        elif path == "/" and scope["method"] in _READ and not scope["query_string"]:
            await self._choose(scope, receive, send)
        else:
            with read_in(Reading(ENGLISH, _find_address(path, scope))):
                await self._app(scope, receive, send)

    async def _read_in(
        self, language: str, path: str, scope: Scope, receive: Receive, send: Send
    ) -> None:
        """Answer what is asked in a language that the path names; `path` is what follows it."""
        root: str = scope.get("root_path", "")
        address = _find_address(path, scope)
        if not path or (language == ENGLISH and path != "/") or _DATA.search(path):
            below = f"{language}/" if not path else ""
            target = self._site.address(f"{below}{address or path.lstrip('/')}", root)
            await RedirectResponse(target, 308)(scope, receive, send)
            return
        inner = {**scope, "path": f"{root}{path}"}
        # Its bytes say a path that the endpoint does not know.
        inner.pop(HEAD, None)
        canonical = self._site.address((address or path).lstrip("/"), root)

        async def send_with_link(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(raw=[*message.get("headers", ())])
                if not headers.get("content-type", "text/html").startswith("text/html"):
                    headers.append("Link", f'<{canonical}>; rel="canonical"')
                message = {**message, "headers": headers.raw}
            await send(message)

        with read_in(Reading(language, address)):
            await self._app(inner, receive, send_with_link)

    async def _choose(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with the home page in English, or lead to that in what the browser prefers."""
        accepted = Headers(scope=scope).get("accept-language", "")
        # A browser names a few. To read a header as long as the server takes holds up the others.
        read = parse_accept_header(accepted[:_LONGEST], LanguageAccept)
        preferred = read.best_match(LANGUAGES, ENGLISH)
        if preferred != ENGLISH:
            home = self._site.address(f"{preferred}/", scope.get("root_path", ""))
            headers = _VARY | {"Cache-Control": "no-cache"}
            await RedirectResponse(home, 302, headers)(scope, receive, send)
            return

        async def send_with_vary(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(raw=[*message.get("headers", ())])
                headers.add_vary_header("Accept-Language")
                message = {**message, "headers": headers.raw}
            await send(message)

        with read_in(Reading(ENGLISH, "")):
            await self._app(scope, receive, send_with_vary)


def _find_address(path: str, scope: Scope) -> str | None:
    """Return the address that is asked for, below the site, or None for one that cannot be."""
    if scope["method"] not in _READ:
        return None
    # A path with two slashes before it would lead to another host.
    below = quote(path.lstrip("/"), safe=_IN_PATHS)
    asked = quote(scope["query_string"], safe=f"{_IN_PATHS}?&%")
    return f"{below}?{asked}" if asked else below
