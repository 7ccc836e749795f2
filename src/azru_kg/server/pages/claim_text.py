"""Says a claim in words: a figure as it was said, the slots of other claims, by whom and when.

A slot that is the editors' reading carries the reason, one that the sources leave open is said to
be not stated. Who says the claim, and when, is told of each source.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

import pyoxigraph as ox

from azru_kg.languages.numerals import say_date
from azru_kg.languages.translations import gettext, mark, pgettext, pmark, translate
from azru_kg.rdf.oxigraph_terms import AnyTerm
from azru_kg.rdf.prefixes import expand, expand_all
from azru_kg.server.ask.ask import read_iri
from azru_kg.server.ask.sayings import Sayings
from azru_kg.server.pages.amounts import UNSPOKEN, say_value
from azru_kg.server.pages.cells import Cell, Links, make_cell
from azru_kg.server.pages.facts import Facts
from azru_kg.server.pages.saying import SAID, Saying, list_comments, make_saying
from azru_kg.server.pages.subject_tables import OBJECTS

Mark = str
"""How a slot came to be filled: empty, `inferred`, `editorial`, `open` or `missing`."""

_REASONS = {
    "inferred": mark("The editors’ reading: the source does not state it outright."),
    "editorial": mark("Added by the editors, from outside the document."),
    "open": mark("The source itself calls this list incomplete."),
}
_SHORT_REASONS = {
    "inferred": mark("the editors’ reading"),
    "editorial": mark("added by the editors"),
    "open": mark("the source calls the list incomplete"),
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
    expand("azru:indicator"): pmark("claim", "indicator"),
    expand("azru:origin"): pmark("claim", "from"),
    expand("azru:destination"): pmark("claim", "to"),
    expand("sdmx-dimension:refPeriod"): pmark("claim", "for"),
    expand("azru:baseline"): pmark("claim", "against"),
}
_ROWS = {expand("azru:indicator"): pmark("claim", "indicator")}
_OPEN_WORDS = {expand("sdmx-dimension:refPeriod"): pmark("claim", "period")}
_AMOUNT = expand_all(
    "sdmx-measure:obsValue azru:upperValue azru:bound azru:kind sdmx-attribute:unitMeasure"
    " azru:rank"
)
_DATES = frozenset(expand_all("xsd:date xsd:gYear xsd:gYearMonth"))
_NOTHING = Sayings()


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
        return translate(_SHORT_REASONS.get(self.mark, ""))


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
        kind=facts.label(types[0]) if types else gettext("claim"),
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
    marks = _Marks(said, iri)
    properties = sorted(
        (name for name in facts.properties(iri) if name not in without),
        key=lambda name: (_ORDER.index(name) if name in _ORDER else len(_ORDER), name),
    )
    filled = [_fill_slot(facts, iri, name, links, marks) for name in properties]
    open_ = dict.fromkeys(name for each in said for name in each.iris(iri, "azru:notStated"))
    missing = [
        Slot(facts.label(name), _say(_OPEN_WORDS, name, facts), (), "missing")
        for name in open_
        if name not in without and not facts.values(iri, name)
    ]
    return [*filled, *missing]


def make_slot(facts: Facts, iri: str, name: str, links: Links, said: Sequence[Facts] = ()) -> Slot:
    """Return one property of a thing with its values."""
    return _fill_slot(facts, iri, name, links, _Marks(said or (facts,), iri))


def _fill_slot(facts: Facts, iri: str, name: str, links: Links, marks: _Marks) -> Slot:
    values = facts.values(iri, name)
    shown = values[:OBJECTS]
    labels = {iri: facts.label(iri) for iri in map(read_iri, shown) if iri}
    cells = tuple(make_cell(_say_dates(value), labels, links) for value in shown)
    mark, reason = marks.find(name)
    more = len(values) - len(shown)
    row, word = _say(_ROWS, name, facts), _say(_WORDS, name, facts)
    return Slot(row, word, cells, mark, reason, more)


def _say_dates(value: AnyTerm) -> AnyTerm:
    """Return a date as a text that says it, without its datatype, and anything else as it is."""
    if isinstance(value, ox.Literal) and value.datatype.value in _DATES:
        return ox.Literal(say_date(value.value))
    return value


def say_amount(facts: Facts, iri: str, said: Sequence[Facts] = ()) -> Amount | None:
    """Return the value of a figure with bound and unit, or None where there is none."""
    try:
        value = Decimal(facts.text(iri, "sdmx-measure:obsValue"))
        upper = Decimal(facts.text(iri, "azru:upperValue") or value)
    except InvalidOperation:
        return None
    kind = _local(facts.iris(iri, "azru:kind"))
    bounds = facts.iris(iri, "azru:bound")
    bound = "" if _local(bounds) in UNSPOKEN else facts.english(bounds[0])
    marks = _Marks(said or (facts,), iri)
    mark, reason = next((found for found in map(marks.find, _AMOUNT) if found[0]), ("", ""))
    text = say_value(value, upper, kind=kind, bound=bound, unit=_unit(facts, iri))
    return Amount(text, mark, reason)


def _unit(facts: Facts, iri: str) -> str:
    units = facts.iris(iri, "sdmx-attribute:unitMeasure")
    return facts.english(units[0]) if units else ""


class _Marks:
    """How the slots of a claim came to be filled, as far as all of its sources agree on that."""

    def __init__(self, said: Sequence[Facts], iri: str) -> None:
        self._said = said
        self._iri = iri
        self._by_name: dict[str, Mark] = {}
        for reading, property_ in reversed(_MARKS.items()):
            first, *others = ({*each.iris(iri, property_)} for each in said)
            self._by_name |= dict.fromkeys(first.intersection(*others), reading)

    def find(self, name: str) -> tuple[Mark, str]:
        """Return the mark of a slot, with the reason; nothing where it has none."""
        reading = self._by_name.get(name, "")
        if not reading:
            return "", ""
        comments = (text for each in self._said for text in list_comments(each, self._iri))
        return reading, " ".join([translate(_REASONS[reading]), *dict.fromkeys(comments)])


def _list_doubts(facts: Facts) -> list[str]:
    """Return what the editors say of a value that they doubt: what may be meant, and why."""
    doubts = []
    for doubt in facts.subjects():
        proposed = facts.text(doubt, "azru:proposedForm")
        comments = list_comments(facts, doubt)
        perhaps = gettext("perhaps %s.") % proposed if proposed else ""
        doubts.append(" ".join([perhaps, *comments]).strip())
    return [doubt for doubt in doubts if doubt]


def _say(words: Mapping[str, str], name: str, facts: Facts) -> str:
    """Return the word for a property in the language that is read, or else its label."""
    return pgettext("claim", words[name]) if name in words else facts.label(name)


def _local(iris: Sequence[str]) -> str:
    return iris[0].rpartition("/")[2] if iris else ""
