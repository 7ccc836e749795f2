"""Says a claim in words: a figure as it was said, the slots of other claims, by whom and when.

A slot that is the editors' reading carries the reason, one that the source leaves open is said to
be not stated.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

import pyoxigraph as ox

from azru_kg.rdf.prefixes import expand, expand_all
from azru_kg.server.ask.ask import read_iri
from azru_kg.server.pages.cells import Cell, Links, make_cell
from azru_kg.server.pages.facts import Facts
from azru_kg.server.pages.subject_tables import OBJECTS

Mark = str
"""How a slot came to be filled: empty, `inferred`, `editorial`, `open` or `missing`."""

_REASONS = {
    "inferred": "The editors’ reading: the source does not state it outright.",
    "editorial": "Added by the editors, from outside the document.",
    "open": "The source itself calls this list incomplete.",
}
_SHORT_REASONS = {
    "inferred": "the editors’ reading",
    "editorial": "added by the editors",
    "open": "the source calls the list incomplete",
}
_MARKS = {"inferred": "azru:inferred", "editorial": "azru:editorial", "open": "azru:openList"}
_VOICES = {"direct": "in direct speech", "indirect": "in indirect speech", "narration": "narration"}
_UNSAID = frozenset(
    expand_all(
        "rdf:type rdfs:label rdfs:comment skos:prefLabel azru:inferred azru:editorial azru:openList"
        " azru:notStated azru:voice azru:asOf prov:wasAttributedTo prov:wasDerivedFrom"
        " sdmx-measure:obsValue sdmx-attribute:unitMeasure azru:bound azru:kind azru:rank"
    )
)
_ORDER = expand_all(
    "azru:indicator azru:between azru:origin azru:destination azru:partner schema:about"
    " sdmx-dimension:refPeriod azru:baseline"
)
_WORDS = {
    expand("azru:indicator"): "indicator",
    expand("azru:origin"): "from",
    expand("azru:destination"): "to",
    expand("sdmx-dimension:refPeriod"): "for",
    expand("azru:baseline"): "against",
}
_OPEN_WORDS = {expand("sdmx-dimension:refPeriod"): "period"}
_AMOUNT = expand_all(
    "sdmx-measure:obsValue azru:bound azru:kind sdmx-attribute:unitMeasure azru:rank"
)
_OWN_PLURAL = ("percent", "ratio", "number")
_SCALES = ((Decimal(10) ** 9, "billion"), (Decimal(10) ** 6, "million"))


@dataclass(frozen=True, slots=True)
class Slot:
    """A property of a thing with its values, how it came to be filled, and why.

    `word` is what stands before the values in running text, where `label` stands in a table;
    `more` is how many other values there are.
    """

    label: str
    word: str
    cells: tuple[Cell, ...]
    mark: Mark = ""
    reason: str = ""
    more: int = 0

    @property
    def short_reason(self) -> str:
        """Return the reason without what is said of the thing as a whole."""
        return _SHORT_REASONS.get(self.mark, "")


@dataclass(frozen=True, slots=True)
class Amount:
    """The value of a figure as it was said; marks say which of its parts are a reading."""

    text: str
    mark: Mark = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ClaimText:
    """A claim in words. `notes` are the numbers of its footnotes."""

    cell: Cell
    kind: str
    amount: Amount | None
    slots: tuple[Slot, ...]
    said_by: Slot | None
    voice: str
    when: str
    comments: tuple[str, ...]
    alternative: bool
    notes: tuple[int, ...]


def make_statement(facts: Facts, iri: str, links: Links, notes: Mapping[str, int]) -> ClaimText:
    """Return a claim in words; `notes` are the numbers of the quotes."""
    speaker = make_slot(facts, iri, expand("prov:wasAttributedTo"), links)
    voice = "".join(iri.rpartition("/")[2] for iri in facts.iris(iri, "azru:voice")[:1])
    types = facts.iris(iri, "rdf:type")
    return ClaimText(
        cell=make_cell(ox.NamedNode(iri), {iri: facts.label(iri)}, links),
        kind=facts.label(types[0]) if types else "claim",
        amount=say_amount(facts, iri),
        slots=tuple(make_slots(facts, iri, links, without=_UNSAID)),
        said_by=speaker if speaker.cells else None,
        voice=_VOICES.get(voice, ""),
        when=say_date(facts.text(iri, "azru:asOf")),
        comments=tuple(_comments(facts, iri)),
        alternative=expand("code:alternative") in facts.iris(iri, "azru:rank"),
        notes=tuple(sorted(notes[q] for q in facts.iris(iri, "prov:wasDerivedFrom") if q in notes)),
    )


def make_slots(facts: Facts, iri: str, links: Links, *, without: frozenset[str]) -> list[Slot]:
    """Return the properties of a thing with their values, then those that are not stated."""
    properties = sorted(
        (name for name in facts.properties(iri) if name not in without),
        key=lambda name: (_ORDER.index(name) if name in _ORDER else len(_ORDER), name),
    )
    filled = [make_slot(facts, iri, name, links) for name in properties]
    missing = [
        Slot(facts.label(name), _OPEN_WORDS.get(name) or facts.label(name), (), "missing")
        for name in facts.iris(iri, "azru:notStated")
    ]
    return [*filled, *missing]


def make_slot(facts: Facts, iri: str, name: str, links: Links) -> Slot:
    """Return one property of a thing with its values."""
    values = facts.values(iri, name)
    shown = values[:OBJECTS]
    labels = {iri: facts.label(iri) for iri in map(read_iri, shown) if iri}
    cells = tuple(make_cell(value, labels, links) for value in shown)
    mark, reason = _find_mark(facts, iri, name)
    label = facts.label(name)
    more = len(values) - len(shown)
    return Slot(label, _WORDS.get(name, label), cells, mark, reason, more)


def say_amount(facts: Facts, iri: str) -> Amount | None:
    """Return the value of a figure with bound and unit, or None where there is none."""
    try:
        value = Decimal(facts.text(iri, "sdmx-measure:obsValue"))
    except InvalidOperation:
        return None
    kind = _local(facts.iris(iri, "azru:kind"))
    bounds = facts.iris(iri, "azru:bound")
    bound = "" if _local(bounds) in ("", "as-stated") else f"{facts.label(bounds[0])} "
    marks = [_find_mark(facts, iri, name) for name in _AMOUNT]
    mark, reason = next((mark for mark in marks if mark[0]), ("", ""))
    return Amount(f"{bound}{_say_value(value, kind, _unit(facts, iri))}", mark, reason)


def say_number(value: Decimal) -> str:
    """Return a number as people say it.

    >>> say_number(Decimal("4300000000.0")), say_number(Decimal("7000.0"))
    ('4.3 billion', '7,000')
    """
    for scale, word in _SCALES:
        if abs(value) >= scale:
            return f"{_trim(value / scale)} {word}"
    return _trim(value)


def say_date(text: str) -> str:
    """Return a date as people say it; anything else as it is.

    >>> say_date("2024-01-22"), say_date("2024")
    ('22 January 2024', '2024')
    """
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return text
    return f"{day.day} {day:%B %Y}" if len(text) > len("2024-01") else text


def _say_value(value: Decimal, kind: str, unit: str) -> str:
    number = say_number(value)
    if kind == "multiple":
        return f"{number} times as much"
    if kind == "place-in-order":
        return f"place {number}"
    if unit == "percent":
        sign = "+" if kind == "relative-change" and value > 0 else ""
        return f"{sign}{number} %"
    if unit in _OWN_PLURAL or not unit:
        return number
    return f"{number} {unit if abs(value) == 1 else f'{unit}s'}"


def _unit(facts: Facts, iri: str) -> str:
    units = facts.iris(iri, "sdmx-attribute:unitMeasure")
    return facts.label(units[0]) if units else ""


def _trim(value: Decimal) -> str:
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _find_mark(facts: Facts, iri: str, name: str) -> tuple[Mark, str]:
    for mark, property_ in _MARKS.items():
        if name in facts.iris(iri, property_):
            return mark, " ".join([_REASONS[mark], *_comments(facts, iri)])
    return "", ""


def _comments(facts: Facts, iri: str) -> list[str]:
    values = facts.values(iri, "rdfs:comment")
    return [value.value for value in values if isinstance(value, ox.Literal)]


def _local(iris: Sequence[str]) -> str:
    return iris[0].rpartition("/")[2] if iris else ""
