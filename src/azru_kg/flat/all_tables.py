"""All flat tables of a release, in the order of the codebook."""

from __future__ import annotations

from azru_kg.errors import NotFound
from azru_kg.flat.flat_table import FlatTable
from azru_kg.flat.statement_tables import STATEMENTS
from azru_kg.flat.thing_tables import EVIDENCE_TABLES, THING_TABLES
from azru_kg.rdf.nearest import find_similar

TABLES: tuple[FlatTable, ...] = (*STATEMENTS, *EVIDENCE_TABLES, *THING_TABLES)
"""The tables: claims, documents and what they say, things."""

_BY_NAME = {table.name: table for table in TABLES}


def find_table(name: str) -> FlatTable:
    """Return a table by its name; raise NotFound with what there is.

    >>> find_table("figures").key
    ('claim', 'source')
    """
    if name in _BY_NAME:
        return _BY_NAME[name]
    near = find_similar(name, _BY_NAME, most=3)
    hint = f"Did you mean {' or '.join(near)}?" if near else f"There are {', '.join(_BY_NAME)}"
    raise NotFound(f"There is no table {name[:100]!r}. {hint}")
