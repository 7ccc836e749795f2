"""States that a document reports a figure."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pyoxigraph as ox

from azru_kg.intake.convert.outcome import Conversion
from azru_kg.intake.convert.statements.figure.indicator import Meaning, read_meaning
from azru_kg.intake.convert.statements.figure.label import make_label
from azru_kg.intake.convert.statements.figure.period import When, read_when
from azru_kg.intake.convert.statements.figure.sides import Sides, find_sides
from azru_kg.intake.convert.statements.figure.value import ValueReading, read_value
from azru_kg.intake.convert.statements.statement import open_statement
from azru_kg.intake.drafts import Drafts, Value
from azru_kg.intake.register import Facts, Register, RowRefused
from azru_kg.intake.sheets.schemas.statements import FigureRow

_NOT_STATED = "not stated"
_RIVAL = re.compile(r"-[a-z]")
_PROMISED = {"code:target", "code:planned-value"}
Statements = Iterator[tuple[str, Value]]


def convert(row: FigureRow, register: Register, drafts: Drafts) -> Conversion:
    """State a figure in the file of its source; raise RowRefused if the row cannot be taken.

    Rows with one id state one figure: what is the fact must be the same in all of them.
    """
    statement = open_statement(row, register, drafts)
    claim = f"claim:{row.id}"
    meaning = read_meaning(row, register)
    sides = find_sides(row, meaning, register)
    reading = read_value(row, meaning, register)
    when = read_when(row, statement.find_date())
    facts = tuple(_list_facts(meaning, sides, reading, when, drafts))
    _check_same(row, facts, register)
    label = _find_label(row, claim, meaning, reading, sides, when, register)
    statement.say_claim(claim, "azru:Figure", label)
    for name, value in facts:
        statement.say(claim, name, value)
    statement.mark_claim(claim, {**row.marks, **sides.name_slots(row, register)})
    statement.mention(sides.list_named())
    return Conversion(claims=(claim,))


def _list_facts(
    meaning: Meaning, sides: Sides, reading: ValueReading, when: When, drafts: Drafts
) -> Statements:
    yield from _state_meaning(meaning, sides)
    yield from _state_value(reading)
    yield from _state_periods(when, reading, drafts)
    yield "azru:rank", "code:preferred"


def _state_meaning(meaning: Meaning, sides: Sides) -> Statements:
    yield "azru:indicator", meaning.indicator
    yield from meaning.dimensions
    for name, written in meaning.texts:
        if written != _NOT_STATED:
            yield f"azru:{name}", ox.Literal(written)
    yield from sides.parties
    for name in (sides.topic, *sides.about):
        if name:
            yield "schema:about", name


def _state_value(reading: ValueReading) -> Statements:
    yield "azru:kind", reading.kind
    yield "azru:bound", reading.bound
    yield "sdmx-measure:obsValue", reading.number
    if reading.upper is not None:
        yield "azru:upperValue", reading.upper
    yield "sdmx-attribute:unitMeasure", reading.unit
    yield "azru:reportedValue", ox.Literal(reading.reported)
    for code in reading.modalities:
        yield "azru:modality", code
    if reading.per:
        yield "azru:per", reading.per
    if reading.counted:
        yield "azru:countedThing", ox.Literal(reading.counted)


def _state_periods(when: When, reading: ValueReading, drafts: Drafts) -> Statements:
    if when.period is not None:
        period = drafts.take_period(when.period)
        yield "sdmx-dimension:refPeriod", period
        if _PROMISED & set(reading.modalities):
            yield "azru:expectedBy", period
    if when.baseline is not None:
        yield "azru:baseline", drafts.take_period(when.baseline)


def _check_same(row: FigureRow, facts: Facts, register: Register) -> None:
    """Raise RowRefused where another row with the id states another figure."""
    first, stated = register.stated.setdefault(f"claim:{row.id}", (row.source, facts))
    differing = dict.fromkeys(
        fact[0] for fact in (*stated, *facts) if (fact in stated) != (fact in facts)
    )
    if differing:
        raise RowRefused(
            "id",
            f"{row.id!r} is one figure in {first}, and another in {row.source}: they differ in"
            f" {', '.join(differing)}. Give one of them an id of its own",
        )


def _find_label(
    row: FigureRow,
    claim: str,
    meaning: Meaning,
    reading: ValueReading,
    sides: Sides,
    when: When,
    register: Register,
) -> str:
    """Return the label of a claim, which is that of its first row."""
    if claim not in register.labels:
        voice = _spell_voice(row, when, register)
        register.labels[claim] = make_label(meaning, reading, sides, when, voice, register)
    return register.labels[claim]


def _spell_voice(row: FigureRow, when: When, register: Register) -> str:
    """Tell figures apart that would read alike: undated ones, and those of rivals (-a, -b, …)."""
    by_whom = [f"according to {name}" for name in _name_speaker(row, register)]
    at = [f"stated {when.stated.period.label}"] if when.stated else []
    if _RIVAL.fullmatch(row.id[-2:]):
        return next(iter(by_whom + at), "")
    return next(iter(at + by_whom), "") if when.period is None else ""


def _name_speaker(row: FigureRow, register: Register) -> Iterator[str]:
    for kind in ("person", "organisation"):
        if row.speaker and register.knows(kind, row.speaker):
            yield register.label(register.find(kind, row.speaker, "speaker"))
            return
