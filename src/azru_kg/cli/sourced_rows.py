"""Lays out rows with what they rest on: the table, with a number a row, and footnotes to it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import pyoxigraph as ox

from azru_kg.api.text_table import lay_out
from azru_kg.engine.sourced import SourcedRows
from azru_kg.provenance.told import Cited, Missing, Provenance, RowProvenance, Support
from azru_kg.rdf.prefixes import shorten
from azru_kg.turtle.spelling import escape

# JSON has all of them.
_WAYS: Final = 4
_CITED: Final = 12


def lay_out_sources(answer: SourcedRows) -> str:
    """Return a table of rows, each with the documents that suffice for it, which follow below.

    Documents with `+` between them suffice together; what stands behind `or` is another way. Of
    many ways and documents the first are written, and the others counted.
    """
    told = answer.provenance
    names = [*answer.variables, "rests on"]
    rows = [
        [*row, ox.Literal(_write_row(each))]
        for row, each in zip(answer.rows, told.rows, strict=True)
    ]
    notes = "".join(f"{line}\n" for line in _list_notes(told))
    return f"{lay_out(names, rows)}\n{notes}" if notes else lay_out(names, rows)


def _write_row(row: RowProvenance) -> str:
    sets = [_write_set(each) for each in row.sets[:_WAYS]]
    left = (row.more or 0) + len(row.sets[_WAYS:])
    if row.more is not None and left:
        sets.append(f"{left} more")
    if row.more is None:
        sets.append("more than are counted")
    told = " or ".join(sets)
    if row.kind == "lineage":
        told = f"its group: {told}"
    reasons = " ".join(f"[?{number + 1}]" for number in row.reasons)
    return " ".join(part for part in (told, f"not told {reasons}" if reasons else "") if part)


def _write_set(members: Support) -> str:
    parts = [f"[{number + 1}]" for number in members.documents]
    parts += [f"[-{number + 1}]" for number in members.absences]
    left = members.more + len(parts[_CITED:])
    parts = parts[:_CITED]
    if left:
        parts.append(f"{left} more")
    return " + ".join(parts) or "no document"


def _list_notes(told: Provenance) -> Iterator[str]:
    for number, document in enumerate(told.documents, 1):
        yield f"[{number}] {_write_document(document)}"
    for number, absence in enumerate(told.absences, 1):
        yield f"[-{number}] {_write_absence(absence)}"
    for number, reason in enumerate(told.reasons, 1):
        yield f"[?{number}] not told: {reason}"


def _write_document(document: Cited) -> str:
    if document.graph is None:
        return "the default graph"
    name = escape(shorten(document.source or document.graph))
    return f"{name}  {escape(document.title)}" if document.title else name


def _write_absence(absence: Missing) -> str:
    place = "any document" if absence.graph is None else escape(shorten(absence.graph))
    return f"rests on absence in {place}: {escape(absence.pattern)}"
