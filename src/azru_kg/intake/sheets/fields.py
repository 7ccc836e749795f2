"""What the fields of a kind of row are in a sheet: their names, which are needed, which are lists.

In CSV the items of a list are parted by `;`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import get_args, get_origin

from azru_kg.intake.sheets.schemas.row import SheetRow

ITEMS = ";"


@dataclass(frozen=True, slots=True)
class SheetField:
    """A field of a kind of row."""

    name: str
    description: str
    is_needed: bool
    is_list: bool


@cache
def list_fields(kind: type[SheetRow]) -> dict[str, SheetField]:
    """Return the fields of a kind of row by the names that sheets give them, shared ones last.

    >>> from azru_kg.intake.sheets.schemas.statements import SigningRow
    >>> [*list_fields(SigningRow)][3:6]
    ['signatory', 'for', 'source']
    """
    infos = sorted(kind.model_fields.items(), key=lambda item: item[0] in kind.shared)
    return {
        info.alias or name: SheetField(
            info.alias or name,
            info.description or "",
            info.is_required(),
            _is_list(info.annotation),
        )
        for name, info in infos
    }


def read_cell(field: SheetField, text: str) -> object:
    """Return what a cell of CSV says, as JSON would say it.

    >>> from azru_kg.intake.sheets.schemas.statements import AgreementFactRow
    >>> read_cell(list_fields(AgreementFactRow)["parties"], "AZ;RU")
    ['AZ', 'RU']
    """
    text = text.strip()
    if not field.is_list:
        return text or None
    return [item.strip() for item in text.split(ITEMS) if item.strip()]


def write_cell(field: SheetField, value: object) -> str:
    """Return a cell of CSV that says what JSON says; the reverse of `read_cell`."""
    if field.is_list and isinstance(value, list):
        return ITEMS.join(map(str, value))
    return "" if value is None else str(value)


def _is_list(annotation: object) -> bool:
    return get_origin(annotation) is tuple or any(
        get_origin(each) is tuple for each in get_args(annotation)
    )
