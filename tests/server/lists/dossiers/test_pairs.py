"""The page of two people, of a list of a few meetings."""

from __future__ import annotations

from tests.server.lists.dossiers.holding import hold

from azru_kg.rdf.prefixes import expand
from azru_kg.server.lists.dossiers.pairs import count_met, draw_pair, find_encounters
from azru_kg.server.pages.cells import Links

ANN, BOB, CEM = (expand(f"person:{name}") for name in ("ann", "bob", "cem"))
CALL = expand("code:telephone-call")
HELD = hold(
    "meetings",
    {"meeting": "urn:m:1", "name": "First", "people": f"{ANN} {BOB}", "dateWithin": "urn:2004",
     "dateWithinName": "2004", "earliest": "2004-01-01"},
    {"meeting": "urn:m:2", "name": "Later", "people": f"{ANN} {BOB} {CEM}", "date": "2023-05-17",
     "earliest": "2023-05-17"},
    {"meeting": "urn:m:3", "name": "Call", "people": f"{BOB} {ANN}", "kind": CALL,
     "date": "2024-02-01", "earliest": "2024-02-01"},
    {"meeting": "urn:m:4", "name": "Other", "people": f"{ANN} {CEM}"},
    ann="Ann",
    bob="Bob",
)  # fmt: skip
SOURCES = hold("sources", {"source": "urn:s:1", "title": "One"}, {"source": "urn:s:2"})


def test_calls_stand_apart_from_encounters() -> None:
    encounters = find_encounters(HELD, (ANN, BOB))
    assert [row[0] for row in encounters.meetings] == ["urn:m:2", "urn:m:1"]
    assert [row[0] for row in encounters.calls] == ["urn:m:3"]


def test_a_day_is_told_as_far_as_it_is_known() -> None:
    lists = {"meetings": HELD, "sources": SOURCES}
    encounters = find_encounters(HELD, (ANN, BOB))
    page = draw_pair((ANN, BOB), encounters, {"urn:s:1"}, lists, Links("/kg"))
    assert page.title == "Ann and Bob"
    assert [fact.value for fact in page.facts] == [
        "2, from 2004 to 17 May 2023", "1, 1 February 2024", "1",
    ]  # fmt: skip
    meetings, calls, sources = page.extracts
    assert (meetings.total, calls.total) == (2, 1)
    assert meetings.address == "/kg/meetings?person=ann&with=bob"
    assert [row[0].parts[0].text for row in sources.rows] == ["One"]
    assert sources.address == ""
    assert "azru%3Aparticipant" in sources.question


def test_two_who_never_met_have_a_page_that_says_so() -> None:
    lists = {"meetings": HELD, "sources": SOURCES}
    page = draw_pair((BOB, "urn:x"), find_encounters(HELD, (BOB, "urn:x")), set(), lists, Links())
    assert [fact.value for fact in page.facts] == ["0", "0", "0"]
    assert page.extracts == ()


def test_whom_somebody_met_most_often_comes_first() -> None:
    assert count_met(HELD, ANN) == [(BOB, 3), (CEM, 2)]
    assert count_met(HELD, "urn:nobody") == []
