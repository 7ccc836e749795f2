"""Series: what is compared agrees in all but the period, and is called by what sets it apart."""

from __future__ import annotations

import pyoxigraph as ox

from azru_kg.rdf.prefixes import PREFIXES, expand
from azru_kg.server.ask.descriptions import Description
from azru_kg.server.ask.sayings import Sayings
from azru_kg.server.pages.cells import Links
from azru_kg.server.pictures.figure_series import read_series
from azru_kg.server.pictures.found_figures import FoundFigures
from azru_kg.server.pictures.naming import Names

HEAD = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
NAMES = """
country:AZ skos:prefLabel "Azerbaijan"@en . country:RU skos:prefLabel "Russia"@en .
code:target skos:prefLabel "target"@en . code:exports skos:prefLabel "exports"@en .
code:turnover skos:prefLabel "turnover"@en .
unit:TONNE rdfs:label "tonne"@en . unit:KiloM rdfs:label "kilometre"@en .
azru:flow rdfs:label "flow"@en . azru:part rdfs:label "part"@en .
"""


def read(*figures: str, values: tuple[str, ...] = ()) -> list[tuple[str, str, int]]:
    """Return heading, unit and number of figures of the series."""
    numbers = values or [str(number) for number in range(len(figures))]
    blocks = "".join(
        f'claim:c{number} sdmx-measure:obsValue "{value}"^^xsd:double ; {text} .\n'
        for number, (text, value) in enumerate(zip(figures, numbers, strict=True))
    )
    quads = ox.parse((HEAD + NAMES + blocks).encode(), format=ox.RdfFormat.TURTLE)
    claims = tuple(expand(f"claim:c{number}") for number in range(len(figures)))
    triples = tuple(quad.triple for quad in quads)
    about = Description(expand("indicator:x"), triples, claims, (), whole=True)
    years = dict.fromkeys(claims, 2023)
    found = FoundFigures(about, Names(triples), Sayings(), years, {}, whole=True)
    return [(one.heading, one.unit, len(one.figures)) for one in read_series(found, Links())]


TONNES = "sdmx-attribute:unitMeasure unit:TONNE"
WAY = f"{TONNES} ; azru:origin country:AZ ; azru:destination country:RU"


def test_figures_that_differ_in_a_dimension_or_a_unit_are_no_series() -> None:
    assert read(
        WAY,
        WAY,
        f"{WAY} ; azru:modality code:target",
        "sdmx-attribute:unitMeasure unit:KiloM ; azru:origin country:AZ",
    ) == [
        ("From Azerbaijan, to Russia", "tonne", 2),
        ("From Azerbaijan", "kilometre", 1),
        ("From Azerbaijan, to Russia, target", "tonne", 1),
    ]


def test_periods_and_indicators_set_nothing_apart() -> None:
    assert read(
        f"{TONNES} ; azru:indicator indicator:x ; sdmx-dimension:refPeriod period:2023",
        f"{TONNES} ; azru:indicator indicator:x ; sdmx-dimension:refPeriod period:2024",
    ) == [("As stated", "tonne", 2)]


def test_series_that_would_be_called_alike_say_what_they_lack() -> None:
    assert read(f"{WAY} ; azru:flow code:exports", f"{WAY} ; azru:flow code:exports", WAY) == [
        ("From Azerbaijan, to Russia", "tonne", 2),
        ("From Azerbaijan, to Russia; not stated: flow", "tonne", 1),
    ]


def test_series_that_lack_nothing_say_all_that_they_have() -> None:
    headings = [
        heading
        for heading, _, _ in read(
            f"{WAY} ; azru:flow code:exports", f"{WAY} ; azru:flow code:turnover"
        )
    ]
    assert headings == [
        "From Azerbaijan, to Russia, exports",
        "From Azerbaijan, to Russia, turnover",
    ]


def test_words_that_restrict_figures_set_them_apart() -> None:
    assert read(f'{TONNES} ; azru:part "a"', f'{TONNES} ; azru:part "b"') == [
        ("Part: a", "tonne", 1),
        ("Part: b", "tonne", 1),
    ]


def test_a_value_that_is_no_number_is_left_out() -> None:
    assert read(WAY, WAY, values=("INF", "1.5")) == [("From Azerbaijan, to Russia", "tonne", 1)]
