"""States what a document is: its headline, language, date, publisher and address."""

from __future__ import annotations

import re
from urllib.parse import quote

import pyoxigraph as ox

from azru_kg.intake.convert.outcome import Conversion
from azru_kg.intake.convert.registers.naming import tidy
from azru_kg.intake.convert.registers.publishers import describe_publishers
from azru_kg.intake.drafts import Drafts
from azru_kg.intake.register import Register, RowRefused
from azru_kg.intake.sheets.schemas.registers import SourceRow

_DESCRIPTION = re.compile(r"\[((?:[^\[\]]|\[[^\[\]]*\])*)\]")
_SCRIPTS = {
    "ar": re.compile("[\u0600-\u06ff]"),
    "bg": re.compile("[\u0400-\u04ff]"),
    "hy": re.compile("[\u0530-\u058f]"),
    "ka": re.compile("[\u10a0-\u10ff]"),
    "ru": re.compile("[\u0400-\u04ff]"),
    "uk": re.compile("[\u0400-\u04ff]"),
}
"""A letter of the script in which each of these languages is written."""


def convert(row: SourceRow, register: Register, drafts: Drafts) -> Conversion:
    """Describe a document in its own file; raise RowRefused if the row cannot be taken."""
    source = register.find("source", row.id, "id")
    slug = source.partition(":")[2]
    if register.is_read_word_by_word(slug):
        return Conversion(things=(source,))
    publisher, *relayed = describe_publishers(row.publisher, register, drafts)
    drafts.state(slug, source, "a", "azru:Source")
    _state_title(row, source, slug, drafts)
    drafts.state(slug, source, "schema:inLanguage", ox.Literal(row.language))
    _state_date(row, source, slug, drafts)
    drafts.state(slug, source, "foaf:page", ox.NamedNode(_spell_address(row.url)))
    drafts.state(slug, source, "dcterms:publisher", publisher)
    drafts.state(slug, source, "azru:editorial", "dcterms:publisher", "foaf:page")
    drafts.state(slug, source, "azru:relayedFrom", *relayed)
    return Conversion(things=(source, publisher, *relayed))


def _spell_address(url: str) -> str:
    """Return an address with letters other than ASCII as percent signs, as it is sent."""
    return quote(url, safe="%/:?#[]@!$&'()*+,;=~")


def _state_date(row: SourceRow, source: str, slug: str, drafts: Drafts) -> None:
    slot = "schema:datePublished"
    if row.published is not None and row.published.day is not None:
        drafts.state(slug, source, slot, row.published.day)
    else:
        drafts.state(slug, source, "azru:notStated", "schema:datePublished")
        if row.published is not None:
            slot = "azru:dateWithin"
            drafts.state(slug, source, slot, drafts.take_period(row.published.period))
    if "published" in row.inferred:
        drafts.state(slug, source, "azru:inferred", slot)


def _state_title(row: SourceRow, source: str, slug: str, drafts: Drafts) -> None:
    """State the title, and that it is the headline, unless it is a description in brackets.

    What is not in the script of the document describes it, too.
    """
    title = tidy(row.title)
    script = _SCRIPTS.get(row.language)
    described = _DESCRIPTION.fullmatch(title)
    text = tidy(described[1]) if described else title
    if not text:
        raise RowRefused("title", "a description needs words between the brackets")
    if described is None and (script is None or script.search(title)):
        drafts.state(slug, source, "schema:headline", ox.Literal(title, language=row.language))
        language = row.language
    else:
        language = row.language if script and script.search(text) else "en"
    drafts.state(slug, source, "dcterms:title", ox.Literal(text, language=language))
