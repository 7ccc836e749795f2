"""Lists what there is under an address, in sections and in pages: kinds, things, graphs, counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import TypeVar

from azru_kg.errors import BadAddress
from azru_kg.languages.numerals import say_integer
from azru_kg.languages.translations import ngettext
from azru_kg.metadata.inventory import Share
from azru_kg.rdf.prefixes import shorten
from azru_kg.server.pages.cells import Links

ENTRIES = 200
"""How many entries are on a page."""

NOUNS = ("byte", "character", "graph", "source", "thing", "triple")
"""What is counted with a noun, in English."""

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Entry:
    """Something there is: what it is called, where it leads, and a few words about it."""

    text: str
    href: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """Entries under a heading."""

    heading: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of what there is; `formats` are the same for programs, with their addresses."""

    title: str
    lead: str
    sections: tuple[Section, ...]
    formats: tuple[tuple[str, str], ...] = ()
    page: int = 1
    pages: int = 1


def count_pages(number: int, size: int = ENTRIES) -> int:
    """Return how many pages so many entries take, with so many on each."""
    return max(ceil(number / size), 1)


def check_page(page: int, number: int, size: int = ENTRIES) -> None:
    """Raise BadAddress where a page is none of those of so many entries."""
    pages = count_pages(number, size)
    if not 1 <= page <= pages:
        raise BadAddress(f"There are pages 1 to {pages}. Write page= and one of them")


def cut_page(entries: Sequence[_T], page: int, size: int = ENTRIES) -> Sequence[_T]:
    """Return those of all entries that are on a page; raise BadAddress where there is no such."""
    check_page(page, len(entries), size)
    return entries[(page - 1) * size : page * size]


def list_shares(
    shares: Iterable[Share], labels: Mapping[str, str], links: Links, noun: str
) -> tuple[Entry, ...]:
    """Return an entry for each class, property or graph, with how much there is of it."""
    return tuple(
        Entry(
            labels.get(share.iri) or shorten(share.iri),
            links.target(share.iri),
            say_count(share.number, noun),
        )
        for share in shares
    )


def say_count(number: int, noun: str) -> str:
    """Return a number with its noun.

    >>> say_count(1, "thing"), say_count(1200, "thing")
    ('1 thing', '1,200 things')
    """
    singular, plural = f"%s {noun}", f"%s {noun}s"
    return ngettext(singular, plural, number) % say_integer(number)
