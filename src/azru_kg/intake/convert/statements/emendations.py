"""States that the editors doubt a printed value, which stays as it is."""

from __future__ import annotations

import pyoxigraph as ox

from azru_kg.intake.convert.outcome import Conversion
from azru_kg.intake.convert.statements.statement import open_statement
from azru_kg.intake.drafts import Drafts
from azru_kg.intake.register import Register, RowRefused
from azru_kg.intake.sheets.schemas.statements import EmendationRow

_EDITORS = "organisation:azru-kg-editors"


def convert(row: EmendationRow, register: Register, drafts: Drafts) -> Conversion:
    """State an emendation in the file of the source.

    Raises RowRefused if the row cannot be taken.
    """
    statement = open_statement(row, register, drafts)
    figure = f"claim:{row.figure}"
    if figure not in register.stated:
        raise RowRefused(
            "figure", f"there is no figure {row.figure!r}. Add it to the sheet figures"
        )
    claim = f"{figure}-emendation"
    statement.say_claim(claim, "azru:Emendation", f"Doubted: {register.label(figure)}")
    statement.say(claim, "schema:about", figure)
    statement.say(claim, "prov:wasAttributedTo", _EDITORS)
    statement.say(claim, "azru:rank", "code:alternative")
    if row.printed:
        statement.say(claim, "azru:reportedForm", ox.Literal(row.printed))
    if row.proposed:
        statement.say(claim, "azru:proposedForm", ox.Literal(row.proposed))
    statement.mark_claim(claim)
    return Conversion(claims=(claim,))
