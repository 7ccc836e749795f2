"""The value of a row: its kind, its number in base units, its bound, and how it reads."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Context, Decimal, Inexact

import pyoxigraph as ox

from azru_kg.intake.convert.statements.figure.indicator import Meaning
from azru_kg.intake.drafts import Value
from azru_kg.intake.register import Register, RowRefused
from azru_kg.intake.sheets.schemas.statements import FigureRow
from azru_kg.intake.sheets.word_tables import Cells
from azru_kg.rdf.oxigraph_terms import named

_EXACT = Context(prec=100, traps=[Inexact])
_CUMULATIVE = "code:cumulative"
_TARGET = "code:target"
_CALENDAR_YEAR = "code:calendar-year"
_CHANGE = "code:relative-change"
_DECREASE = "code:decrease-factor"


@dataclass(frozen=True, slots=True)
class ValueReading:
    """A value as the graph holds it; names are prefixed ones, `per` and `counted` may be empty.

    `upper` is the other end of a range. `reported` is the number with its unit as the sheet prints
    it, `phrase` how a label says it.
    """

    kind: str
    number: Value
    upper: Value | None
    unit: str
    per: str
    counted: str
    bound: str
    modalities: tuple[str, ...]
    reported: str
    phrase: str


def read_value(row: FigureRow, meaning: Meaning, register: Register) -> ValueReading:
    """Return the value of a row; raise RowRefused if its unit, measure or bound is unknown."""
    unit = _find_unit(row.unit, register)
    measure = _find_measure(row, register)
    bound = register.find_word("bounds", "word", row.bound, "bound")
    kind = measure["kind"]
    return ValueReading(
        kind=kind,
        number=_compute_number(row.value, kind, unit),
        upper=None if row.to_value is None else _compute_number(row.to_value, kind, unit),
        unit=f"unit:{unit['qudt']}",
        per=_find_per(unit, register),
        counted=unit["counted_thing"] if unit["qudt"] == "NUM" else "",
        bound=bound["code"],
        modalities=_join_modalities(measure["modality"], meaning.modality),
        reported=f"{_spell_number(row, '-')} {row.unit}",
        phrase=_spell_value(row, kind, unit, bound["phrase"]),
    )


def _find_unit(word: str, register: Register) -> Cells:
    known = register.terms.index("units", "raw").get((word,))
    if known:
        return known
    name = word.removeprefix("unit:")
    rows = [cells for cells in register.terms.read("units") if cells["qudt"] == name]
    if not rows:
        return register.find_word("units", "raw", word, "unit")
    plain = [cells for cells in rows if cells["multiplier"] == "1" and cells["per"] == "null"]
    phrase = (plain[0]["phrase"] or plain[0]["raw"]) if plain and name != "NUM" else ""
    return {**dict.fromkeys(rows[0], ""), "qudt": name, "multiplier": "1", "phrase": phrase}


def _find_measure(row: FigureRow, register: Register) -> Cells:
    special = register.terms.index("measures", "word", "unit").get((row.measure, row.unit))
    if special:
        return special
    general = register.terms.index("measures", "word", "unit").get((row.measure, "*"))
    return general or register.find_word("measures", "word", row.measure, "measure")


def _find_per(unit: Cells, register: Register) -> str:
    if unit["denominator_qudt"]:
        return f"unit:{unit['denominator_qudt']}"
    if unit["per"] in ("", "null"):
        return ""
    return register.terms.index("dimension_words", "dimension", "word")["per", unit["per"]]["code"]


def _compute_number(value: Decimal, kind: str, unit: Cells) -> Value:
    if kind != _CALENDAR_YEAR:
        return _EXACT.multiply(value, Decimal(unit["multiplier"]))
    year = f"{value:f}"
    if len(year) != 4 or not year.isdecimal():
        raise RowRefused("value", f"{year!r} is no calendar year. Write four digits")
    return ox.Literal(year, datatype=named("xsd:gYear"))


def _join_modalities(measured: str, worded: str) -> tuple[str, ...]:
    # "Target" means that no more is known: words such as "planned" or "contracted" tell more.
    if measured == _TARGET and worded not in ("", _CUMULATIVE):
        return (worded,)
    return tuple(dict.fromkeys(code for code in (measured, worded) if code))


def _spell_number(row: FigureRow, dash: str) -> str:
    ends = (row.value, row.to_value)
    return (" to " if row.value < 0 else dash).join(f"{end:f}" for end in ends if end is not None)


def _spell_value(row: FigureRow, kind: str, unit: Cells, bound: str) -> str:
    form = "f" if kind == _CALENDAR_YEAR else ",f"
    plus = "+" if kind == _CHANGE and row.value > 0 else ""
    ends = [format(end, form) for end in (row.value, row.to_value) if end is not None]
    number = plus + (" to " if row.value < 0 else "–").join(ends).replace("-", "−")
    phrase = "times less" if kind == _DECREASE else unit["phrase"] or unit["raw"]
    text = phrase.replace("{}", number) if "{}" in phrase else f"{number} {phrase}".rstrip()
    return f"{bound} {text}".lstrip()
