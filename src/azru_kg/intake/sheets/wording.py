"""Puts what pydantic finds wrong with a row into the words of this project."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from azru_kg.intake.sheets.cells import FORMS
from azru_kg.intake.sheets.fields import list_fields
from azru_kg.intake.sheets.schemas.row import SheetRow
from azru_kg.rdf.nearest import find_nearest

_REASONS = {
    "missing": "is missing, but every row needs it",
    "decimal_type": "is empty. Write a number",
    "string_type": "{input} is no text. Put it in quotes, or write null where there is none",
    "string_too_short": "is empty. Write null where there is nothing to say",
    "string_too_long": "has {length} characters, and may have {max_length}",
    "too_short": "is empty. Name at least one",
    "tuple_type": "{input} is no list",
    "model_type": "{input} is no object with named parts",
    "decimal_max_digits": "has more than {max_digits} digits",
    "decimal_whole_digits": "has more than {whole_digits} digits before the point",
    "decimal_max_places": "has more than {decimal_places} digits after the point",
    "literal_error": "{input} is none of {expected}",
    "greater_than": "is {input}, and must be more than {gt}",
    "greater_than_equal": "is {input}, and must be {ge} or more",
    "less_than_equal": "is {input}, and must be {le} or less",
}


def list_faults(kind: type[SheetRow], error: ValidationError) -> Iterator[tuple[str, str]]:
    """Yield the field and the reason for each thing that is wrong with a row."""
    errors = error.errors(include_url=False)
    items = {each["loc"][:1] for each in errors if len(each["loc"]) > 1}
    for each in errors:
        # A list of which no item is good is not short: its items are at fault.
        if each["type"] != "too_short" or each["loc"] not in items:
            yield _name_field(each["loc"]), _explain(kind, each)


def _name_field(place: tuple[int | str, ...]) -> str:
    """Return the name of a field, with the number of an item from 1: `status[2].as_of`."""
    parts = (f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in place)
    return "".join(parts).removeprefix(".")


def _explain(kind: type[SheetRow], fault: Mapping[str, Any]) -> str:
    name, value, about = fault["type"], fault["input"], fault.get("ctx", {})
    if name == "string_type" and value is None:
        return _REASONS["missing"]
    if name == "value_error":
        return str(about["error"])
    if name == "extra_forbidden":
        field = str(fault["loc"][-1])
        near = find_nearest(field, list_fields(kind)) if len(fault["loc"]) == 1 else None
        guess = f". Did you mean {near!r}?" if near else ""
        return f"is no field of {kind.kind}{guess}"
    if name == "string_pattern_mismatch":
        return f"{value[:80]!r} is no {FORMS[about['pattern']]}"
    if name not in _REASONS:
        return str(fault["msg"])
    length = len(value) if isinstance(value, str) else 0
    shown = value if not isinstance(value, str | list | dict) else repr(value)
    return _REASONS[name].format(input=str(shown)[:80], length=f"{length:,}", **about)
