"""Brings the catalogs of messages up to date with the program: `make messages`.

Messages stand in templates and in the program, as `gettext` finds them, and in the definitions of
what is shown by a page of its own kind: lists, perspectives, measurements, problems. What a catalog
has and no page says any more goes; what it lacks is added without a translation.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pyoxigraph as ox
from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po, write_po

from azru_kg.graph.measures import FINDINGS, METRICS, SPEAKERS
from azru_kg.graph.perspectives import PERSPECTIVES
from azru_kg.graph.readings import BLIND, READINGS
from azru_kg.graph.stored_queries import load
from azru_kg.rdf.prefixes import KINDS, expand
from azru_kg.server.ask.counts import LABELS
from azru_kg.server.find.found_models import HEADINGS
from azru_kg.server.http.problems import EXPLANATIONS
from azru_kg.server.pages.amounts import UNITS
from azru_kg.server.pages.facts import Facts
from azru_kg.server.pages.listing import NOUNS
from azru_kg.tables.definitions import TABLES

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "azru_kg"
CATALOGS = SOURCE / "languages" / "po"
METHODS = [("**/templates/**.html", "jinja2"), ("**.py", "python")]
OPTIONS = {"**/templates/**.html": {"newstyle_gettext": "true", "trimmed": "true"}}
KEYWORDS = {**DEFAULT_KEYWORDS, "mark": None, "pmark": DEFAULT_KEYWORDS["pgettext"]}
WIDTH = 100
TURTLE = ox.RdfFormat.TURTLE
HEADER = r"""msgid ""
msgstr ""
"Language: {language}\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=utf-8\n"
"Content-Transfer-Encoding: 8bit\n"
"Plural-Forms: {plural}\n"
"""


def main() -> None:
    """Write all catalogs anew."""
    template = extract()
    for path in list_catalogs():
        path.write_bytes(write(update(path, template)))


def list_catalogs() -> list[Path]:
    """Return the files of the catalogs, one for each language but English."""
    return sorted(CATALOGS.glob("*.po"))


def extract() -> Catalog:
    """Return all messages of the program, without translations."""
    catalog = Catalog()
    found = extract_from_dir(
        SOURCE, METHODS, OPTIONS, KEYWORDS, comment_tags=["po:"], strip_comment_tags=True
    )
    for _file, _line, message, comments, context in found:
        catalog.add(message, auto_comments=comments, context=context)
    for message in list_definitions():
        catalog.add(message)
    for noun in NOUNS:
        catalog.add((f"%s {noun}", f"%s {noun}s"))
    for unit in UNITS:
        catalog.add((unit, f"{unit}s"))
    return catalog


def list_claims() -> Iterator[str]:
    """Yield what the claims of each class are called together."""
    facts = Facts(
        quad.triple for quad in ox.parse(path=ROOT / "ontology" / "azru.ttl", format=TURTLE)
    )
    below = {expand("azru:Claim")}
    while more := {
        name
        for name in facts.subjects()
        if name not in below and below.intersection(facts.iris(name, "rdfs:subClassOf"))
    }:
        below |= more
    yield from (f"{facts.english(name)}s".capitalize() for name in below)


def list_definitions() -> Iterator[str]:
    """Yield the messages that stand in definitions."""
    for table in TABLES.values():
        yield from (table.title, table.lead, table.noun, table.slug)
        for column in table.columns:
            if column.shown:
                yield from (column.label, column.meaning)
        yield from (facet.label for facet in table.facets)
    for perspective in PERSPECTIVES.values():
        yield from (perspective.title, perspective.description)
    for title, advice in EXPLANATIONS.values():
        yield from (title, advice)
    for _dimension, title, text in [
        *METRICS.values(),
        *SPEAKERS.values(),
        *FINDINGS.values(),
        *READINGS.values(),
        *BLIND.values(),
    ]:
        yield from (title, text)
    yield from LABELS
    yield from ("Status", "Violation", "Warning", "Info")
    yield from HEADINGS.values()
    yield from list_claims()
    yield from (kind.capitalize() for kind in KINDS)
    yield from {query.tags[0].capitalize() for query in load(ROOT / "queries") if query.tags}


def update(path: Path, template: Catalog) -> Catalog:
    """Return the catalog of a language with the messages of the program, no more and no less."""
    with path.open("rb") as file:
        catalog = read_po(file, locale=path.stem)
    catalog.update(template, no_fuzzy_matching=True, update_creation_date=False)
    catalog.obsolete.clear()
    return catalog


def write(catalog: Catalog) -> bytes:
    """Return a catalog as its file: sorted, and without lines that change with the program."""
    messages = BytesIO()
    write_po(messages, catalog, width=WIDTH, omit_header=True, no_location=True, sort_output=True)
    header = HEADER.format(language=catalog.locale, plural=catalog.plural_forms)
    return f"{catalog.header_comment}\n{header}\n".encode() + messages.getvalue()


if __name__ == "__main__":
    main()
