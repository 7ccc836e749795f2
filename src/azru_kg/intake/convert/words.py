"""Finds what the words of sheets mean: places, sectors, codes."""

from __future__ import annotations

from azru_kg.intake.register import Register, RowRefused
from azru_kg.intake.sheets.word_tables import Cells


def find_place(register: Register, word: str, field: str) -> str:
    """Return the prefixed name of the place or country that a text or an id names.

    Raises RowRefused if there is none.
    """
    row = register.terms.index("place_words", "raw").get((word,))
    if row and row["type"] == "country":
        return register.find("country", row["country"], field)
    named = None if row else register.find_named("place", word)
    return named or register.find("place", row["place_id"] if row else word, field)


def find_sectors(register: Register, words: tuple[str, ...], field: str) -> list[str]:
    """Return the sectors that words or ids name, each once, in their order; raise RowRefused."""
    known = register.terms.index("topics", "raw")
    ids = (known[(word,)]["sector"] if (word,) in known else word for word in words)
    return list(dict.fromkeys(register.find("sector", name, field) for name in ids))


def find_code(register: Register, table: str, word: str, field: str) -> Cells:
    """Return the row of a table of codes (raw, code, …) for its word or its code itself."""
    rows = register.terms.read(table)
    code = next((row for row in rows if word in (row["raw"], row["code"])), None)
    if code is None:
        known = ", ".join(row["raw"] for row in rows)
        raise RowRefused(field, f"{word!r} is none of {known}")
    return code
