"""Serves the types of problems at their IRIs: what went wrong, and what to do about it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
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

    @property
    def text(self) -> str:
        """Return the type for a terminal."""
        return f"{self.title}\n{self.advice}\n(status {self.status}, {self.name})\n"

    @property
    def members(self) -> dict[str, object]:
        """Return the type as the members of problem details that it fixes."""
        members = {"type": self.iri, "title": self.title, "status": self.status}
        return members | {"advice": self.advice}


def list_types() -> tuple[ProblemType, ...]:
    """Return the types of problems that a client can be told of, by name."""
    statuses = {error.problem: error.status for error in _list_errors(AzruError)}
    return tuple(
        ProblemType(name, statuses[name], title, advice)
        for name, (title, advice) in sorted(EXPLANATIONS.items())
    )


def make_routes(pages: Pages, site: Site) -> list[BaseRoute]:
    """Return the routes of each type of problem, and of the list of them."""
    types = {type_.name: type_ for type_ in list_types()}

    def write(shown: Sequence[ProblemType], value: object, name: str, request: Request) -> Response:
        offer = choose_format(request, FORMATS)
        if offer.format is HTML:
            view = View(site.root(request.scope.get("root_path", "")))
            body = pages.show("problem-types.html", view, types=shown)
        elif offer.format is PLAIN_TEXT:
            body = "\n".join(type_.text for type_ in shown)
        else:
            body = json.dumps(value, ensure_ascii=False, indent=2)
        return make_response(body, offer, name=name, varies=True)

    async def show_list(request: Request) -> Response:
        value = {"types": [type_.members for type_ in types.values()]}
        return write([*types.values()], value, "problems", request)

    async def show(request: Request) -> Response:
        name = request.path_params["name"]
        if name not in types:
            raise NotFound(f"There is no such type of problem. There are: {', '.join(types)}")
        return write([types[name]], types[name].members, name, request)

    return [
        Route("/problem/", Document(show_list)),
        Route("/problem/{name}", Document(show)),
    ]


def _list_errors(root: type[AzruError]) -> Iterator[type[AzruError]]:
    yield root
    for error in root.__subclasses__():
        yield from _list_errors(error)
