"""Reads the rows of JSON Lines: an object a line, numbers exactly as they are written."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from pathlib import Path

from azru_kg.intake.sheets.faults import Faults
from azru_kg.intake.sheets.texts import read_lines

Cells = dict[str, object]

MOST_FIELDS = 1000
"""So many fields may be in a row: each that is no field of its sheet is looked for among those."""


def read_json_rows(path: Path, faults: Faults) -> Iterator[tuple[int, Cells]]:
    """Yield the objects of a file with the numbers of their lines; what is broken is a fault.

    Empty lines and lines that begin with `#` are passed over.
    """
    for number, line in read_lines(path, faults):
        if not line.strip() or line.startswith("#"):
            continue
        try:
            cells = parse_object(line)
        except ValueError as error:
            faults.add(path, number, "", str(error))
        else:
            yield number, cells


def parse_object(text: str) -> Cells:
    """Return the object that a text spells; raise ValueError where it spells none.

    >>> parse_object('{"value": 2.60}')
    {'value': Decimal('2.60')}
    """
    try:
        row = json.loads(
            text,
            parse_float=Decimal,
            parse_int=Decimal,
            parse_constant=_refuse_constant,
            object_pairs_hook=_take_once,
        )
    except json.JSONDecodeError as error:
        reason = f"broken JSON at column {error.colno}: {error.msg}. A line is one object"
        raise ValueError(reason) from None
    except RecursionError:
        raise ValueError("nested too deep. A line is one flat object") from None
    except InvalidOperation:
        raise ValueError("a number with too large an exponent. Write it out") from None
    if not isinstance(row, dict):
        raise ValueError("no object. A line is one object: {…}")
    return row


def _refuse_constant(text: str) -> None:
    raise ValueError(f"{text} is no number. Write null where there is none")


def _take_once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    if len(pairs) > MOST_FIELDS:
        raise ValueError(f"{len(pairs):,} fields, more than any sheet has. A line is one row")
    cells: dict[str, object] = {}
    for name, value in pairs:
        if name in cells:
            raise ValueError(f"the field {name!r} is given twice. Give it once")
        cells[name] = value
    return cells
