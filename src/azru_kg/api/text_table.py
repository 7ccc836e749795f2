"""Lays out the solutions of a query as a table for the eye: whole values, prefixed names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pyoxigraph as ox
from rich.cells import cell_len

from azru_kg.rdf.oxigraph_terms import AnyTerm
from azru_kg.rdf.prefixes import PREFIXES, shorten
from azru_kg.turtle.spelling import escape

_GAP = "  "
_NUMBERS = {f"{PREFIXES['xsd']}{name}" for name in ("integer", "decimal", "double", "float")}


def lay_out(variables: Sequence[str], rows: Iterable[Sequence[AnyTerm | None]]) -> str:
    """Return a table with a head, a rule and a line a row; columns of numbers align at the right.

    >>> print(lay_out(["year", "value"], [[ox.Literal("2018"), ox.Literal(19)]]), end="")
    year  value
    ----  -----
    2018     19
    """
    body = list(rows)
    columns = list(zip(*body, strict=True)) or [()] * len(variables)
    texts = [
        [name, *map(_write_cell, column)] for name, column in zip(variables, columns, strict=True)
    ]
    padded = [
        _pad(cells, right=all(map(_is_number, column)))
        for cells, column in zip(texts, columns, strict=True)
    ]
    lines = [_GAP.join(cells).rstrip() for cells in zip(*padded, strict=True)]
    return "".join(f"{line}\n" for line in lines)


def _pad(cells: list[str], *, right: bool) -> list[str]:
    width = max(map(cell_len, cells))
    spaces = [" " * (width - cell_len(cell)) for cell in cells]
    lines = [
        f"{space}{cell}" if right else f"{cell}{space}"
        for cell, space in zip(cells, spaces, strict=True)
    ]
    return [lines[0], "-" * width, *lines[1:]]


def _is_number(term: AnyTerm | None) -> bool:
    return term is None or (isinstance(term, ox.Literal) and term.datatype.value in _NUMBERS)


def _write_cell(term: AnyTerm | None) -> str:
    if isinstance(term, ox.NamedNode):
        return escape(shorten(term.value))
    if isinstance(term, ox.Literal):
        return escape(term.value).replace("\n", r"\n")
    return "" if term is None else str(term)
