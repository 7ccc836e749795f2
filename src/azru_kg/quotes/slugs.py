"""Proposes the last parts of IRIs: lower-case ASCII words with hyphens between."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from pathlib import Path

from azru_kg.files import read_bytes
from azru_kg.graph.layout import Layout
from azru_kg.quotes.spans import read_sources
from azru_kg.rdf.prefixes import PREFIXES


def make_slug(text: str) -> str:
    """Return the slug of a text, with a hyphen for letters that have no ASCII form.

    >>> make_slug("Turnover totaled $2.6billion in Azərbaycan"), make_slug("Cité")
    ('turnover-totaled-2-6billion-in-az-rbaycan', 'cite')
    """
    letters = unicodedata.normalize("NFKD", text).lower()
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def name_source(layout: Layout, text: Path) -> str:
    """Return the slug of the source with this archived text, or else that of the file's name.

    Raises DataError where the text or a source file cannot be read.
    """
    checksum = hashlib.sha256(read_bytes(text)).hexdigest()
    for path in layout.sources():
        for source in read_sources(path)[0]:
            if source.sha256 == checksum:
                return source.iri.removeprefix(PREFIXES["source"])
    return make_slug(text.stem)


def name_quote(source: str, words: str) -> str:
    """Return the slug of a quote: that of its source, up to the date if it has one, and its words.

    >>> name_quote("newsaz-2024-01-22-roadmap", "7,000km")
    'newsaz-2024-01-22-7-000km'
    """
    dated = re.match(r".*?\d{4}-\d{2}-\d{2}", source)
    return f"{dated[0] if dated else source}-{make_slug(words)}"
