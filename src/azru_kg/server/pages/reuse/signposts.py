"""Links in headers that tell programs what is what, as the FAIR profile of Signposting has them.

A landing page leads to its persistent name, its authors, licence, files and descriptions; a file
and a description lead back to it. What has no place in a header is in the link set (RFC 9264).
Only the graph of this project has persistent names and a licence that is known.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from azru_kg.rdf.formats import HTML, JSON_LD, TURTLE
from azru_kg.rdf.prefixes import IDENTITY
from azru_kg.server.pages.reuse.schema_org import DATASET, LICENCE, name_type

EDITORS: Final = f"{IDENTITY}organisation/azru-kg-editors"
"""Who made the graph of this project."""

LANDING: Final = "dataset"
"""The path of the landing page of the dataset."""

LINKSET: Final = "linkset.json"
"""The path of the link set of the dataset."""

LINKSET_TYPE: Final = "application/linkset+json"
CROISSANT_PROFILE: Final = "http://mlcommons.org/croissant/1.1"

_SCHEMA: Final = "https://schema.org/"
_ABOUT: Final = f"{_SCHEMA}AboutPage"


@dataclass(frozen=True, slots=True)
class Signpost:
    """A link: where it leads, in which relation, and the type and profile of what is there."""

    target: str
    rel: str
    type: str = ""
    profile: str = ""

    def write(self) -> str:
        """Return it as it stands in a Link header.

        >>> Signpost("/a", "item", "text/csv").write()
        '</a>; rel="item"; type="text/csv"'
        """
        attributes = {"rel": self.rel, "type": self.type, "profile": self.profile}
        told = (f'; {name}="{value}"' for name, value in attributes.items() if value)
        return f"<{self.target}>{''.join(told)}"

    def as_target(self) -> dict[str, str]:
        """Return it as a link set has it."""
        attributes = {"href": self.target, "type": self.type, "profile": self.profile}
        return {name: value for name, value in attributes.items() if value}


@dataclass(frozen=True, slots=True)
class DataItem:
    """A file of the dataset: its address and media type."""

    address: str
    media_type: str


def post_landing(root: str, items: Iterable[DataItem], *, all_in: bool) -> list[Signpost]:
    """Return the links of the landing page of the dataset; all of them, or those for a header.

    Addresses of the site begin with `root`, which ends in a slash.
    """
    posts = [
        Signpost(DATASET, "cite-as"),
        Signpost(EDITORS, "author"),
        Signpost(LICENCE, "license"),
        Signpost(_ABOUT, "type"),
        Signpost(f"{_SCHEMA}Dataset", "type"),
        *(Signpost(address, "describedby", type_) for address, type_ in _describe(root)),
        Signpost(
            f"{root}tables/croissant.json", "describedby", JSON_LD.media_type, CROISSANT_PROFILE
        ),
        *(Signpost(item.address, "item", item.media_type) for item in items),
    ]
    linkset = Signpost(f"{root}{LINKSET}", "linkset", LINKSET_TYPE)
    return posts if all_in else [*posts, linkset]


def post_description(root: str) -> list[Signpost]:
    """Return the links of a description of the dataset."""
    return [
        Signpost(f"{root}{LANDING}", "describes", HTML.media_type),
        Signpost(LICENCE, "license"),
        Signpost(f"{root}{LINKSET}", "linkset", LINKSET_TYPE),
    ]


def post_file(root: str, type_: str = "DataDownload") -> list[Signpost]:
    """Return the links of a file of the dataset."""
    return [
        Signpost(f"{root}{LANDING}", "collection", HTML.media_type),
        Signpost(EDITORS, "author"),
        Signpost(LICENCE, "license"),
        Signpost(f"{_SCHEMA}{type_}", "type"),
    ]


def post_thing(iri: str, address: str, root: str, *, page: bool) -> list[Signpost]:
    """Return the links of a description of a thing, whose address has no suffix yet."""
    posts = [Signpost(iri, "cite-as"), Signpost(LICENCE, "license")]
    if not page:
        return posts
    described = ((TURTLE.extension, TURTLE.media_type), (JSON_LD.extension, JSON_LD.media_type))
    return [
        *posts,
        Signpost(EDITORS, "author"),
        Signpost(_ABOUT, "type"),
        Signpost(f"{_SCHEMA}{name_type(iri)}", "type"),
        *(Signpost(f"{address}.{end}", "describedby", type_) for end, type_ in described),
        Signpost(f"{root}{LANDING}", "collection", HTML.media_type),
    ]


def post_answer(description: str, items: Iterable[DataItem]) -> list[Signpost]:
    """Return the links of a page with an answer, beside the one that says how to cite it."""
    return [
        Signpost(LICENCE, "license"),
        Signpost(_ABOUT, "type"),
        Signpost(f"{_SCHEMA}Dataset", "type"),
        Signpost(description, "describedby", TURTLE.media_type),
        *(Signpost(item.address, "item", item.media_type) for item in items),
    ]


def write_links(posts: Iterable[Signpost]) -> list[str]:
    """Return links as they stand in a Link header."""
    return [post.write() for post in posts]


def make_linkset(root: str, items: Sequence[DataItem]) -> dict[str, Any]:
    """Return the links of the landing page, of its files and descriptions, as a link set."""
    contexts = [
        (f"{root}{LANDING}", post_landing(root, items, all_in=True)),
        *((item.address, post_file(root)) for item in items),
        *((address, post_description(root)[:2]) for address, _ in _describe(root)),
    ]
    return {"linkset": [_gather(anchor, posts) for anchor, posts in contexts]}


def _gather(anchor: str, posts: Iterable[Signpost]) -> dict[str, Any]:
    gathered: dict[str, Any] = {"anchor": anchor}
    for post in posts:
        gathered.setdefault(post.rel, []).append(post.as_target())
    return gathered


def _describe(root: str) -> list[tuple[str, str]]:
    return [
        (f"{root}{path}?format={format_.name}", format_.media_type)
        for path in ("catalogue", "void")
        for format_ in (TURTLE, JSON_LD)
    ]
