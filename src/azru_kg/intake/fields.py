"""What the fields of a kind of row are in a sheet: their names, which are needed, which are lists.

In CSV the items of a list are parted by `;`. An item that has parts of its own writes them in the
order of its fields, parted by `=`, and sources within such an item by `+`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import get_args, get_origin

from pydantic import BaseModel

ITEMS, PARTS, SOURCES = ";", "=", "+"


@dataclass(frozen=True, slots=True)
class SheetField:
    """A field of a kind of row; `parts` are the fields of each item of its list, if it has any."""

    name: str
    description: str
    is_needed: bool
    is_list: bool
    parts: tuple[SheetField, ...] = ()


@cache
def list_fields(kind: type[BaseModel]) -> dict[str, SheetField]:
    """Return the fields of a kind of row by the names that sheets give them, in order.

    >>> from azru_kg.intake.schemas import AgreementRow
    >>> [part.name for part in list_fields(AgreementRow)["signatories"].parts]
    ['person', 'for']
    """
    fields = {}
    for name, info in kind.model_fields.items():
        shown = info.alias or name
        is_list = get_origin(info.annotation) is tuple
        item = get_args(info.annotation)[0] if is_list else None
        has_parts = isinstance(item, type) and issubclass(item, BaseModel)
        parts = tuple(list_fields(item).values()) if has_parts and item is not None else ()
        description = info.description or ""
        fields[shown] = SheetField(shown, description, info.is_required(), is_list, parts)
    return fields


def read_cell(field: SheetField, text: str) -> object:
    """Return what a cell of CSV says, as JSON would say it; raise ValueError for a bad item.

    >>> from azru_kg.intake.schemas import AgreementRow
    >>> read_cell(list_fields(AgreementRow)["signatories"], "ilham-aliyev=AZ")
    [{'person': 'ilham-aliyev', 'for': 'AZ'}]
    """
    text = text.strip()
    if not field.is_list:
        return text or None
    items = [item.strip() for item in text.split(ITEMS) if item.strip()]
    return [_read_parts(field, item) for item in items] if field.parts else items


def write_cell(field: SheetField, value: object) -> str:
    """Return a cell of CSV that says what JSON says; the reverse of `read_cell`."""
    if not field.is_list or not isinstance(value, list):
        return "" if value is None else str(value)
    items = [_write_parts(field, item) if isinstance(item, dict) else str(item) for item in value]
    return ITEMS.join(items)


def _read_parts(field: SheetField, item: str) -> dict[str, object]:
    texts = [text.strip() for text in item.split(PARTS)]
    if len(texts) > len(field.parts):
        form = PARTS.join(part.name for part in field.parts)
        raise ValueError(f"{item!r} has too many parts. Write {form}")
    texts += [""] * (len(field.parts) - len(texts))
    return {
        part.name: [name for name in text.split(SOURCES) if name] if part.is_list else text or None
        for part, text in zip(field.parts, texts, strict=True)
    }


def _write_parts(field: SheetField, item: dict[str, object]) -> str:
    values = (item.get(part.name) for part in field.parts)
    return PARTS.join(
        SOURCES.join(map(str, value))
        if isinstance(value, list)
        else ""
        if value is None
        else str(value)
        for value in values
    )
