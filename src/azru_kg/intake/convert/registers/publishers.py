"""Who publishes a document, and whose text it carries, by terms/publishers.csv."""

from __future__ import annotations

from azru_kg.intake.convert.registers.naming import describe_names, order_names
from azru_kg.intake.convert.words import find_code
from azru_kg.intake.drafts import Drafts
from azru_kg.intake.register import Register
from azru_kg.intake.sheets.word_tables import Cells


def describe_publishers(words: str, register: Register, drafts: Drafts) -> list[str]:
    """Describe the publisher that words, or the id of an organisation, name and those it relays.

    Returns their prefixed names, the publisher first; raises RowRefused if the words are unknown.
    """
    by_id = register.terms.index("publishers", "publisher_id")
    if (words,) in by_id or register.knows("organisation", words):
        slugs = [words]
    else:
        known = register.find_word("publishers", "raw", words, "publisher")
        slugs = [known["publisher_id"], *known["relayed_from"].split(";")]
    return [_describe_publisher(slug, register, drafts) for slug in slugs if slug]


def _describe_publisher(slug: str, register: Register, drafts: Drafts) -> str:
    """Describe a publisher by the table, unless it has a row of its own; return its name."""
    cells = register.terms.index("publishers", "publisher_id").get((slug,))
    described = any(row.key == slug for row in register.rows("organisations"))
    if cells is None or described:
        name = register.find("organisation", slug, "publisher")
    else:
        name = f"organisation:{slug}"
        _describe_body(name, cells, register, drafts)
    if cells and cells["kind"]:
        kind = find_code(register, "publisher_kinds", cells["kind"], "publisher")
        drafts.describe(name, "azru:publisherKind", f"code:{kind['code']}")
    return name


def _describe_body(name: str, cells: Cells, register: Register, drafts: Drafts) -> None:
    drafts.describe(name, "a", "org:Organization")
    names = {"en": order_names(name, "en", [cells["label_en"]], register)}
    describe_names(name, names, register, drafts)
    if cells["kind"]:
        kind = find_code(register, "publisher_kinds", cells["kind"], "publisher")
        drafts.describe(name, "dcterms:type", f"code:{kind['organisation_type']}")
    if cells["country"]:
        country = register.find("country", cells["country"], "publisher")
        drafts.describe(name, "azru:jurisdiction", country)
