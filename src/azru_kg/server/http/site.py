"""Where the server is for its users: the address that they see, and what the IRIs are called there.

The IRIs of the graph are at w3id.org, whoever serves it. A site maps them to addresses of its own,
so that links work on a laptop, behind a proxy and under a path alike; what it states as data names
the IRIs themselves.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

import pyoxigraph as ox
from starlette.requests import Request

from azru_kg.errors import BadAddress
from azru_kg.languages.reading import get_reading
from azru_kg.rdf.prefixes import BASE

_BELOW: ContextVar[str] = ContextVar("below", default="")
_BASE = re.compile(r"https?://[A-Za-z0-9._~:\[\]-]+(/[A-Za-z0-9._~%-]+)*/")


@contextmanager
def serve_below(path: str) -> Iterator[None]:
    """Have the site be below a path of itself, within this block and in the tasks it begins.

    The path ends with a slash, and stands at the end of the one under which the site is mounted.
    """
    token = _BELOW.set(path)
    try:
        yield
    finally:
        _BELOW.reset(token)


def get_below() -> str:
    """Return the path of its own below which the site is: of a release, or nothing."""
    return _BELOW.get()


@dataclass(frozen=True, slots=True)
class Site:
    """A site by its public address, which ends in a slash; empty for one that does not know it.

    >>> Site("https://kg.example/azru/").locate("https://w3id.org/azru-kg/id/country/AZ")
    'https://kg.example/azru/id/country/AZ'
    """

    base: str = ""

    @property
    def whole(self) -> str:
        """The public address of what is served, which may be a release below the site."""
        return f"{self.base}{_BELOW.get()}" if self.base else ""

    def address(self, path: str, root: str = "") -> str:
        """Return the address of a path of the site.

        Where the public address is unknown it is one relative to the host; `root` is then the path
        under which a proxy has mounted the site (the `root_path` of ASGI).
        """
        return f"{self.whole or f'{root}/'}{quote(path, safe='/#?&=%:@!$()*+,;~')}"

    def find_base(self, request: Request) -> str:
        """Return the public address as it was set, else as the client sees it; raise BadAddress."""
        base = self.whole or str(request.base_url)
        try:
            named = _BASE.fullmatch(ox.NamedNode(base).value)
        except ValueError:
            named = None
        if named is None:
            raise BadAddress("The Host header names no host. Send the one of the address")
        return base

    def locate(self, iri: str, root: str = "") -> str | None:
        """Return the address at which the site describes an IRI, or None for one of others."""
        if not iri.startswith(BASE):
            return None
        return self.address(iri.removeprefix(BASE), root)

    def page(self, path: str, root: str = "") -> str:
        """Return the address of a page of the site in the language that is read."""
        return self.address(f"{get_reading().prefix}/{path}".lstrip("/"), root)

    def root(self, mounted: str = "") -> str:
        """Return the path under which the pages in the language that is read link to one another.

        It begins with that of the public address, where that is known, and else with `mounted`, the
        path under which a proxy has mounted the site.
        """
        path = urlsplit(self.whole).path.rstrip("/") if self.base else mounted
        return f"{path}{get_reading().prefix}"
