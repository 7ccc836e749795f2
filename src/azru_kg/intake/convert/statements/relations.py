"""States how two things belong together: what lies where, is built by whom, is part of what."""

from __future__ import annotations

from azru_kg.intake.convert.outcome import Conversion
from azru_kg.intake.convert.statements.statement import open_statement
from azru_kg.intake.convert.words import find_place, find_sectors
from azru_kg.intake.drafts import Drafts
from azru_kg.intake.register import Register, RowRefused
from azru_kg.intake.sheets.schemas.statements import RelationRow


def convert(row: RelationRow, register: Register, drafts: Drafts) -> Conversion:
    """State a relation in the file of the source; raise RowRefused if the row cannot be taken."""
    statement = open_statement(row, register, drafts)
    subject = register.find_thing(row.subject, "subject")
    kind = subject.partition(":")[0]
    cells = register.terms.index("predicates", "word", "subject").get((row.predicate, kind))
    if cells is None:
        rows = register.terms.read("predicates")
        known = ", ".join(cells["word"] for cells in rows if cells["subject"] == kind)
        raise RowRefused("predicate", f"{row.predicate!r} is none of a {kind}. They are {known}")
    thing = _find_object(row, cells["object"], register)
    statement.say(subject, cells["property"], thing)
    statement.mark_thing(subject, {"object": cells["property"]})
    statement.mention([subject] if thing.startswith("sector:") else [subject, thing])
    return Conversion(things=(subject,))


def _find_object(row: RelationRow, wanted: str, register: Register) -> str:
    """Return what a relation leads to; words will do for a place or a sector."""
    kind, sign, slug = row.object_.partition(":")
    words = slug if sign and kind == wanted else row.object_
    if wanted == "place":
        return find_place(register, words, "object")
    if wanted == "sector":
        return find_sectors(register, (words,), "object")[0]
    thing = register.find_thing(row.object_, "object")
    if wanted and not thing.startswith(f"{wanted}:"):
        raise RowRefused("object", f"{row.object_!r} is no {wanted}")
    return thing
