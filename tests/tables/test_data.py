from __future__ import annotations

import json

import pytest

from azru_kg.tables.data import write_csv, write_json
from azru_kg.tables.definitions import TABLES
from azru_kg.tables.rows import Row
from azru_kg.tables.state import State

FIGURES = TABLES["figures"]


def make(**values: str) -> Row:
    return tuple(values.get(name) for name in FIGURES.names)


ROW = make(
    figure="urn:f",
    label='a "figure", so',
    value="2600000000",
    year="2018",
    expectations="urn:a urn:b",
)


def test_csv_quotes_what_has_to_be_quoted_and_leaves_empty_what_is_not_there() -> None:
    head, row, end = write_csv(State(FIGURES), [ROW]).split("\r\n")
    assert head == ",".join(FIGURES.names)
    assert row.startswith('urn:f,"a ""figure"", so",,')
    assert end == ""


def test_json_has_objects_of_the_types_that_it_names() -> None:
    document = json.loads(write_json(State(FIGURES, first=2018), [ROW]))
    assert document["list"] == "figures"
    assert document["chosen"] == {"from": "2018"}
    assert document["total"] == 1
    assert [column["name"] for column in document["columns"]] == list(FIGURES.names)
    assert document["rows"] == [
        {
            "figure": "urn:f",
            "label": 'a "figure", so',
            "value": 2600000000,
            "year": 2018,
            "expectations": ["urn:a", "urn:b"],
        }
    ]


@pytest.mark.parametrize(
    ("value", "written"),
    [("0.5", 0.5), ("7.0", 7), ("1e400", "1e400"), ("NaN", "NaN"), ("INF", "INF"), ("x", "x")],
)
def test_what_is_no_number_in_json_stays_as_it_is(value: str, written: object) -> None:
    (row,) = json.loads(write_json(State(FIGURES), [make(value=value)]))["rows"]
    assert row == {"value": written}


def test_flags_are_true_or_false() -> None:
    promises = TABLES["promises"]
    row = tuple({"moved": "true", "dateInferred": "false"}.get(name) for name in promises.names)
    (written,) = json.loads(write_json(State(promises), [row]))["rows"]
    assert written == {"moved": True, "dateInferred": False}
