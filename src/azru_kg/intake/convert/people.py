"""States who a person is, and which documents name them."""

from __future__ import annotations

from azru_kg.intake.convert.claims import state_mentions
from azru_kg.intake.convert.naming import (
    collect_names,
    describe_names,
    describe_spellings,
    list_doubles,
)
from azru_kg.intake.convert.outcome import Conversion
from azru_kg.intake.drafts import Drafts
from azru_kg.intake.register import Register
from azru_kg.intake.schemas import PersonRow


def convert(row: PersonRow, register: Register, drafts: Drafts) -> Conversion:
    """Describe a person; raise RowRefused if the row cannot be taken."""
    person = register.find("person", row.id, "id")
    register.find("country", row.country, "country")
    rows = list_doubles(person, row, register)
    sources = register.list_sources(row.sources)
    if rows:
        names = collect_names(person, rows, register)
        drafts.describe(person, "a", "foaf:Person")
        describe_names(person, names, register, drafts)
        describe_spellings(person, names, drafts)
        drafts.describe(person, "azru:country", f"country:{rows[0].country}")
    state_mentions(drafts, sources, [person])
    return Conversion(things=(person,), covered=register.terms.founding.get((row.kind, row.key)))
