"""What people, organisations, places and posts are called, here and in Wikidata.

Rows that are doubles of one another (terms/same.csv) describe one thing together, so that it
comes out the same whichever of them is read.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from typing import TypeVar

import pyoxigraph as ox

from azru_kg.identity import variants
from azru_kg.intake.convert.outcome import Conversion
from azru_kg.intake.drafts import Drafts
from azru_kg.intake.register import Register
from azru_kg.intake.sheets.schemas.registers import OrganisationRow, PersonRow, PlaceRow
from azru_kg.rdf.oxigraph_terms import english

NamedRow = TypeVar("NamedRow", PersonRow, OrganisationRow, PlaceRow)
Names = Mapping[str, list[str]]
"""Names by language, the preferred one first."""

LANGUAGES = ("en", "az", "ru")


def tidy(text: str) -> str:
    """Return a text in Unicode's composed form (NFC), white space at its ends taken off."""
    return unicodedata.normalize("NFC", text).strip()


def list_doubles(thing: str, row: NamedRow, register: Register) -> list[NamedRow]:
    """Return all rows that describe the thing of a row, that of its own id first.

    There are none where that row is not at hand: then what the graph says of the thing stays.
    """
    kind, _, slug = thing.partition(":")
    same = register.terms.same
    known = {other.id: other for other in register.rows(row.kind) if isinstance(other, type(row))}
    known[row.id] = row
    doubles = [other for other in known.values() if same.get((kind, other.id), other.id) == slug]
    return sorted(doubles, key=lambda other: other.id != slug) if slug in known else []


def collect_names(
    thing: str, rows: Iterable[PersonRow | OrganisationRow | PlaceRow], register: Register
) -> Names:
    """Return the names that rows give a thing; those of terms/preferred_names.csv go first."""
    rows = list(rows)
    names = {}
    for language in LANGUAGES:
        given = [getattr(row, f"name_{language}") for row in rows]
        names[language] = order_names(thing, language, given, register)
    return names


def order_names(
    thing: str, language: str, given: Iterable[str | None], register: Register
) -> list[str]:
    """Return the names of a thing in a language, each once, the preferred one first."""
    kind, _, slug = thing.partition(":")
    chosen = register.terms.index("preferred_names", "kind", "id", "language")
    first = chosen.get((kind, slug, language))
    known = ([first["name"]] if first else []) + [name for name in given if name]
    return list(dict.fromkeys(tidy(name) for name in known))


def describe_spellings(thing: str, names: Names, drafts: Drafts) -> None:
    """State the other spellings under which people may look for a person or a place."""
    preferred = {language: texts[0] for language, texts in names.items() if texts}
    literals = [ox.Literal(text, language=language) for text, language in variants(preferred)]
    drafts.describe(thing, "skos:altLabel", *literals)


def describe_names(thing: str, names: Names, register: Register, drafts: Drafts) -> None:
    """State what a thing is called, and which item of Wikidata it is."""
    for language, texts in names.items():
        literals = [ox.Literal(text, language=language) for text in texts]
        drafts.describe(thing, "skos:prefLabel", *literals[:1])
        drafts.describe(thing, "skos:altLabel", *literals[1:])
    kind, _, slug = thing.partition(":")
    match = register.terms.index("wikidata", "kind", "id").get((kind, slug))
    if match:
        drafts.describe(thing, "skos:exactMatch", f"wd:{match['wikidata']}")


def describe_thing(
    kind: str, slug: str, class_: str, name: str, code: str, register: Register, drafts: Drafts
) -> Conversion:
    """Describe a thing by class, English name and type, unless it is described by hand."""
    thing = register.find(kind, slug, "id")
    if not register.is_founding(thing):
        drafts.describe(thing, "a", class_)
        drafts.describe(thing, "skos:prefLabel", english(tidy(name)))
    if code and not register.has_type(thing):
        drafts.describe(thing, "dcterms:type", code)
    return Conversion(things=(thing,))
