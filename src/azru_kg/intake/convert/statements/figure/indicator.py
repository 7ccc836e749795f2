"""What the column `indicator` of a row means: an indicator and the dimensions of the figure."""

from __future__ import annotations

from dataclasses import dataclass

from azru_kg.intake.register import Register, RowRefused
from azru_kg.intake.sheets.schemas.statements import FigureRow
from azru_kg.intake.sheets.word_tables import Cells

_CODED = ("flow", "variable", "mode", "per")
_WRITTEN = ("object", "part", "whole")
_REPLACED = ("concept", "commodity", "part")
_ANY = "*"


@dataclass(frozen=True, slots=True)
class Meaning:
    """An indicator, by prefixed name, and what the words that stand for it say beside it.

    `dimensions` are pairs of property and prefixed name, `texts` of the name of a column and its
    text. An empty text is no value. `phrase` is how the words read in a label.
    """

    indicator: str
    phrase: str
    direction: str
    from_area: str
    to_area: str
    modality: str
    dimensions: tuple[tuple[str, str], ...]
    texts: tuple[tuple[str, str], ...]


def read_meaning(row: FigureRow, register: Register) -> Meaning:
    """Return what the indicator of a row means; raise RowRefused if no table or concept has it."""
    cells = _find_cells(row, register)
    words = {**cells, "mode": (row.mode or cells["mode"]).removeprefix("by-")}
    coded = [(f"azru:{name}", _find_code(name, words[name], register)) for name in _CODED]
    commodity = row.commodity or cells["commodity"]
    coded.append(("azru:commodity", _find_commodity(commodity, register)))
    return Meaning(
        indicator=register.find("indicator", cells["concept"], "indicator"),
        phrase=cells["phrase"] or cells["raw"],
        direction=cells["direction"],
        from_area=cells["from_area"],
        to_area=cells["to_area"],
        modality=_find_code("modality", cells["modality"], register),
        dimensions=tuple((name, code) for name, code in coded if code),
        texts=tuple((name, cells[name]) for name in _WRITTEN if cells[name]),
    )


def _find_cells(row: FigureRow, register: Register) -> Cells:
    known = register.terms.index("indicators", "raw").get((row.indicator,))
    if known is None and register.knows("indicator", row.indicator):
        return _share_cells(row.indicator, register)
    cells = known or register.find_word("indicators", "raw", row.indicator, "indicator")
    special = _find_override(row, register)
    replaced = {name: special[name] for name in _REPLACED if special.get(name)}
    return {name: "" if text == "null" else text for name, text in {**cells, **replaced}.items()}


def _find_override(row: FigureRow, register: Register) -> Cells:
    given = {
        "about": row.about or "null",
        "unit": row.unit,
        "subject": row.subject or "null",
        "counterpart": row.counterpart or "null",
    }
    for cells in register.terms.read("indicator_overrides"):
        fits = (cells[name] in (_ANY, text) for name, text in given.items())
        if cells["raw"] == row.indicator and all(fits):
            return cells
    return {}


def _share_cells(concept: str, register: Register) -> Cells:
    """Return the cells on which all words for a concept agree: an id says no more than they do."""
    table = register.terms.read("indicators")
    rows = [cells for cells in table if cells["concept"] == concept]
    shared = {}
    for name in table[0]:
        texts = {cells[name] for cells in rows}
        shared[name] = texts.pop() if len(texts) == 1 else ""
    known = {name: "" if text == "null" else text for name, text in shared.items()}
    return {**known, "concept": concept, "phrase": register.label(f"indicator:{concept}")}


def _find_code(dimension: str, word: str, register: Register) -> str:
    if not word:
        return ""
    cells = register.terms.index("dimension_words", "dimension", "word").get((dimension, word))
    if cells is None:
        raise RowRefused(
            "indicator",
            f"terms/indicators.csv gives it the {dimension} {word!r}, which is in no row of "
            "terms/dimension_words.csv. Add it there with its code",
        )
    return cells["code"]


def _find_commodity(name: str, register: Register) -> str:
    words = register.terms.index("dimension_words", "dimension", "word")
    if not name or ("commodity", name) in words:  # a figure without a commodity is of all goods
        return ""
    return register.find("commodity", name, "indicator")
