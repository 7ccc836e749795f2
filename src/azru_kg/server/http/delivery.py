"""How one answer goes to one client: not at all if it has it, from the cache, or as it is made.

An answer is sent under the headers that let browsers, proxies and programs keep it: anyone may, and
has to ask each time whether it still holds, which takes no query. A new release is thus seen at
once. What is different each time is kept by nobody.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from urllib.parse import quote

from starlette.types import Scope, Send

from azru_kg.rdf.formats import Offer
from azru_kg.server.http.cache import AnswerCache
from azru_kg.server.http.compression import Coding, Codings, compress
from azru_kg.server.http.etags import find_tag, takes_nothing, write_tag
from azru_kg.server.http.problems import NEGOTIATED
from azru_kg.server.http.streaming import read_beginning, send_stream, send_unchanged, send_whole

# A header is ASCII; an IRI may be more.
_SAFE = " !#$&'()*+,/:;<=>?@[]_`{|}~"
_KEPT = {"Cache-Control": "public, no-cache"}
_NOT_KEPT = {"Cache-Control": "no-store"}
# A tag says what is at an address; a query that is sent with POST is not in the address.
_HELD = ("GET", "HEAD")


class Delivery:
    """Sends the answer of a request in a format; `name` is None where it is not to be kept.

    `hints` go along in the header `X-Hint`.
    """

    def __init__(
        self,
        scope: Scope,
        offer: Offer,
        name: str | None,
        codings: Codings,
        cache: AnswerCache,
        hints: tuple[str, ...] = (),
    ) -> None:
        self._scope = scope
        self._offer = offer
        self._name = name
        self._codings = codings
        self._cache = cache
        self._hints = hints
        self._held = scope["method"] in _HELD
        self._condition = _read_condition(scope) if self._held else None

    def is_known(self) -> bool:
        """Return whether there is something to send without asking the engine."""
        if self._name is None:
            return False
        tags = [write_tag(self._name, coding) for coding in self._acceptable()]
        return find_tag(self._condition, tags) is not None or self._cache.holds(tags)

    async def send_known(self, send: Send) -> bool:
        """Send what is known without asking the engine; return whether there was anything."""
        if self._name is None:
            return False
        tags = {write_tag(self._name, coding): coding for coding in self._acceptable()}
        held = find_tag(self._condition, tags)
        if held is not None:
            await self._send_unchanged(tags[held], send)
            return True
        kept = self._cache.find(tags)
        if kept is None:
            return False
        tag, body = kept
        if tags[tag] == self._codings.best:
            await self._send_body(body, tags[tag], send)
        else:
            await self._send_plain(body, send)
        return True

    async def send(self, chunks: AsyncIterator[bytes], send: Send) -> None:
        """Send an answer from the engine; raise its error while nothing is sent yet."""
        beginning = await read_beginning(chunks, self._scope)
        if beginning.whole:
            await self._send_plain(beginning.data, send)
        elif takes_nothing(self._condition):
            await self._send_unchanged(self._codings.best, send)
        else:
            coding = self._codings.best
            headers = self._headers(coding)
            await send_stream(beginning, coding, headers, self._scope, send)

    async def _send_plain(self, plain: bytes, send: Send) -> None:
        """Send a whole answer in the coding that suits its size, and keep it."""
        coding = self._codings.fit(len(plain))
        body = compress(plain, coding)
        # What is kept goes out without a look at the data, and so without a hint.
        if self._name is not None and not self._hints:
            self._cache.keep(write_tag(self._name, coding), body)
        await self._send_body(body, coding, send)

    async def _send_unchanged(self, coding: Coding, send: Send) -> None:
        kept = ("Vary", "Cache-Control", "ETag")
        headers = self._headers(coding)
        await send_unchanged({name: headers[name] for name in kept if name in headers}, send)

    async def _send_body(self, body: bytes, coding: Coding, send: Send) -> None:
        if takes_nothing(self._condition):
            await self._send_unchanged(coding, send)
        else:
            await send_whole(body, self._headers(coding), self._scope, send)

    def _headers(self, coding: Coding) -> dict[str, str]:
        name = f'filename="answer.{self._offer.format.extension}"'
        headers = {
            "Content-Type": self._offer.content_type,
            "Content-Disposition": f"inline; {name}",
            **NEGOTIATED,
            **(_NOT_KEPT if self._name is None else _KEPT),
        }
        if self._hints:
            headers["X-Hint"] = quote(" ".join(self._hints), safe=_SAFE)
        if coding != "identity":
            headers["Content-Encoding"] = coding
        if self._name is not None and self._held:
            headers["ETag"] = write_tag(self._name, coding)
        return headers

    def _acceptable(self) -> Iterator[Coding]:
        """Return the codings in which the answer could go to the client, depending on its size."""
        yield self._codings.best
        if self._codings.plain and self._codings.best != "identity":
            yield "identity"


def _read_condition(scope: Scope) -> str | None:
    for name, value in scope["headers"]:
        if name == b"if-none-match":
            return str(value, "latin-1")
    return None
