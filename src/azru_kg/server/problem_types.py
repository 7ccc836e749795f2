"""Serves the types of problems at their IRIs: what went wrong, and what to do about it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from azru_kg.errors import AzruError, NotFound
from azru_kg.media import HTML, Format
from azru_kg.namespaces import BASE
from azru_kg.server.documents import Document, choose_format, make_response
from azru_kg.server.pages import Pages, View
from azru_kg.server.problems import EXPLANATIONS, PLAIN_TEXT
from azru_kg.server.site import Site

_JSON = Format("json", "JSON", "page", "application/json", "json")

FORMATS = (_JSON, PLAIN_TEXT, HTML)
"""The formats of a type of problem; the first is for a client that takes anything."""


@dataclass(frozen=True, slots=True)
class ProblemType:
    """What answers of one type have in common: their name, status and title, and the advice."""

    name: str
    status: int
    title: str
    advice: str

    @property
    def iri(self) -> str:
        """Return the IRI by which problem details name the type."""
        return f"{BASE}problem/{self.name}"

    def write(self, format_: Format) -> str:
        """Return the type as JSON or as plain text."""
        if format_ is PLAIN_TEXT:
            return f"{self.title}\n{self.advice}\n(status {self.status}, {self.name})\n"
        members = {"type": self.iri, "title": self.title, "status": self.status}
        return json.dumps(members | {"advice": self.advice}, ensure_ascii=False, indent=2)


def list_types() -> tuple[ProblemType, ...]:
    """Return the types of problems that a client can be told of, by name."""
    statuses = {error.problem: error.status for error in _list_errors(AzruError)}
    return tuple(
        ProblemType(name, statuses[name], title, advice)
        for name, (title, advice) in sorted(EXPLANATIONS.items())
    )


def make_routes(pages: Pages, site: Site) -> list[BaseRoute]:
    """Return the route of all types of problems."""
    types = {type_.name: type_ for type_ in list_types()}

    async def show(request: Request) -> Response:
        name = request.path_params["name"]
        if name not in types:
            raise NotFound(f"There is no such type of problem. There are: {', '.join(types)}")
        offer = choose_format(request, FORMATS)
        if offer.format is HTML:
            view = View(site.root(request.scope.get("root_path", "")))
            body = pages.show("problem-type.html", view, type=types[name])
        else:
            body = types[name].write(offer.format)
        return make_response(body, offer, name=name, varies=True)

    return [Route("/problem/{name}", Document(show))]


def _list_errors(root: type[AzruError]) -> Iterator[type[AzruError]]:
    yield root
    for error in root.__subclasses__():
        yield from _list_errors(error)
