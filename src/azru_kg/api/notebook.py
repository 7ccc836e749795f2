"""Rows as a notebook shows them: a table in HTML, in which nothing that the data hold can act.

Every value is escaped and isolated, also from the direction of the text around it. Links lead to
http and https addresses alone, and carry no more than the address. There is no script and no style
sheet; a few styles stand in attributes, for notebooks have none for tables of others.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from html import escape
from urllib.parse import urlsplit

from azru_kg.rdf.native import IRI, LangString, Value

_LONGEST = 200
_UNFIT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_RIGHT = ' style="text-align: right; font-variant-numeric: tabular-nums"'
_LEFT = ' style="text-align: left"'


def draw_table(
    title: str,
    names: Sequence[str],
    rows: Sequence[Sequence[Value | None]],
    notes: Iterable[str] = (),
) -> str:
    """Return rows under the names of their columns as a table with a caption, and notes below."""
    columns = list(zip(*rows, strict=True)) or [()] * len(names)
    right = [bool(column) and all(map(_is_number, column)) for column in columns]
    head = "".join(
        f'<th scope="col"{_align(side)}>{_say(name)}</th>'
        for name, side in zip(names, right, strict=True)
    )
    lines = (
        "".join(
            f"<td{_align(side)}>{_draw(value)}</td>" for value, side in zip(row, right, strict=True)
        )
        for row in rows
    )
    body = "".join(f"<tr>{line}</tr>" for line in lines)
    below = "".join(f"<p>{_say(note)}</p>" for note in notes)
    return (
        f"<table><caption{_LEFT}>{_say(title)}</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{below}"
    )


def draw_list(title: str, items: Iterable[tuple[str, Value]]) -> str:
    """Return names with their values as a table of two columns."""
    lines = "".join(
        f'<tr><th scope="row"{_LEFT}>{_say(name)}</th><td{_LEFT}>{_draw(value)}</td></tr>'
        for name, value in items
    )
    return f"<table><caption{_LEFT}>{_say(title)}</caption><tbody>{lines}</tbody></table>"


def _draw(value: Value | None) -> str:
    if value is None:
        return ""
    if isinstance(value, IRI):
        name = _say(value.short)
        if _leads_out(value):
            return f'<a href="{escape(value)}" rel="noopener noreferrer">{name}</a>'
        return name
    if isinstance(value, LangString):
        return f'<span lang="{escape(value.language)}">{_say(value)}</span>'
    if isinstance(value, Decimal):
        return _say(f"{value:f}")
    return _say(str(value))


def _say(text: str) -> str:
    cut = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
    fit = _UNFIT.sub("\ufffd", cut)
    return f"<bdi>{escape(fit)}</bdi>"


def _align(right: bool) -> str:
    return _RIGHT if right else _LEFT


def _is_number(value: Value | None) -> bool:
    numeric = isinstance(value, int | float | Decimal) and not isinstance(value, bool)
    return value is None or numeric or isinstance(value, date)


def _leads_out(iri: str) -> bool:
    if _UNFIT.search(iri):
        return False
    try:
        parts = urlsplit(iri)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)
