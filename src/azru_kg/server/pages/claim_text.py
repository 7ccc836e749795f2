"""Says a claim in words: a figure as it was said, the slots of other claims, by whom and when.

A slot that is the editors' reading carries the reason, one that the sources leave open is said to
be not stated. Who says the claim, and when, is told of each source.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

import pyoxigraph as ox

from azru_kg.rdf.prefixes import expand, expand_all
from azru_kg.server.ask.ask import read_iri
from azru_kg.server.ask.sayings import Sayings
from azru_kg.server.pages.cells import Cell, Links, make_cell
from azru_kg.server.pages.facts import Facts
from azru_kg.server.pages.saying import SAID, Saying, list_comments, make_saying
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
_UNSAID = SAID | frozenset(
    expand_all(
        "rdf:type rdfs:label skos:prefLabel sdmx-measure:obsValue sdmx-attribute:unitMeasure"
        " azru:upperValue azru:bound azru:kind azru:rank"
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
    "sdmx-measure:obsValue azru:upperValue azru:bound azru:kind sdmx-attribute:unitMeasure"
    " azru:rank"
)
_UNSPOKEN = ("", "as-stated", "range")
_NOTHING = Sayings()
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
    """A claim in words, with how each of its sources has it.

    `doubts` are what the editors say of a value that they doubt; it stays as it is.
    """

    cell: Cell
    kind: str
    amount: Amount | None
    slots: tuple[Slot, ...]
    sayings: tuple[Saying, ...]
    doubts: tuple[str, ...]
    alternative: bool


def make_statement(
    facts: Facts, iri: str, links: Links, notes: Mapping[str, int], sayings: Sayings = _NOTHING
) -> ClaimText:
    """Return a claim in words; `notes` are the numbers of the quotes."""
    said = read_sayings(facts, iri, sayings)
    types = facts.iris(iri, "rdf:type")
    return ClaimText(
        cell=make_cell(ox.NamedNode(iri), {iri: facts.label(iri)}, links),
        kind=facts.label(types[0]) if types else "claim",
        amount=say_amount(facts, iri, said),
        slots=tuple(make_slots(facts, iri, links, without=_UNSAID, said=said)),
        sayings=tuple(make_saying(facts, each, iri, links, notes) for each in said),
        doubts=tuple(_list_doubts(Facts(sayings.doubts.get(iri, ())))),
        alternative=expand("code:alternative") in facts.iris(iri, "azru:rank"),
    )


def read_sayings(facts: Facts, iri: str, sayings: Sayings) -> tuple[Facts, ...]:
    """Return what each source has of a claim, or all that is known of it where none has it."""
    return tuple(map(Facts, sayings.by_claim.get(iri, ()))) or (facts,)


def make_slots(
    facts: Facts, iri: str, links: Links, *, without: frozenset[str], said: Sequence[Facts] = ()
) -> list[Slot]:
    """Return the properties of a thing with their values, then those that are not stated.

    `said` is what each source has of it: what one of them states outright is no reading.
    """
    said = said or (facts,)
    properties = sorted(
        (name for name in facts.properties(iri) if name not in without),
        key=lambda name: (_ORDER.index(name) if name in _ORDER else len(_ORDER), name),
    )
    filled = [make_slot(facts, iri, name, links, said) for name in properties]
    open_ = dict.fromkeys(name for each in said for name in each.iris(iri, "azru:notStated"))
    missing = [
        Slot(facts.label(name), _OPEN_WORDS.get(name) or facts.label(name), (), "missing")
        for name in open_
        if name not in without and not facts.values(iri, name)
    ]
    return [*filled, *missing]


def make_slot(facts: Facts, iri: str, name: str, links: Links, said: Sequence[Facts] = ()) -> Slot:
    """Return one property of a thing with its values."""
    values = facts.values(iri, name)
    shown = values[:OBJECTS]
    labels = {iri: facts.label(iri) for iri in map(read_iri, shown) if iri}
    cells = tuple(make_cell(value, labels, links) for value in shown)
    mark, reason = _find_mark(said or (facts,), iri, name)
    label = facts.label(name)
    more = len(values) - len(shown)
    return Slot(label, _WORDS.get(name, label), cells, mark, reason, more)


def say_amount(facts: Facts, iri: str, said: Sequence[Facts] = ()) -> Amount | None:
    """Return the value of a figure with bound and unit, or None where there is none."""
    try:
        value = Decimal(facts.text(iri, "sdmx-measure:obsValue"))
        upper = Decimal(facts.text(iri, "azru:upperValue") or value)
    except InvalidOperation:
        return None
    kind = _local(facts.iris(iri, "azru:kind"))
    bounds = facts.iris(iri, "azru:bound")
    bound = "" if _local(bounds) in _UNSPOKEN else f"{facts.label(bounds[0])} "
    marks = [_find_mark(said or (facts,), iri, name) for name in _AMOUNT]
    mark, reason = next((mark for mark in marks if mark[0]), ("", ""))
    return Amount(f"{bound}{_say_value(value, upper, kind, _unit(facts, iri))}", mark, reason)


def say_number(value: Decimal, upper: Decimal | None = None) -> str:
    """Return a number as people say it, or both ends of a range.

    >>> say_number(Decimal("4300000000.0")), say_number(Decimal("7000.0"))
    ('4.3 billion', '7,000')
    >>> say_number(Decimal("1500000"), Decimal("2000000"))
    '1.5–2 million'
    """
    largest = max(abs(value), abs(upper or value))
    for scale, word in _SCALES:
        if largest >= scale:
            return f"{_join(value / scale, None if upper is None else upper / scale)} {word}"
    return _join(value, upper)


def _join(value: Decimal, upper: Decimal | None) -> str:
    ends = (value,) if upper is None or upper == value else (value, upper)
    return "–".join(map(_trim, ends))


def _say_value(value: Decimal, upper: Decimal, kind: str, unit: str) -> str:
    if kind == "calendar-year":
        return f"{value:f}"
    number = say_number(value, upper)
    if kind == "multiple":
        return f"{number} times as much"
    if kind == "place-in-order":
        return f"place {number}"
    if unit == "percent":
        sign = "+" if kind == "relative-change" and value > 0 else ""
        return f"{sign}{number} %"
    if unit in _OWN_PLURAL or not unit:
        return number
    return f"{number} {unit if abs(value) == abs(upper) == 1 else f'{unit}s'}"


def _unit(facts: Facts, iri: str) -> str:
    units = facts.iris(iri, "sdmx-attribute:unitMeasure")
    return facts.label(units[0]) if units else ""


def _trim(value: Decimal) -> str:
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _find_mark(said: Sequence[Facts], iri: str, name: str) -> tuple[Mark, str]:
    for mark, property_ in _MARKS.items():
        having = [each for each in said if name in each.iris(iri, property_)]
        if having and len(having) == len(said):
            comments = dict.fromkeys(text for each in said for text in list_comments(each, iri))
            return mark, " ".join([_REASONS[mark], *comments])
    return "", ""


def _list_doubts(facts: Facts) -> list[str]:
    """Return what the editors say of a value that they doubt: what may be meant, and why."""
    doubts = []
    for doubt in facts.subjects():
        proposed = facts.text(doubt, "azru:proposedForm")
        comments = list_comments(facts, doubt)
        doubts.append(" ".join([f"perhaps {proposed}." if proposed else "", *comments]).strip())
    return [doubt for doubt in doubts if doubt]


def _local(iris: Sequence[str]) -> str:
    return iris[0].rpartition("/")[2] if iris else ""
