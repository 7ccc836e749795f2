from __future__ import annotations

import pyoxigraph as ox
import pytest

from azru_kg.rdf.prefixes import PREFIXES, expand
from azru_kg.server.ask.answers import LONGEST
from azru_kg.server.ask.sayings import Sayings
from azru_kg.server.pages.cells import Links
from azru_kg.server.pages.claim_text import make_slot, make_statement, say_amount
from azru_kg.server.pages.facts import Facts
from azru_kg.server.pages.subject_tables import OBJECTS

HEAD = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
CLAIM = expand("claim:one")
NAMES = """
unit:CCY_USD rdfs:label "US dollar"@en . unit:KiloM rdfs:label "kilometre"@en .
unit:PERCENT rdfs:label "percent"@en . unit:UNITLESS rdfs:label "ratio"@en .
code:range skos:prefLabel "range"@en .
code:more-than skos:prefLabel "more than"@en . code:almost skos:prefLabel "almost"@en .
azru:baseline rdfs:label "baseline"@en . sdmx-dimension:refPeriod rdfs:label "for the period"@en .
person:x skos:prefLabel "Икс"@ru , "X"@en . period:2018 skos:prefLabel "2018"@en .
"""


def list_triples(turtle: str) -> tuple[ox.Triple, ...]:
    quads = ox.parse((HEAD + turtle).encode(), format=ox.RdfFormat.TURTLE)
    return tuple(quad.triple for quad in quads)


def read(turtle: str) -> Facts:
    return Facts(list_triples(NAMES + turtle))


@pytest.mark.parametrize(
    ("value", "kind", "unit", "bound", "said"),
    [
        ("2027", "calendar-year", "UNITLESS", "as-stated", "2027"),
        ("4300000000.0", "level", "CCY_USD", "more-than", "more than 4.3 billion US dollars"),
        ("1200000.0", "level", "CCY_USD", "as-stated", "1.2 million US dollars"),
        ("7000.0", "level", "KiloM", "more-than", "more than 7,000 kilometres"),
        ("1.0", "level", "KiloM", "as-stated", "1 kilometre"),
        ("60.0", "relative-change", "PERCENT", "as-stated", "+60 %"),
        ("-4.5", "relative-change", "PERCENT", "as-stated", "-4.5 %"),
        ("60.0", "share", "PERCENT", "as-stated", "60 %"),
        ("4.0", "multiple", "UNITLESS", "almost", "almost 4 times as much"),
        ("2", "place-in-order", "UNITLESS", "as-stated", "place 2"),
    ],
)
def test_a_figure_is_said_with_bound_value_and_unit(
    value: str, kind: str, unit: str, bound: str, said: str
) -> None:
    facts = read(
        f"claim:one sdmx-measure:obsValue {value} ; azru:kind code:{kind} ;"
        f" sdmx-attribute:unitMeasure unit:{unit} ; azru:bound code:{bound} ."
    )
    amount = say_amount(facts, CLAIM)
    assert amount is not None
    assert amount.text == said
    assert amount.mark == ""


def test_a_claim_without_a_number_has_no_amount() -> None:
    assert say_amount(read("claim:one a azru:Assessment ."), CLAIM) is None


def test_a_reading_carries_its_reason_and_what_is_open_is_said() -> None:
    facts = read(
        'claim:one a azru:Figure ; rdfs:label "One"@en ; rdfs:comment "Counted since launch."@en ;'
        " sdmx-measure:obsValue 9.0 ; azru:baseline period:2018 ;"
        " azru:inferred azru:baseline , sdmx-measure:obsValue , prov:wasAttributedTo ;"
        " azru:notStated sdmx-dimension:refPeriod ; azru:voice code:direct ;"
        ' azru:asOf "2019-11-25"^^xsd:date ; prov:wasAttributedTo person:x ;'
        " prov:wasDerivedFrom quote:b , quote:a ."
    )
    notes = {expand("quote:a"): 2, expand("quote:b"): 7}
    statement = make_statement(facts, CLAIM, Links(), notes)
    assert statement.amount is not None
    assert statement.amount.mark == "inferred"
    assert "Counted since launch." in statement.amount.reason
    baseline, period = statement.slots
    assert (baseline.word, baseline.mark, baseline.cells[0].text) == ("against", "inferred", "2018")
    assert (period.word, period.mark, period.cells) == ("period", "missing", ())
    (saying,) = statement.sayings
    assert [speaker.text for speaker in saying.speakers] == ["X"]
    assert (saying.how, saying.when) == ("in direct speech", "25 November 2019")
    assert saying.notes == (2, 7)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ('"2018-09-01"^^xsd:date', "1 September 2018"),
        ('"2002-05"^^xsd:gYearMonth', "2002-05"),
        ('"2025"^^xsd:gYear', "2025"),
        ('"noon"^^xsd:date', "noon"),
        (f'"{"x" * (LONGEST + 1)}"^^xsd:date', f"{'x' * LONGEST}…"),
    ],
)
def test_a_date_is_said_and_not_its_datatype(value: str, said: str) -> None:
    facts = read(f"claim:one azru:attestedOn {value} .")
    (cell,) = make_slot(facts, CLAIM, "azru:attestedOn", Links()).cells
    assert (cell.text, cell.note) == (said, "")


def test_what_one_source_states_outright_is_no_reading() -> None:
    union = read(
        "claim:one azru:baseline period:2018 ; sdmx-measure:obsValue 9.0 ;"
        " azru:inferred azru:baseline , sdmx-measure:obsValue ."
    )
    one = list_triples("claim:one azru:inferred azru:baseline , sdmx-measure:obsValue .")
    other = list_triples("claim:one azru:inferred sdmx-measure:obsValue .")
    statement = make_statement(union, CLAIM, Links(), {}, Sayings({CLAIM: (one, other)}))
    (baseline,) = statement.slots
    assert baseline.mark == ""
    assert statement.amount is not None
    assert statement.amount.mark == "inferred"
    assert [saying.inferred for saying in statement.sayings] == [
        ("sdmx-measure:obsValue", "baseline"),
        ("sdmx-measure:obsValue",),
    ]


def test_both_ends_of_a_range_are_said_in_one_scale() -> None:
    facts = read(
        "claim:one sdmx-measure:obsValue 900000.0 ; azru:upperValue 2000000.0 ;"
        " azru:kind code:level ; azru:bound code:range ; sdmx-attribute:unitMeasure unit:CCY_USD ."
    )
    amount = say_amount(facts, CLAIM)
    assert amount is not None
    assert amount.text == "0.9–2 million US dollars"


def test_a_doubt_of_the_editors_stands_beside_the_value() -> None:
    facts = read("claim:one sdmx-measure:obsValue 52.0 .")
    doubt = list_triples(
        'claim:doubt azru:proposedForm "52 kt" ; rdfs:comment "A thousandth."@en .'
    )
    statement = make_statement(facts, CLAIM, Links(), {}, Sayings(doubts={CLAIM: doubt}))
    assert statement.amount is not None
    assert statement.amount.text == "52"
    assert statement.doubts == ("perhaps 52 kt. A thousandth.",)


def test_a_slot_shows_so_many_values_and_counts_the_others() -> None:
    values = " , ".join(f"<urn:{number}>" for number in range(OBJECTS + 3))
    slot = make_slot(read(f"claim:one azru:party {values} ."), CLAIM, expand("azru:party"), Links())
    assert (len(slot.cells), slot.more) == (OBJECTS, 3)
