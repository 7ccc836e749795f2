from __future__ import annotations

import pyoxigraph as ox
import pytest

from azru_kg.graph.layout import built_in
from azru_kg.languages.reading import read_in
from azru_kg.rdf.prefixes import IDENTITY
from azru_kg.server.ask.period_names import name_period

PERIOD = f"{IDENTITY}period/"


@pytest.mark.parametrize(
    ("slug", "azerbaijani", "russian"),
    [
        ("2024", "2024", "2024"),
        ("1992-2026", "1992–2026", "1992–2026"),
        ("2024-M02", "fevral 2024", "февраль 2024"),
        ("2006-M01-M03", "yanvar–mart 2006", "январь–март 2006"),
        ("1996-M01-2013-M05", "yanvar 1996 – may 2013", "январь 1996 – май 2013"),
        ("1993-02-01", "1 fevral 1993", "1 февраля 1993"),
        (
            "2014-01-01-to-2014-06-18",
            "1 yanvar 2014 – 18 iyun 2014",
            "1 января 2014 – 18 июня 2014",
        ),
        ("since-1995-01-01", "1 yanvar 1995 tarixindən", "с 1 января 1995"),
        ("until-1993-06-30", "30 iyun 1993 tarixinədək", "по 30 июня 1993"),
        ("2024-M13", "", ""),
        ("summer", "", ""),
    ],
)
def test_a_period_is_said_in_the_language_that_is_read(
    slug: str, azerbaijani: str, russian: str
) -> None:
    for language, said in (("az", azerbaijani), ("ru", russian)):
        with read_in(language):
            assert name_period(f"{PERIOD}{slug}") == said


def test_in_english_periods_are_called_as_the_graph_calls_them() -> None:
    triples = [
        quad.triple
        for quad in ox.parse(
            path=built_in().graph / "entities" / "periods.ttl", format=ox.RdfFormat.TURTLE
        )
    ]
    names = {
        triple.subject.value: triple.object.value
        for triple in triples
        if isinstance(triple.subject, ox.NamedNode)
        and isinstance(triple.object, ox.Literal)
        and triple.object.language == "en"
    }
    assert len(names) > 400
    assert {iri: name_period(iri) for iri in names} == names


def test_what_is_no_period_has_no_name_here() -> None:
    assert name_period(f"{IDENTITY}topic/2024") == ""
