"""A picture with its tables, its numbers as data, how it is read and on what it rests."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from pydantic import BaseModel, ConfigDict

from azru_kg.languages.translations import gettext, mark, translate
from azru_kg.pictures.series import Series
from azru_kg.pictures.svg import Markup
from azru_kg.server.pages.facts import Facts

SCALES = mark(
    "Each series has a scale of its own, which need not begin at zero; nothing is converted."
)
"""What is said of scales, however figures are drawn."""


class PictureSource(BaseModel):
    """A source that a figure of a picture rests on."""

    iri: str
    title: str
    publisher: str


class PictureMetadata(BaseModel):
    """What a picture shows, how it was made, and on what it rests."""

    model_config = ConfigDict(defer_build=True)

    title: str
    summary: str
    about: str
    marks: int
    whole: bool
    units: list[str]
    method: list[str]
    columns: dict[str, str]
    sources: list[PictureSource]
    page: str
    picture: str
    data: str
    citation: str
    licence: str


class Draw(Protocol):
    """Draws a picture in some width; one that stands alone is given its style sheet.

    A brief one has only as much as is seen at a glance.
    """

    def __call__(self, width: int, *, style: str = "", brief: bool = False) -> Markup:
        """Return the picture."""


@dataclass(frozen=True, slots=True)
class PictureCell:
    """What stands in a table: a text, and where it leads."""

    text: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class PictureTable:
    """What a picture shows, or a part of it, as a table; `note` stands below it.

    Where it is about one thing, `href` leads there.
    """

    caption: str
    headings: tuple[str, ...]
    rows: tuple[tuple[PictureCell, ...], ...]
    note: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """A picture and all that comes with it.

    `key` says how it is read, `records` are its numbers under `columns`, `about` is the thing that
    it is about, if it is about one, and `heading` what stands above it on the page of that thing.
    `whole` where nothing was left out for want of room.
    """

    title: str
    summary: str
    key: str
    draw: Draw
    marks: int
    tables: tuple[PictureTable, ...]
    columns: Mapping[str, str]
    records: tuple[tuple[str, ...], ...]
    sources: tuple[PictureSource, ...]
    units: tuple[str, ...] = ()
    about: str = ""
    whole: bool = True
    notes: tuple[str, ...] = field(default=())
    heading: str = ""


def cite_sources(facts: Facts, iris: Iterable[str]) -> tuple[PictureSource, ...]:
    """Return sources with title and publisher, each once."""
    return tuple(_cite(facts, iri) for iri in sorted(set(iris)))


def caption_series(series: Series) -> str:
    """Return what the table of a series is called."""
    if not series.unit:
        return series.heading
    names = {"series": series.heading, "unit": translate(series.unit)}
    return gettext("%(series)s, in %(unit)s") % names


def tabulate(rows: Iterable[Sequence[str | PictureCell]]) -> tuple[tuple[PictureCell, ...], ...]:
    """Return the rows of a table; what is text leads nowhere."""
    return tuple(
        tuple(PictureCell(cell) if isinstance(cell, str) else cell for cell in row) for row in rows
    )


def _cite(facts: Facts, source: str) -> PictureSource:
    publishers = facts.iris(source, "dcterms:publisher", "schema:publisher")
    names = ", ".join(facts.label(publisher) for publisher in publishers)
    return PictureSource(iri=source, title=facts.label(source), publisher=names)
