"""Makes the Turtle of a quote from the words that it quotes."""

from __future__ import annotations

import re
from pathlib import Path

import pyoxigraph as ox

from azru_kg.errors import AzruError, DataError
from azru_kg.files import read_bytes
from azru_kg.quotes.review import explain_excess, show, suggest
from azru_kg.quotes.sentences import find_all, find_sentences
from azru_kg.quotes.spans import END, EXACT, HAS_SELECTOR, HAS_SOURCE, QUOTE, START, TYPE
from azru_kg.rdf.oxigraph_terms import named
from azru_kg.rdf.prefixes import PREFIXES
from azru_kg.turtle import style

_TEXT = named("oa:TextQuoteSelector")
_POSITION = named("oa:TextPositionSelector")
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def make(path: Path, words: str, *, source: str, slug: str, occurrence: int = 1) -> str:
    """Return the Turtle of a quote: the words, and where they stand in a text.

    `source` and `slug` are the last parts of the IRIs of the source and of the quote. Of words that
    stand in the text several times, the `occurrence`-th place is taken, and a comment names the
    others. Raises DataError where the text cannot be read or lacks the words, and where they are
    more than a quote may have.
    """
    text = _read(path)
    places = find_all(text, words)
    if not places:
        raise DataError(path, f"it does not have the words {show(words)}: {suggest(text, words)}")
    if not 1 <= occurrence <= len(places):
        reason = f"it has the words {show(words)} {len(places)} times: there is no {occurrence}."
        raise DataError(path, f"{reason} occurrence")
    start = places[occurrence - 1]
    for excess in explain_excess(start, start + len(words), find_sentences(text)):
        raise DataError(path, f"{show(words)}: {excess}")
    return _comment(places, occurrence) + _write(_check(slug), _check(source), words, start)


def _read(path: Path) -> str:
    # A byte order mark stays: places count all characters of a text.
    try:
        return read_bytes(path).decode()
    except UnicodeDecodeError as error:
        raise DataError(path, f"not UTF-8: {error}") from error


def _check(slug: str) -> str:
    if not _SLUG.fullmatch(slug):
        raise AzruError(f"the slug {show(slug)} must be of a-z, 0-9 and single hyphens between")
    return slug


def _comment(places: list[int], occurrence: int) -> str:
    if len(places) == 1:
        return ""
    others = ", ".join(str(place) for place in places if place != places[occurrence - 1])
    return f"# Occurrence {occurrence} of {len(places)}; the others start at {others}.\n"


def _write(slug: str, source: str, words: str, start: int) -> str:
    quote = ox.NamedNode(f"{PREFIXES['quote']}{slug}")
    text, position = (ox.NamedNode(f"{quote.value}#{part}") for part in ("text", "position"))
    written = style.write(
        [
            ox.Triple(quote, TYPE, QUOTE),
            ox.Triple(quote, HAS_SOURCE, ox.NamedNode(f"{PREFIXES['source']}{source}")),
            ox.Triple(quote, HAS_SELECTOR, text),
            ox.Triple(quote, HAS_SELECTOR, position),
            ox.Triple(text, TYPE, _TEXT),
            ox.Triple(text, EXACT, ox.Literal(words)),
            ox.Triple(position, TYPE, _POSITION),
            ox.Triple(position, START, ox.Literal(start)),
            ox.Triple(position, END, ox.Literal(start + len(words))),
        ]
    )
    # The file that the block goes into has its prefixes already.
    return written.partition("\n\n")[2]
