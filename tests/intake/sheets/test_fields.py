from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.sampling import sample_daily

from azru_kg.intake.sheets.fields import list_fields, read_cell, write_cell
from azru_kg.intake.sheets.schemas import ROWS
from azru_kg.intake.sheets.schemas.registers import REGISTERS
from azru_kg.intake.sheets.schemas.statements import (
    STATEMENTS,
    AgreementFactRow,
    StatementRow,
    TenureRow,
)

PARTIES = list_fields(AgreementFactRow)["parties"]
PLAIN = st.text(st.characters(codec="utf-8", categories=["L", "N"]), min_size=1)
WORDS = st.lists(PLAIN, min_size=1, max_size=3).map(" ".join)


def test_fields_have_the_names_that_sheets_give_them() -> None:
    assert {"from", "to"} < set(list_fields(TenureRow))
    assert "fields" in list_fields(AgreementFactRow)


@pytest.mark.parametrize("kind", sample_daily(ROWS, 4))
def test_every_field_is_described(kind: str) -> None:
    for field in list_fields(ROWS[kind]).values():
        assert field.description.endswith((".", ": 2.6", "billion", "…", "AST", ": completed"))


@pytest.mark.parametrize("row", STATEMENTS, ids=lambda row: row.kind)
def test_what_all_statements_have_stands_last_and_in_one_order(row: type[StatementRow]) -> None:
    names = list(list_fields(row))
    assert names[-9:] == [
        *("source", "speaker", "voice", "stated_on", "printed"),
        *("inferred", "silent", "read", "note"),
    ]
    assert set(names[-9:]) == row.shared


@pytest.mark.parametrize("row", REGISTERS, ids=lambda row: row.kind)
def test_a_register_has_an_id_and_no_source(row: type[StatementRow]) -> None:
    assert next(iter(list_fields(row))) == "id"
    assert "source" not in list_fields(row)


@pytest.mark.parametrize("row", STATEMENTS, ids=lambda row: row.kind)
def test_what_can_be_inferred_is_a_field(row: type[StatementRow]) -> None:
    # Who took part in an event is said by rows of its own; a page may be silent of it.
    assert set(row.marks) - {"participants"} <= set(list_fields(row))


def test_a_list_is_needed_or_not_and_its_items_are_parted() -> None:
    assert read_cell(PARTIES, " AZ; RU;;socar ") == ["AZ", "RU", "socar"]
    assert list_fields(StatementRow)["inferred"].is_list
    assert list_fields(StatementRow)["source"].is_needed
    assert not list_fields(StatementRow)["source"].is_list


def test_an_empty_cell_says_nothing_and_an_empty_list_has_no_items() -> None:
    assert read_cell(list_fields(TenureRow)["to"], "  ") is None
    assert read_cell(PARTIES, " ; ") == []


@given(st.lists(WORDS, max_size=4))
def test_items_are_read_as_they_were_written(items: list[str]) -> None:
    assert read_cell(PARTIES, write_cell(PARTIES, items)) == items
