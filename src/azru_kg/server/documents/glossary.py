"""Explains the names of one kind at their IRIs, for programs, terminals and people alike."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Sequence
from functools import cache
from typing import Protocol

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from azru_kg.errors import NotFound
from azru_kg.rdf.formats import HTML, Format
from azru_kg.server.documents.document import Document, choose_format, make_response
from azru_kg.server.http.problems import PLAIN_TEXT
from azru_kg.server.http.site import Site
from azru_kg.server.pages.render import Pages, PageView

_JSON = Format("json", "JSON", "page", "application/json", "json")

FORMATS = (_JSON, PLAIN_TEXT, HTML)
"""The formats of an explanation; the first is for a client that takes anything."""


class Entry(Protocol):
    """A name that is explained: to people in paragraphs and a note, to programs by its members."""

    @property
    def name(self) -> str:
        """The last part of its IRI."""

    @property
    def iri(self) -> str:
        """The IRI, which ends in the name."""

    @property
    def title(self) -> str:
        """What stands over it."""

    @property
    def paragraphs(self) -> Sequence[str]:
        """What it means."""

    @property
    def note(self) -> str:
        """What else is to be known, in a word or two."""

    @property
    def members(self) -> dict[str, object]:
        """What it means, as the members of a JSON object."""


class Glossary:
    """The names of one kind, such as `problem`, under `/problem/`.

    `heading` is what they are called, `key` the member of the list of them; `load` returns them at
    the first request for one.
    """

    def __init__(
        self,
        kind: str,
        heading: str,
        key: str,
        load: Callable[[], Sequence[Entry]],
    ) -> None:
        self._kind = kind
        self._heading = heading
        self._key = key
        self._load = cache(load)

    def make_routes(self, pages: Pages, site: Site) -> list[BaseRoute]:
        """Return the routes of each name, and of the list of them."""

        async def show_list(request: Request) -> Response:
            entries = await self._list()
            value = {self._key: [entry.members for entry in entries]}
            return self._write(entries, value, self._key, request, pages, site)

        async def show(request: Request) -> Response:
            name = request.path_params["name"]
            entries = await self._list()
            found = [entry for entry in entries if entry.name == name]
            if not found:
                known = ", ".join(entry.name for entry in entries)
                raise NotFound(f"There is nothing of that name at /{self._kind}/. It has: {known}")
            return self._write(found, found[0].members, name, request, pages, site)

        return [
            Route(f"/{self._kind}/", Document(show_list)),
            Route(f"/{self._kind}/{{name}}", Document(show)),
        ]

    async def _list(self) -> Sequence[Entry]:
        return await asyncio.to_thread(self._load)

    def _write(
        self,
        entries: Sequence[Entry],
        value: object,
        name: str,
        request: Request,
        pages: Pages,
        site: Site,
    ) -> Response:
        offer = choose_format(request, FORMATS)
        if offer.format is HTML:
            view = PageView(site.root(request.scope.get("root_path", "")))
            about = {"entries": entries, "heading": self._heading, "kind": self._kind}
            body = pages.show("glossary.html", view, **about)
        elif offer.format is PLAIN_TEXT:
            body = "\n".join(map(write_text, entries))
        else:
            body = json.dumps(value, ensure_ascii=False, indent=2)
        return make_response(body, offer, name=name, varies=True)


def write_text(entry: Entry) -> str:
    """Return an explanation for a terminal."""
    lines = [entry.title, *entry.paragraphs, f"({entry.note}, {entry.name})"]
    return "".join(f"{line}\n" for line in lines)
