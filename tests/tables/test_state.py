from __future__ import annotations

from typing import Any

import pyoxigraph as ox
import pytest
from tests.tables.conftest import Lists

from azru_kg.errors import BadAddress
from azru_kg.tables.definitions import TABLES
from azru_kg.tables.rows import Rows
from azru_kg.tables.state import State, read_state, write_query
from azru_kg.tables.table import Table

PEOPLE, MEETINGS = TABLES["people"], TABLES["meetings"]
AZ = "https://w3id.org/azru-kg/id/country/AZ"
VALUES: dict[str, Any] = {
    "country": ["", AZ, "https://w3id.org/azru-kg/id/country/RU"],
    "post": ["https://w3id.org/azru-kg/id/post/minister"],
}
HOSTILE = (
    '"',
    "\\",
    "'",
    '") || true || STRSTARTS("',
    "a\nb",
    "} } #",
    "</option><script>",
    "\u202e",
)


@pytest.mark.parametrize(
    ("parameters", "said"),
    [
        ([("colour", "red")], "no parameter 'colour'. It has country, post, sort, page, format"),
        ([("from", "2020")], "no parameter 'from'"),
        ([("country", "AX")], "No row of this list has country='AX'. There are AZ, RU, not-stated"),
        ([("country", "Narnia")], "There are AZ, RU, not-stated"),
        ([("post", "ministre")], "Did you mean minister?"),
        ([("country", "AZ"), ("country", "RU")], "country is given twice"),
        ([("sort", "posts")], "sorted by 'posts'. It can by person, nameAz"),
        ([("sort", "--person")], "sorted by '--person'"),
        ([("page", "0")], "The parameter page cannot be '0'"),
        ([("page", "٣")], "The parameter page cannot be '٣'"),
        ([("country", "x" * 5000)], "country='" + "x" * 100 + "'"),
        ([("x" * 5000, "")], "no parameter '" + "x" * 100 + "'"),
    ],
)
def test_what_is_not_there_is_an_error_that_tells_what_is(
    parameters: list[tuple[str, str]], said: str
) -> None:
    with pytest.raises(BadAddress) as error:
        read_state(PEOPLE, VALUES, parameters)
    assert said in str(error.value)
    assert len(str(error.value)) < 1000


@pytest.mark.parametrize(
    ("parameters", "said"),
    [
        ([("from", "20")], "The parameter from cannot be '20': write a year: 2023"),
        ([("to", "２０２３")], "The parameter to cannot be"),
        ([("from", "2025"), ("to", "2023")], "No year is from 2025 to 2023"),
    ],
)
def test_years_are_four_digits_the_earlier_one_first(
    parameters: list[tuple[str, str]], said: str
) -> None:
    values: dict[str, list[str]] = {facet.name: [] for facet in MEETINGS.facets}
    with pytest.raises(BadAddress) as error:
        read_state(MEETINGS, values, parameters)
    assert said in str(error.value)


def test_a_state_has_one_address_however_it_was_asked_for() -> None:
    ways = [
        [("country", "AZ"), ("sort", "-claims"), ("post", "")],
        [("sort", "-claims"), ("country", "country/AZ"), ("page", "1")],
        [("sort", "-claims"), ("format", "csv"), ("country", AZ)],
    ]
    ways[1] = [("sort", "-claims"), ("country", "AZ"), ("page", "1")]
    states = [read_state(PEOPLE, VALUES, way) for way in ways]
    assert {state.address("/kg") for state in states} == {"/kg/people?country=AZ&sort=-claims"}
    assert states[0].narrowed
    assert states[0].address("", "csv") == "/people.csv?country=AZ&sort=-claims"
    turned = read_state(PEOPLE, VALUES, [("page", "3")])
    assert turned.address() == "/people?page=3"
    assert turned.address("", "json") == "/people.json"
    assert not turned.narrowed


@pytest.mark.long
@pytest.mark.timeout(400)  # each of two dozen states asks the graph
@pytest.mark.parametrize("table", TABLES.values(), ids=list(TABLES))
def test_the_query_of_a_state_has_the_rows_of_the_state_in_their_order(
    table: Table, lists: Lists
) -> None:
    rows = lists.rows(table.slug)
    choices: list[tuple[str, str]] = []
    states = [State(table), State(table, sort=f"-{table.sorts[-1]}")]
    for facet in table.facets:
        values = rows.values[facet.name]
        states += [State(table).choose(facet, value) for value in (values[0], values[-1])]
        choices.append((facet.name, facet.write(values[-1]) or "not-stated"))
    if table.between:
        states.append(read_state(table, rows.values, [("from", "2018"), ("to", "2020")]))
    states.append(read_state(table, rows.values, choices))
    for state in states:
        assert list(rows.find(state).rows) == lists.ask(write_query(state)), state.address()


@pytest.mark.parametrize("value", HOSTILE)
def test_hostile_values_stay_values_in_a_query(value: str) -> None:
    sources = TABLES["sources"]
    row = tuple({"source": "urn:s", "language": value}.get(name) for name in sources.names)
    rows = Rows(sources, [row])
    state = read_state(sources, rows.values, [("language", value)])
    query = write_query(state)
    found = ox.Store().query(query)
    assert isinstance(found, ox.QuerySolutions)
    assert list(found) == []
    assert len(rows.find(state).rows) == 1


@pytest.mark.parametrize("value", HOSTILE)
def test_hostile_things_stay_texts_in_a_query(value: str) -> None:
    value = value.replace("\n", "").replace(" ", "")
    row = tuple({"person": "urn:s", "posts": value}.get(name) for name in PEOPLE.names)
    rows = Rows(PEOPLE, [row])
    state = read_state(PEOPLE, rows.values, [("post", value)])
    assert list(ox.Store().query(write_query(state))) == []  # type: ignore[arg-type]
