"""Lists of a few rows, made by hand."""

from __future__ import annotations

from azru_kg.rdf.prefixes import expand
from azru_kg.server.lists.catalogue import Held
from azru_kg.tables.definitions import TABLES
from azru_kg.tables.rows import Rows


def hold(slug: str, *rows: dict[str, str], **labels: str) -> Held:
    """Return a list with such rows; IRIs of people are named by a keyword."""
    table = TABLES[slug]
    made = [tuple(row.get(name) for name in table.names) for row in rows]
    named = {expand(f"person:{name}"): label for name, label in labels.items()}
    return Held(Rows(table, made), named)
