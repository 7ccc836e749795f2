"""Makes the footnotes of a page: the words on which a claim rests, their place and source.

A text fragment leads to the words on the page of the source, where browsers highlight them. The
position is that in the text from which they were read.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote as encode

import pyoxigraph as ox

from azru_kg.languages.numerals import say_date
from azru_kg.languages.translations import gettext
from azru_kg.rdf.prefixes import IDENTITY
from azru_kg.server.ask.labels import Label
from azru_kg.server.pages.cells import Cell, Links, make_cell
from azru_kg.server.pages.facts import Facts

_SOURCE = f"{IDENTITY}source/"
_WHOLE = 40
_END = 8


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote: a quote with its exact words, where they stand, and in which source.

    Where it is the whole of a source that bears a claim, it has no words. `jump` leads to the words
    on the page of the source, where it has one.
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
        place=gettext("characters %(start)s to %(end)s of the text") % {"start": start, "end": end}
        if start and end
        else "",
        source=_cell(facts, sources[0], links) if sources else None,
        published=say_date(facts.text(sources[0], "schema:datePublished")) if sources else "",
        jump=_find_jump(links, pages[:1], _read_words(facts, quote)),
    )


def say_words(facts: Facts, quote: str) -> str:
    """Return the words of a quote, between quotation marks, in the language of its source."""
    words = _read_words(facts, quote)
    if not words:
        return facts.label(quote)
    spoken = (
        facts.text(source, "schema:inLanguage") for source in facts.iris(quote, "oa:hasSource")
    )
    return Label(f"“{words}”", next(spoken, ""))


def point_to(page: str, words: str) -> str:
    """Return the address of words on a page of the web; of many, their beginning and end are told.

    >>> point_to("https://example.org/a", "15-17 million, or more")
    'https://example.org/a#:~:text=15%2D17%20million%2C%20or%20more'
    """
    listed = words.split()
    ends = [words]
    # A passage may go over several paragraphs, in which only its ends are looked for.
    if len(listed) > _WHOLE:
        ends = [" ".join(listed[:_END]), " ".join(listed[-_END:])]
    # A hyphen, a comma and an ampersand have a meaning of their own there.
    fragment = ",".join(encode(end, safe="").replace("-", "%2D") for end in ends)
    return f"{page}{'' if '#' in page else '#'}:~:text={fragment}"


def _find_jump(links: Links, pages: list[str], words: str) -> str:
    return next((point_to(page, words) for page in pages if words and links.target(page)), "")


def _read_words(facts: Facts, quote: str) -> str:
    texts = (facts.text(selector, "oa:exact") for selector in facts.iris(quote, "oa:hasSelector"))
    return next(filter(None, texts), "")


def _cell(facts: Facts, source: str, links: Links) -> Cell:
    return make_cell(ox.NamedNode(source), {source: facts.label(source)}, links)
