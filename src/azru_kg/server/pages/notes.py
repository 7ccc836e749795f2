"""Makes the footnotes of a page: the words on which a claim rests, their place and source.

Words of a page whose text is not archived have no position: a text fragment leads to them, which
browsers highlight.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote as encode

import pyoxigraph as ox

from azru_kg.rdf.prefixes import IDENTITY
from azru_kg.server.pages.cells import Cell, Links, make_cell
from azru_kg.server.pages.facts import Facts
from azru_kg.server.pages.saying import say_date

_SOURCE = f"{IDENTITY}source/"


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote: a quote with its exact words, where they stand, and in which source.

    Where it is the whole of a source that bears a claim, it has no words. `jump` leads to the words
    on the page of the source, where its text is not archived.
    """

    number: int
    href: str
    words: str
    place: str
    source: Cell | None
    published: str
    jump: str = ""


def make_note(facts: Facts, quote: str, number: int, links: Links) -> Note:
    """Return the footnote of a quote, or of a source as a whole."""
    if quote.startswith(_SOURCE):
        published = say_date(facts.text(quote, "schema:datePublished"))
        return Note(number, links.target(quote), "", "", _cell(facts, quote, links), published)
    selectors = facts.iris(quote, "oa:hasSelector")
    start = "".join(facts.text(selector, "oa:start") for selector in selectors)
    end = "".join(facts.text(selector, "oa:end") for selector in selectors)
    sources = facts.iris(quote, "oa:hasSource")
    pages = facts.iris(sources[0], "foaf:page") if sources else []
    return Note(
        number=number,
        href=links.target(quote),
        words=say_words(facts, quote),
        place=f"characters {start} to {end}" if start and end else "",
        source=_cell(facts, sources[0], links) if sources else None,
        published=say_date(facts.text(sources[0], "schema:datePublished")) if sources else "",
        jump=_find_jump(links, pages[:1], _read_words(facts, quote)) if not start else "",
    )


def say_words(facts: Facts, quote: str) -> str:
    """Return the words of a quote, between quotation marks."""
    words = _read_words(facts, quote)
    return f"“{words}”" if words else facts.label(quote)


def point_to(page: str, words: str) -> str:
    """Return the address of words on a page of the web.

    >>> point_to("https://example.org/a", "15-17 million, or more")
    'https://example.org/a#:~:text=15%2D17%20million%2C%20or%20more'
    """
    # A hyphen, a comma and an ampersand have a meaning of their own there.
    fragment = encode(words, safe="").replace("-", "%2D")
    return f"{page}{'' if '#' in page else '#'}:~:text={fragment}"


def _find_jump(links: Links, pages: list[str], words: str) -> str:
    return next((point_to(page, words) for page in pages if words and links.target(page)), "")


def _read_words(facts: Facts, quote: str) -> str:
    texts = (facts.text(selector, "oa:exact") for selector in facts.iris(quote, "oa:hasSelector"))
    return next(filter(None, texts), "")


def _cell(facts: Facts, source: str, links: Links) -> Cell:
    return make_cell(ox.NamedNode(source), {source: facts.label(source)}, links)
