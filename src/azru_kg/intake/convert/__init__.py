"""States what rows say: a module for each kind of sheet, each with a function `convert`.

Those of registers describe things, those of statements state what one document says of them.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib import import_module
from typing import Any

from azru_kg.intake.convert.outcome import Conversion
from azru_kg.intake.sheets.schemas import ROWS
from azru_kg.intake.sheets.schemas.statements import StatementRow

Converter = Callable[[Any, Any, Any], Conversion]
"""Takes a row, the register and the drafts; raises RowRefused for a row that it cannot state."""


@cache
def find_converter(kind: str) -> Converter:
    """Return the function that states the rows of a kind of sheet."""
    room = "statements" if issubclass(ROWS[kind], StatementRow) else "registers"
    converter: Converter = import_module(f"{__name__}.{room}.{kind.replace('-', '_')}").convert
    return converter
