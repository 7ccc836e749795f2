import csv
import io
import json

import pyoxigraph as ox
import pytest

from azru_kg.rdf.prefixes import PREFIXES
from azru_kg.server.lists.cite.answer_files import write_csv, write_json
from azru_kg.server.lists.cite.answered import AnswerTable, Row, read_answer

HOSTILE = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", '=HYPERLINK("x")']


def make_number(text: str, datatype: str = "decimal") -> ox.Literal:
    return ox.Literal(text, datatype=ox.NamedNode(f"{PREFIXES['xsd']}{datatype}"))


def make_table(*values: ox.NamedNode | ox.Literal | None) -> AnswerTable:
    rows: list[Row] = [(value,) for value in values]
    return AnswerTable(("x",), rows, len(rows))


def read_cells(text: str) -> list[str]:
    return [row[0] if row else "" for row in csv.reader(io.StringIO(text, newline=""))][1:]


@pytest.mark.parametrize("text", HOSTILE)
def test_excel_gets_no_formula(text: str) -> None:
    table = make_table(ox.Literal(text))
    assert read_cells(write_csv(table, excel=True).removeprefix("\ufeff")) == [f"'{text}"]
    assert read_cells(write_csv(table)) == [text]


def test_a_number_stays_a_number_and_what_only_says_so_does_not() -> None:
    table = make_table(make_number("-5.50"), make_number("-1+cmd|x"), ox.Literal("plain"))
    assert read_cells(write_csv(table, excel=True)) == ["-5.50", "'-1+cmd|x", "plain"]


def test_json_has_numbers_and_truths_as_such_and_leaves_out_what_is_not_there() -> None:
    values: list[ox.NamedNode | ox.Literal | None] = [
        make_number("5"),
        make_number("5.5"),
        make_number("true", "boolean"),
        make_number("INF", "double"),
        ox.NamedNode("urn:a"),
        None,
    ]
    document = json.loads(write_json(make_table(*values), {"query": "all"}))
    assert [row.get("x") for row in document["rows"]] == [5, 5.5, True, "INF", "urn:a", None]
    assert document["rows"][-1] == {}
    assert document["query"] == "all"


@pytest.mark.parametrize(
    ("offset", "limit", "expected"),
    [
        (0, None, ["0", "1", "2", "3"]),
        (1, 2, ["1", "2"]),
        (0, 0, []),
        (2, 9, ["2", "3"]),
        (9, 1, []),
    ],
)
def test_a_part_of_the_rows_is_taken(offset: int, limit: int | None, expected: list[str]) -> None:
    table = read_answer(b"?x\n0\n1\n2\n3\n").cut(offset, limit)
    assert [str(getattr(row[0], "value", "")) for row in table.rows] == expected
    assert table.total == 4
