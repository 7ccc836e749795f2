"""States what rows say: a module for each kind of sheet, each with a function `convert`."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib import import_module
from typing import Any

from azru_kg.intake.convert.outcome import Conversion

Converter = Callable[[Any, Any, Any], Conversion]
"""Takes a row, the register and the drafts; raises RowRefused for a row that it cannot state."""


@cache
def find_converter(kind: str) -> Converter:
    """Return the function that states the rows of a kind of sheet."""
    converter: Converter = import_module(f"{__name__}.{kind.replace('-', '_')}").convert
    return converter
