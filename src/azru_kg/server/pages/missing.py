"""Answers for addresses at which there is nothing: what there is instead, with links to it.

Problem details name the IRIs as an extension: `similar` beside 404, `replacement` beside 410.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from azru_kg.errors import AzruError, Gone
from azru_kg.rdf import formats
from azru_kg.server.ask.door import Visit
from azru_kg.server.ask.labels import find_labels
from azru_kg.server.http import problems
from azru_kg.server.http.problems import FORMATS, PLAIN_TEXT, PROBLEM_JSON
from azru_kg.server.http.site import Site
from azru_kg.server.pages.render import Pages, PageView

_IN_ADDRESSES = "/#?&=%:@!$()*+,;~'[]"


@dataclass(frozen=True, slots=True)
class Other:
    """Something that there is instead: its IRI, its address on the web, and what it is called."""

    iri: str
    href: str
    label: str


async def refer(
    error: AzruError, iris: Sequence[str], visit: Visit, request: Request, pages: Pages, site: Site
) -> Response:
    """Answer a request for what is not there, with what there is instead."""
    root = site.root(request.scope.get("root_path", ""))
    labels = await find_labels(visit, iris)
    others = [
        Other(iri, site.locate(iri, root) or _link_elsewhere(iri), labels.by_iri.get(iri, ""))
        for iri in iris
    ]
    return _respond(error, others, request, pages, root)


def _respond(
    error: AzruError, others: Sequence[Other], request: Request, pages: Pages, root: str
) -> Response:
    """Return the answer in the format that suits the client."""
    problem = problems.describe(error)
    accept = ", ".join(request.headers.getlist("accept"))
    offer = formats.choose(accept, FORMATS) or formats.Offer(PROBLEM_JSON, PROBLEM_JSON.media_type)
    if offer.format is formats.HTML:
        body = pages.show("missing.html", PageView(root), problem=problem, others=others)
    elif offer.format is PLAIN_TEXT:
        listed = "".join(f"  {other.iri} {other.label}".rstrip() + "\n" for other in others)
        body = problems.write_text(problem) + listed
    else:
        body = _write_json(error, problems.write_json(problem), others)
    headers = {"Vary": "Accept"}
    links = [f'<{other.href}>; rel="successor-version"' for other in others if other.href]
    if isinstance(error, Gone) and links:
        headers["Link"] = ", ".join(links)
    return Response(body, problem.status, headers, offer.content_type)


def _link_elsewhere(iri: str) -> str:
    web = iri.lower().startswith(("http://", "https://"))
    return quote(iri, safe=_IN_ADDRESSES) if web else ""


def _write_json(error: AzruError, problem: str, others: Sequence[Other]) -> str:
    name = "replacement" if isinstance(error, Gone) else "similar"
    members = json.loads(problem) | {name: [other.iri for other in others]}
    return json.dumps(members, ensure_ascii=False, indent=2)
