"""States the rows of the sheet of observations: each is a figure that its sources report."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pyoxigraph as ox

from azru_kg.intake.convert.figures.indicator import Meaning, read_meaning
from azru_kg.intake.convert.figures.label import make_label
from azru_kg.intake.convert.figures.period import When, read_when
from azru_kg.intake.convert.figures.sides import Sides, find_sides
from azru_kg.intake.convert.figures.value import ValueReading, read_value
from azru_kg.intake.convert.outcome import Conversion
from azru_kg.intake.dates import PartialDate
from azru_kg.intake.drafts import Drafts, Value
from azru_kg.intake.register import Register, RowRefused
from azru_kg.intake.schemas import ObservationRow
from azru_kg.rdf.oxigraph_terms import english

_NOT_STATED = "not stated"
_RIVAL = re.compile(r"-[a-z]")
_COMPARED = ("code:decrease-factor", "code:multiple", "code:relative-change")
Statements = Iterator[tuple[str, Value]]


def convert(row: ObservationRow, register: Register, drafts: Drafts) -> Conversion:
    """State a row in the file of each of its sources; raise RowRefused if it cannot be taken.

    A founding document has a claim of its own for the row: that claim covers it.
    """
    covered = register.terms.founding.get(("observations", row.id))
    slugs = register.list_sources(row.sources)
    if not slugs and covered is None:
        raise RowRefused(
            "sources",
            "it is a document read word by word. Name the claim that states the row in "
            "terms/founding.csv",
        )
    if not slugs:
        return Conversion(covered=covered)
    claim = f"claim:{row.id}"
    meaning = read_meaning(row, register)
    sides = find_sides(row, meaning, register)
    speaker = _find_speaker(row, register)
    for name, value in _list_statements(row, meaning, sides, speaker, register, drafts):
        drafts.state(slugs, claim, name, value)
    _state_evidence(claim, slugs, [*sides.list_named(), *speaker], drafts)
    return Conversion(claims=(claim,), covered=covered)


def _list_statements(
    row: ObservationRow,
    meaning: Meaning,
    sides: Sides,
    speaker: list[str],
    register: Register,
    drafts: Drafts,
) -> Statements:
    reading = read_value(row, meaning, register)
    when = read_when(row, register)
    voice = _spell_voice(row, when, speaker, register)
    label = make_label(meaning, reading, sides, when, voice, register)
    yield "a", "azru:Figure"
    yield "rdfs:label", english(label)
    if row.notes:
        yield "rdfs:comment", english(row.notes)
    yield from _state_meaning(meaning, sides)
    yield from _state_value(reading)
    yield from _state_periods(when, reading.kind, drafts)
    yield from _state_date(when.stated, drafts)
    yield "azru:rank", "code:preferred"
    for name in speaker:
        yield "prov:wasAttributedTo", name
    if not speaker:
        yield "azru:notStated", "prov:wasAttributedTo"


def _state_meaning(meaning: Meaning, sides: Sides) -> Statements:
    yield "azru:indicator", meaning.indicator
    yield from meaning.dimensions
    for name, written in meaning.texts:
        if written == _NOT_STATED:
            yield "azru:notStated", f"azru:{name}"
        else:
            yield f"azru:{name}", ox.Literal(written)
    yield from sides.parties
    for name in (sides.topic, *sides.about):
        if name:
            yield "schema:about", name


def _state_value(reading: ValueReading) -> Statements:
    yield "azru:kind", reading.kind
    yield "azru:bound", reading.bound
    yield "sdmx-measure:obsValue", reading.number
    yield "sdmx-attribute:unitMeasure", reading.unit
    yield "azru:reportedValue", ox.Literal(reading.reported)
    for code in reading.modalities:
        yield "azru:modality", code
    if reading.per:
        yield "azru:per", reading.per
    if reading.counted:
        yield "azru:countedThing", ox.Literal(reading.counted)


def _state_periods(when: When, kind: str, drafts: Drafts) -> Statements:
    if when.period is None:
        yield "azru:notStated", "sdmx-dimension:refPeriod"
    else:
        yield "sdmx-dimension:refPeriod", drafts.take_period(when.period)
    if when.baseline is not None:
        yield "azru:baseline", drafts.take_period(when.baseline)
    elif kind in _COMPARED:
        yield "azru:notStated", "azru:baseline"


def _state_date(stated: PartialDate | None, drafts: Drafts) -> Statements:
    if stated is not None and stated.day is not None:
        yield "azru:asOf", stated.day
        return
    yield "azru:notStated", "azru:asOf"
    if stated is not None:
        yield "azru:dateWithin", drafts.take_period(stated.period)


def _find_speaker(row: ObservationRow, register: Register) -> list[str]:
    if row.stated_by is None:
        return []
    kind = "person" if register.knows("person", row.stated_by) else "organisation"
    return [register.find(kind, row.stated_by, "stated_by")]


def _spell_voice(row: ObservationRow, when: When, speaker: list[str], register: Register) -> str:
    """Tell figures apart that would read alike: undated ones, and those of rivals (-a, -b, …)."""
    by_whom = [f"according to {register.label(name)}" for name in speaker]
    at = [f"stated {when.stated.period.label}"] if when.stated else []
    if _RIVAL.fullmatch(row.id[-2:]):
        return next(iter(by_whom + at), "")
    return next(iter(at + by_whom), "") if when.period is None else ""


def _state_evidence(claim: str, slugs: list[str], named: list[str], drafts: Drafts) -> None:
    things = [name for name in named if not name.startswith("country:")]
    for slug in slugs:
        drafts.state([slug], claim, "prov:wasDerivedFrom", f"source:{slug}")
        drafts.state([slug], f"source:{slug}", "schema:mentions", *things)
