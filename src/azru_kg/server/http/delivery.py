"""How one answer goes to one client: not at all if it has it, from the cache, or as it is made.

An answer is sent under the headers that let browsers, proxies and programs keep it: anyone may, and
has to ask each time whether it still holds, which takes no query. A new release is thus seen at
once. What is different each time is kept by nobody.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from urllib.parse import quote

from starlette.types import Scope, Send

from azru_kg.rdf.formats import Offer
from azru_kg.server.http.cache import AnswerCache
from azru_kg.server.http.compression import Coding, Codings, compress
from azru_kg.server.http.etags import find_tag, takes_nothing, write_tag
from azru_kg.server.http.problems import NEGOTIATED
from azru_kg.server.http.streaming import (
    Gathered,
    Reply,
    read_beginning,
    send_reply,
    send_stream,
)

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
        hints: Sequence[str] = (),
    ) -> None:
        self._scope = scope
        self._offer = offer
        self._name = name
        self._codings = codings
        self._cache = cache
        self._hints = hints
        self._held = scope["method"] in _HELD
        self._condition = _read_condition(scope) if self._held else None
        self._tags: dict[str, Coding] = {}
        if name is not None:
            self._tags = {write_tag(name, coding): coding for coding in _list(codings)}

    def find_unchanged(self) -> Reply | None:
        """Return what tells a client that it has the answer, or None where it does not."""
        tag = find_tag(self._condition, self._tags)
        return None if tag is None else self._make_unchanged(self._tags[tag])

    def find_kept(self, *, last: bool = True) -> tuple[str, bytes] | None:
        """Return an answer that is kept, with its tag; `last` is whether the engine is asked else.

        `make_kept` makes a reply of it.
        """
        return self._cache.find(self._tags, last=last) if self._tags else None

    def find_known(self, *, last: bool = True) -> Reply | None:
        """Return what can be sent without asking the engine, or None."""
        unchanged = self.find_unchanged()
        if unchanged is not None:
            return unchanged
        kept = self.find_kept(last=last)
        return None if kept is None else self.make_kept(*kept)

    def with_hints(self, hints: Sequence[str]) -> Delivery:
        """Return what delivers an answer with other hints."""
        told = (self._scope, self._offer, self._name, self._codings, self._cache, hints)
        return Delivery(*told)

    def note_miss(self) -> None:
        """Note that the answer was looked for in vain, and is being computed."""
        self._cache.note_miss()

    def make_kept(self, tag: str, body: bytes) -> Reply:
        """Return a kept answer as the client takes it."""
        coding = self._tags[tag]
        best = coding == self._codings.best
        return self.make_packed(body, coding) if best else self.make(body)

    def make(self, plain: bytes) -> Reply:
        """Return a whole answer in the coding that suits its size, and keep it."""
        return self.make_packed(*self.pack(plain))

    def pack(self, plain: bytes) -> tuple[bytes, Coding]:
        """Return a whole answer in the coding that suits its size, with that; and keep it.

        `make_packed` makes a reply of it.
        """
        coding = self._codings.fit(len(plain))
        body = compress(plain, coding)
        # What is kept goes out without a look at the data, and so without a hint.
        if self._name is not None and not self._hints:
            self._cache.keep(write_tag(self._name, coding), body)
        return body, coding

    async def send(self, chunks: AsyncIterator[bytes], send: Send) -> None:
        """Send an answer from the engine; raise its error while nothing is sent yet."""
        beginning = await read_beginning(chunks, self._scope)
        if beginning.whole:
            await send_reply(self.make(beginning.data), self._scope, send)
        elif takes_nothing(self._condition):
            await send_reply(self._make_unchanged(self._codings.best), self._scope, send)
        else:
            coding = self._codings.best
            kept = self._name is not None and not self._hints
            gathered = Gathered(self._cache.longest if kept else 0)
            headers = self._headers(coding)
            await send_stream(beginning, coding, headers, self._scope, send, gathered)
            if self._name is not None and (body := gathered.join()):
                self._cache.keep(write_tag(self._name, coding), body)

    def make_packed(self, body: bytes, coding: Coding) -> Reply:
        """Return a whole answer that is in a coding, unless its client wants none."""
        if takes_nothing(self._condition):
            return self._make_unchanged(coding)
        return Reply(200, {**self._headers(coding), "Content-Length": str(len(body))}, body)

    def _make_unchanged(self, coding: Coding) -> Reply:
        kept = ("Vary", "Cache-Control", "ETag")
        headers = self._headers(coding)
        return Reply(304, {name: headers[name] for name in kept if name in headers}, b"")

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


def _list(codings: Codings) -> list[Coding]:
    """Return the codings in which an answer could go to a client, depending on its size."""
    both = codings.plain and codings.best != "identity"
    return [codings.best, "identity"] if both else [codings.best]


def _read_condition(scope: Scope) -> str | None:
    for name, value in scope["headers"]:
        if name == b"if-none-match":
            return str(value, "latin-1")
    return None
