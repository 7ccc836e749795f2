"""Explains the names of one kind at their IRIs, for programs, terminals and people alike."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any

from fastapi import Path
from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from azru_kg.errors import NotFound
from azru_kg.rdf.formats import HTML, Format
from azru_kg.server.documents.choice import Choice, take_format
from azru_kg.server.documents.document import DocumentRoute, make_response
from azru_kg.server.http.problems import PLAIN_TEXT
from azru_kg.server.http.site import Site
from azru_kg.server.pages.render import Pages, PageView

JSON = Format("json", "JSON", "page", "application/json", "json")
"""The format for programs."""

FORMATS = (JSON, PLAIN_TEXT, HTML)
"""The formats of an explanation; the first is for a client that takes anything."""

_Choice = Annotated[Choice, take_format(*FORMATS)]


@dataclass(frozen=True, slots=True)
class GlossaryEntry:
    """A name that is explained: to people in paragraphs and a note, to programs by a model.

    `name` is the last part of its IRI, `title` what stands over it, and `note` what else is to be
    known, in a word or two; `model` is what it means, as a JSON object.
    """

    name: str
    iri: str
    title: str
    paragraphs: tuple[str, ...]
    note: str
    model: BaseModel


class Glossary:
    """The names of one kind, such as `problem`, under `/problem/`.

    `heading` is what they are called, `example` is one of them, and `load` returns them at the
    first request for one. In JSON an entry is of the class `entry`, and the list of them of the
    class `listing`.
    """

    def __init__(
        self,
        kind: str,
        heading: str,
        load: Callable[[], Sequence[GlossaryEntry]],
        *,
        example: str,
        entry: type[BaseModel],
        listing: type[BaseModel],
    ) -> None:
        self._kind = kind
        self._heading = heading
        self._example = example
        self._load = cache(load)
        self._entry = entry
        self._listing = listing

    def make_routes(self, pages: Pages, site: Site) -> list[BaseRoute]:
        """Return the routes of each name, and of the list of them."""
        named: Any = Path(
            description="The name",
            json_schema_extra={"pattern": "^[A-Za-z0-9_-]+$", "minLength": 1},
            examples=[self._example],
        )

        async def show_list(request: Request, choice: _Choice) -> Response:
            entries = await self._list()
            (key,) = self._listing.model_fields
            model = self._listing(**{key: [entry.model for entry in entries]})
            return self._write(entries, model, key, choice, pages, site)

        async def show(request: Request, choice: _Choice, name: str = named) -> Response:
            entries = await self._list()
            found = [entry for entry in entries if entry.name == name]
            if not found:
                known = ", ".join(entry.name for entry in entries)
                raise NotFound(f"There is nothing of that name at /{self._kind}/. It has: {known}")
            return self._write(found, found[0].model, name, choice, pages, site)

        return [
            DocumentRoute(
                f"/{self._kind}/",
                show_list,
                self._heading,
                formats=FORMATS,
                model=self._listing,
                problems=(406,),
                name=f"list{self._entry.__name__}s",
            ),
            DocumentRoute(
                f"/{self._kind}/{{name}}",
                show,
                f"{self._heading}: what one of them means, and what to do",
                formats=FORMATS,
                model=self._entry,
                problems=(404, 406),
                name=f"read{self._entry.__name__}",
            ),
        ]

    async def _list(self) -> Sequence[GlossaryEntry]:
        return await asyncio.to_thread(self._load)

    def _write(
        self,
        entries: Sequence[GlossaryEntry],
        model: BaseModel,
        name: str,
        choice: Choice,
        pages: Pages,
        site: Site,
    ) -> Response:
        offer = choice.pick()
        if offer.format is HTML:
            view = PageView(site.root(choice.request.scope.get("root_path", "")))
            about = {"entries": entries, "heading": self._heading, "kind": self._kind}
            body = pages.show("glossary.html", view, **about)
        elif offer.format is PLAIN_TEXT:
            body = "\n".join(map(write_text, entries))
        else:
            body = model.model_dump_json(indent=2)
        return make_response(body, offer, name=name, varies=True)


def write_text(entry: GlossaryEntry) -> str:
    """Return an explanation for a terminal."""
    lines = [entry.title, *entry.paragraphs, f"({entry.note}, {entry.name})"]
    return "".join(f"{line}\n" for line in lines)
