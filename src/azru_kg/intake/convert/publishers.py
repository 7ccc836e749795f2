"""Who publishes a document, and whose text it carries, by terms/publishers.csv."""

from __future__ import annotations

from azru_kg.intake.convert.naming import describe_names, order_names
from azru_kg.intake.drafts import Drafts
from azru_kg.intake.register import Register, RowRefused
from azru_kg.intake.terms import Cells

_MEDIA = frozenset({"broadcaster", "news-agency", "news-site", "newspaper"})
"""The kinds of publishers that are media organisations."""


def find_publisher(words: str, register: Register) -> Cells | None:
    """Return the row for the words of a sheet, or None if they are the id of an organisation.

    Raises RowRefused if they are neither.
    """
    known = register.terms.index("publishers", "raw").get((words,))
    by_id = register.terms.index("publishers", "publisher_id").get((words,))
    if known or by_id:
        return known or by_id
    if register.knows("organisation", words):
        return None
    return register.find_word("publishers", "raw", words, "publisher")


def describe_publisher(slug: str, register: Register, drafts: Drafts) -> str:
    """Describe a publisher by the table and return its prefixed name.

    An organisation that has a row of its own keeps what that says.
    """
    cells = register.terms.index("publishers", "publisher_id").get((slug,))
    known = register.row("organisations", slug) is not None
    if cells is None or known:
        name = register.find("organisation", slug, "publisher")
    else:
        name = f"organisation:{slug}"
        _describe_body(name, cells, register, drafts)
    if cells and cells["kind"]:
        kind = register.find_word("publisher_kinds", "raw", cells["kind"], "publisher")
        drafts.describe(name, "azru:publisherKind", f"code:{kind['code']}")
    return name


def _describe_body(name: str, cells: Cells, register: Register, drafts: Drafts) -> None:
    drafts.describe(name, "a", "org:Organization")
    names = {"en": order_names(name, "en", [cells["label_en"]], register)}
    describe_names(name, names, register, drafts)
    if cells["kind"] in _MEDIA:
        drafts.describe(name, "dcterms:type", "code:media-organisation")
    if cells["country"]:
        country = register.find("country", cells["country"], "publisher")
        drafts.describe(name, "azru:jurisdiction", country)
