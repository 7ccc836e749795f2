"""Levels are compared within one series, and events with those of their day, place and people."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.support.sampling import sample_daily

from azru_kg.check.lint.run import check
from azru_kg.graph.dataset import DataFile
from azru_kg.graph.layout import Layout
from azru_kg.rdf.prefixes import PREFIXES, shorten

Find = Callable[[str], list[tuple[str, str]]]

HEAD = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
EVIDENCE = "prov:wasDerivedFrom source:newsaz-2024-01-22-roadmap"
PERIOD = """
period:{period} a dcterms:PeriodOfTime ; skos:prefLabel "{period}"@en ;
  dcat:startDate "{start}"^^xsd:date ; dcat:endDate "{end}"^^xsd:date .
"""


@pytest.fixture
def find(tmp_path: Path, founding: Layout) -> Find:
    """Return a function that finds rules that are broken, and on what, in Turtle."""

    def judge(body: str) -> list[tuple[str, str]]:
        path = tmp_path / "data.ttl"
        path.write_text(f"{HEAD}{body}\n", encoding="utf-8")
        findings = check([DataFile(path)], layout=founding)
        return [(finding.label, shorten(str(finding.focus))) for finding in findings]

    return judge


def make_series(*values: tuple[str, str], said: str = "azru:kind code:level") -> str:
    figures = [
        f"claim:f{place} a azru:Figure ; {said} ; azru:indicator indicator:trade ;"
        f" sdmx-attribute:unitMeasure unit:TONNE ; sdmx-dimension:refPeriod period:{period} ;"
        f" sdmx-measure:obsValue {value} ; {EVIDENCE} ."
        for place, (period, value) in enumerate(values, start=1)
    ]
    periods = [
        PERIOD.format(
            period=period,
            start=f"{period[:4]}-01-01",
            end=f"{period[:4]}-{'01' if 'M' in period else '12'}-31",
        )
        for period, _ in values
    ]
    return "\n".join([*figures, *periods])


@pytest.mark.parametrize(
    ("values", "found"),
    sample_daily(
        [
            ([("1991", "100.0"), ("1992", "200.0"), ("1993", "2001.0")], ["claim:f3"]),
            ([("1991", "100.0"), ("1992", "200.0"), ("1993", "2000.0")], []),
            ([("1991", "100.0"), ("1992", "200.0"), ("1993", "9.9")], ["claim:f3"]),
            ([("1991", "100.0"), ("1992", "9000.0")], []),
            ([("1985", "2001.0"), ("1991", "100.0"), ("1992", "200.0")], []),
            ([("1991", "120.0"), ("1992", "130.0"), ("1993-M01", "10.0")], []),
            ([("1991", "120.0"), ("1992", "130.0"), ("1993-M01", "0.9")], ["claim:f3"]),
        ],
        3,
    ),
    ids=[
        "above",
        "at ten times",
        "below",
        "two are no series",
        "long ago",
        "a month",
        "less than a month",
    ],
)
def test_a_level_stands_out_beyond_ten_times(
    find: Find, values: list[tuple[str, str]], found: list[str]
) -> None:
    assert find(make_series(*values)) == [("figure-out-of-line", name) for name in found]


def test_changes_and_other_series_are_not_compared(find: Find) -> None:
    values = [("1991", "1.0"), ("1992", "2.0"), ("1993", "2001.0")]
    assert find(make_series(*values, said="azru:kind code:share")) == []
    body = make_series(*values)
    assert find(body.replace("claim:f3 a", "claim:f3 azru:flow code:exports ; a")) == []


def make_event(slug: str, people: tuple[str, ...], more: str = "", place: str = "moscow") -> str:
    claims = [
        f"claim:{slug}-{person} a azru:Participation ; azru:event event:{slug} ;"
        f" azru:participant person:{person} ; {EVIDENCE} ."
        for person in people
    ]
    event = f"""event:{slug} a azru:Event ; schema:location place:{place} {more} ;
      schema:startDate "1992-02-22"^^xsd:date ."""
    return "\n".join([event, *claims])


BOTH = ("alexei-overchuk", "shahin-mustafayev")


@pytest.mark.parametrize(
    ("second", "found"),
    sample_daily(
        [
            (make_event("talks", BOTH), True),
            (make_event("talks", BOTH[:1]), False),
            (make_event("talks", BOTH, place="baku"), False),
            (make_event("talks", BOTH).replace("1992-02-22", "1992-02-23"), False),
            (make_event("talks", BOTH, "; schema:superEvent event:signing"), False),
        ],
        3,
    ),
    ids=["same", "one person", "another place", "another day", "joined"],
)
def test_events_of_one_day_place_and_pair_are_one_encounter(
    find: Find, second: str, found: bool
) -> None:
    body = f"{make_event('signing', BOTH)}\n{second}"
    assert find(body) == ([("one-encounter", "event:signing")] if found else [])


def test_parts_of_a_third_event_are_joined_however_deep(find: Find) -> None:
    third = make_event("visit", ()).replace("1992-02-22", "1992-02-21")
    parts = [
        make_event("signing", BOTH, "; schema:superEvent event:visit"),
        make_event("talks", BOTH, "; schema:superEvent event:session"),
        make_event("session", (), "; schema:superEvent event:visit"),
    ]
    assert find("\n".join([third, *parts])) == []
