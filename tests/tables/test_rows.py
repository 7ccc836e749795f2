from __future__ import annotations

from collections import Counter

import pytest
from tests.tables.conftest import Lists

from azru_kg.languages.reading import read_in
from azru_kg.tables.definitions import TABLES
from azru_kg.tables.rows import Row, Rows
from azru_kg.tables.state import State, read_state
from azru_kg.tables.table import Table

pytestmark = pytest.mark.long

MEETINGS = TABLES["meetings"]


def make(**values: str) -> Row:
    return tuple(values.get(name) for name in MEETINGS.names)


def list_names(rows: Rows, **parameters: str) -> list[str | None]:
    pairs = [(name.rstrip("_"), value) for name, value in parameters.items()]
    found = rows.find(read_state(MEETINGS, rows.values, pairs))
    return [row[0] for row in found.rows]


@pytest.fixture
def meetings() -> Rows:
    return Rows(
        MEETINGS,
        [
            make(meeting="urn:m:1", name="B", earliest="2023-05-01", year="2023",
                 people="urn:p:a urn:p:b"),
            make(meeting="urn:m:2", name="A", earliest="2024-05-01", year="2024",
                 people="urn:p:a urn:p:c", kind="urn:k:call", kindName="call"),
            make(meeting="urn:m:3", name="C", people="urn:p:b"),
            make(meeting="urn:m:4", earliest="2025-01-01", year="2025"),
        ],
    )  # fmt: skip


def test_rows_stand_in_the_order_of_the_list_those_without_a_value_last(meetings: Rows) -> None:
    assert list_names(meetings) == ["urn:m:4", "urn:m:2", "urn:m:1", "urn:m:3"]
    assert list_names(meetings, sort="date") == ["urn:m:1", "urn:m:2", "urn:m:4", "urn:m:3"]
    assert list_names(meetings, sort="meeting") == ["urn:m:2", "urn:m:1", "urn:m:3", "urn:m:4"]
    assert list_names(meetings, sort="-meeting") == ["urn:m:3", "urn:m:1", "urn:m:2", "urn:m:4"]


def test_two_people_are_those_who_met(meetings: Rows) -> None:
    assert list_names(meetings, person="urn:p:a") == ["urn:m:2", "urn:m:1"]
    assert list_names(meetings, person="urn:p:a", with_="urn:p:b") == ["urn:m:1"]
    assert list_names(meetings, person="not-stated") == ["urn:m:4"]


def test_years_leave_out_what_is_not_dated(meetings: Rows) -> None:
    assert list_names(meetings, from_="2024") == ["urn:m:4", "urn:m:2"]
    assert list_names(meetings, to="2023") == ["urn:m:1"]
    assert list_names(meetings, from_="2023", to="2024") == ["urn:m:2", "urn:m:1"]
    assert list_names(meetings, year="not-stated") == ["urn:m:3"]


def test_a_facet_counts_the_rows_that_the_other_facets_leave(meetings: Rows) -> None:
    pairs = [("person", "urn:p:a"), ("kind", "urn:k:call")]
    found = meetings.find(read_state(MEETINGS, meetings.values, pairs))
    assert found.counts["person"] == Counter({"urn:p:a": 1, "urn:p:c": 1})
    assert found.counts["kind"] == Counter({"": 1, "urn:k:call": 1})
    assert found.counts["year"] == Counter({"2024": 1})


def test_things_and_their_names_are_read_out_of_the_rows(meetings: Rows) -> None:
    assert meetings.list_things() == ["urn:p:a", "urn:p:b", "urn:p:c"]
    (by_kind,) = (facet for facet in MEETINGS.facets if facet.name == "kind")
    assert meetings.find_names(by_kind) == {"": "", "urn:k:call": "call"}


def test_equal_texts_are_held_once() -> None:
    rows = Rows(MEETINGS, [make(meeting=f"urn:{n}", name="".join("ab")) for n in range(2)])
    first, second = rows.find(State(MEETINGS)).rows
    assert first[1] is second[1]


@pytest.mark.parametrize("table", TABLES.values(), ids=list(TABLES))
def test_each_choice_finds_as_many_rows_as_were_counted(table: Table, lists: Lists) -> None:
    rows = lists.rows(table.slug)
    everything = rows.find(State(table))
    assert len(everything.rows) == len(rows)
    for facet in table.facets:
        counts = everything.counts[facet.name]
        assert set(counts) == set(rows.values[facet.name])
        for value, number in counts.most_common(3):
            state = State(table).choose(facet, value)
            found = rows.find(state)
            assert len(found.rows) == number
            assert found.counts[facet.name] == counts
            again = dict(state.pairs()).items()
            assert read_state(table, rows.values, again) == state


def test_names_in_another_language_are_sorted_as_its_dictionary_has_them(meetings: Rows) -> None:
    names = {"urn:m:1": "Xudat", "urn:m:2": "Kür", "urn:m:3": "Həmid"}
    with read_in("az"):
        for sort, order in (("meeting", "3124"), ("-meeting", "2134")):
            state = read_state(MEETINGS, meetings.values, [("sort", sort)])
            found = meetings.find(state, names)
            assert [row[0] for row in found.rows] == [f"urn:m:{number}" for number in order]
