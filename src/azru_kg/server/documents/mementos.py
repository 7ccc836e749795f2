"""Says which releases there are, and leads to what an address had at a time (Memento, RFC 7089).

What stands at `/release/<version>/…` stays as it is, and is the memento of what stands at `…`.
`/timegate/…` leads to the one of the time that `Accept-Datetime` names, `/timemap/…` lists them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from http import HTTPStatus
from pathlib import Path
from typing import Annotated, Final

from fastapi import Path as PathParameter
from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute

from azru_kg.errors import AzruError, BadAddress, NotFound
from azru_kg.graph.archived import list_archived
from azru_kg.graph.dataset import UNVERSIONED, Dataset
from azru_kg.languages.reading import get_reading
from azru_kg.rdf.formats import HTML, JSON_ROWS, Format, Offer
from azru_kg.server.documents.choice import Choice, take_format
from azru_kg.server.documents.document import DocumentRoute, make_response
from azru_kg.server.http.site import Site
from azru_kg.server.pages.render import Pages, PageView

REFUSAL: Final = "azru_kg.refusal"
"""Where the scope of a request says why a release cannot be served."""

LINKS: Final = Format("link-format", "Link format", "page", "application/link-format", "link")
"""Links with what they lead to (RFC 6690)."""

FORMATS: Final = (JSON_ROWS, HTML)
"""The formats of the list of releases; the first is for a client that takes anything."""

_ACCEPTED: Final = "accept-datetime"
_LONGEST: Final = 100
_Choice = Annotated[Choice, take_format(*FORMATS)]
_Below = Annotated[
    str,
    PathParameter(
        description="An address below the site, without a slash before it",
        json_schema_extra={"pattern": "^[A-Za-z0-9/._~-]+$", "minLength": 1},
        examples=["query/agreements.csv"],
    ),
]


class KnownRelease(BaseModel):
    """A release that is served: its version, its day where that is known, and where it is."""

    version: str
    issued: str = ""
    address: str


class ReleaseList(BaseModel):
    """The releases that are served, the oldest first."""

    current: str
    releases: list[KnownRelease]


@dataclass(frozen=True, slots=True)
class Memento:
    """What stands at an address of one release."""

    version: str
    moment: datetime

    @property
    def date(self) -> str:
        """The day of the release as HTTP writes it: its first second, in UTC."""
        return write_moment(self.moment)


class Mementos:
    """Answers about the releases of one site; `archive` is the folder of older ones."""

    def __init__(self, dataset: Dataset, archive: Path | None, pages: Pages, site: Site) -> None:
        self._dataset = dataset
        self._archive = archive
        self._pages = pages
        self._site = site

    def make_routes(self) -> list[BaseRoute]:
        """Return the routes: of the list, of releases that are not there, and of times."""
        return [
            DocumentRoute(
                "/release/",
                self.list_releases,
                "The releases that are served, each at an address that stays",
                formats=FORMATS,
                model=ReleaseList,
                problems=(400, 406),
            ),
            DocumentRoute("/release", self.find_list, redirect=308, listed=False),
            DocumentRoute("/release/{version}", self.find_root, redirect=307, listed=False),
            DocumentRoute("/release/{version}/{path:path}", self.find_release, listed=False),
            DocumentRoute(
                "/timegate/{path:path}",
                self.find_memento,
                "The way to what an address had at the time of Accept-Datetime (RFC 7089)",
                problems=(400, 404),
                redirect=302,
            ),
            DocumentRoute(
                "/timemap/{path:path}",
                self.list_mementos,
                "What an address had in each release (RFC 7089)",
                formats=[LINKS],
                problems=(400, 404),
            ),
        ]

    async def list_releases(self, request: Request, choice: _Choice) -> Response:
        """Answer with the list of releases."""
        offer = choice.pick()
        root = request.scope.get("root_path", "")
        days = self._list_days()
        if offer.format is HTML:
            view = PageView(self._site.root(root))
            body = self._pages.show("releases.html", view, releases=days)
        else:
            releases = [
                KnownRelease(
                    version=version,
                    issued=issued,
                    address=self._site.address(f"release/{version}/", root),
                )
                for version, issued in days.items()
            ]
            model = ReleaseList(current=self._dataset.version, releases=releases)
            body = model.model_dump_json(indent=2)
        return make_response(body, offer, name="releases", varies=True)

    async def find_list(self, request: Request) -> Response:
        """Lead to the list of releases."""
        root = request.scope.get("root_path", "")
        return RedirectResponse(self._site.page("release/", root), HTTPStatus.PERMANENT_REDIRECT)

    async def find_root(self, request: Request, version: str) -> Response:
        """Lead to the first page of a release."""
        return await self.find_release(request, version, "")

    async def find_release(self, request: Request, version: str, path: str) -> Response:
        """Lead to the page of a release in a language; raise what keeps it from being served."""
        refusal: AzruError | None = request.scope.get(REFUSAL)
        if refusal is not None:
            raise refusal
        days = self._list_days()
        if version not in days:
            there = ", ".join(days) or "none, for these data have no version"
            raise NotFound(f"Release {version[:_LONGEST]!r} is not served here. There is: {there}")
        # The language stands behind the release.
        query = f"?{request.url.query}" if request.url.query else ""
        below = f"release/{version}{get_reading().prefix}/{path}{query}"
        return RedirectResponse(self._site.address(below, request.scope.get("root_path", "")), 307)

    async def find_memento(self, request: Request, path: _Below) -> Response:
        """Lead to what an address had at a time, or has last."""
        mementos = self._list_mementos()
        wanted = request.headers.get(_ACCEPTED)
        moment = None if wanted is None else read_moment(wanted)
        before = [it for it in mementos if moment is None or it.moment <= moment]
        chosen = before[-1] if before else mementos[0]
        base = self._site.address("", request.scope.get("root_path", ""))
        below = _write_below(request, path)
        links = [
            *link_versions(base, below),
            f'<{base}release/{chosen.version}/{below}>; rel="memento"; datetime="{chosen.date}"',
        ]
        target = f"{base}release/{chosen.version}/{below}"
        headers = {"Vary": _ACCEPTED, "Link": ", ".join(links), "Cache-Control": "no-cache"}
        return RedirectResponse(target, HTTPStatus.FOUND, headers)

    async def list_mementos(self, request: Request, path: _Below) -> Response:
        """Answer with the links to what an address had in each release."""
        mementos = self._list_mementos()
        base, below = self._site.find_base(request), _write_below(request, path)
        first, last = mementos[0], mementos[-1]
        links = [
            f'<{base}{below}>; rel="original"',
            f'<{base}timegate/{below}>; rel="timegate"',
            f'<{base}timemap/{below}>; rel="self"; type="{LINKS.media_type}";'
            f' from="{first.date}"; until="{last.date}"',
        ]
        for it in mementos:
            places = ["first"] * (it is first) + ["last"] * (it is last) + ["memento"]
            links.append(
                f'<{base}release/{it.version}/{below}>; rel="{" ".join(places)}";'
                f' datetime="{it.date}"'
            )
        body = ",\n".join(links) + "\n"
        return make_response(body, Offer(LINKS, LINKS.media_type), name="timemap", varies=False)

    def _list_days(self) -> Mapping[str, str]:
        """Return the days of the releases by version: the oldest first, and the current last."""
        older = [] if self._archive is None else list_archived(self._archive)
        days = {release.version: release.issued for release in older}
        days.pop(self._dataset.version, None)
        if self._dataset.version != UNVERSIONED:
            days[self._dataset.version] = self._dataset.issued
        return days

    def _list_mementos(self) -> Sequence[Memento]:
        """Return the releases whose day is known; raise NotFound where there are none."""
        days = [
            Memento(version, moment)
            for version, issued in self._list_days().items()
            if (moment := find_moment(issued)) is not None
        ]
        if not days:
            raise NotFound("No release whose day is known is served here")
        return sorted(days, key=lambda memento: memento.moment)


def find_moment(issued: str) -> datetime | None:
    """Return the moment from which a release stands for what there was, or None.

    >>> find_moment("2026-11-21").isoformat()
    '2026-11-21T00:00:00+00:00'
    """
    try:
        return datetime.fromisoformat(issued).replace(tzinfo=UTC)
    except ValueError:
        return None


def write_moment(moment: datetime) -> str:
    """Return a moment as HTTP writes it.

    >>> write_moment(datetime(2026, 11, 21, tzinfo=UTC))
    'Sat, 21 Nov 2026 00:00:00 GMT'
    """
    return format_datetime(moment, usegmt=True)


def read_moment(text: str) -> datetime:
    """Return the moment of Accept-Datetime; raise BadAddress where it is none."""
    try:
        moment = parsedate_to_datetime(text[:_LONGEST])
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError, IndexError) as error:
        raise BadAddress(
            f"The header Accept-Datetime cannot be {text[:_LONGEST]!r}. Write it like"
            " Sat, 21 Nov 2026 00:00:00 GMT"
        ) from error


def link_versions(base: str, below: str) -> list[str]:
    """Return the links from an address to what it was and will be, for a Link header."""
    return [
        f'<{base}{below}>; rel="original"',
        f'<{base}timegate/{below}>; rel="timegate"',
        f'<{base}timemap/{below}>; rel="timemap"; type="{LINKS.media_type}"',
    ]


def _write_below(request: Request, path: str) -> str:
    """Return an address as it was asked for: with what stands behind the question mark."""
    raw: bytes = request.scope["raw_path"]
    quoted = raw.decode("ascii").partition("/time")[2].partition("/")[2]
    return f"{quoted or path}{f'?{request.url.query}' if request.url.query else ''}"
