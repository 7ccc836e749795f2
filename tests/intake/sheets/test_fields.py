from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azru_kg.intake.sheets.fields import list_fields, read_cell, write_cell
from azru_kg.intake.sheets.schemas import ROWS, AgreementRow, CorridorRow, PostRow, ProjectRow

SIGNATORIES = list_fields(AgreementRow)["signatories"]
STATUS = list_fields(ProjectRow)["status"]
PLAIN = st.text(st.characters(codec="utf-8", categories=["L", "N"]), min_size=1)
WORDS = st.lists(PLAIN, min_size=1, max_size=3).map(" ".join)


def test_fields_have_the_names_that_sheets_give_them() -> None:
    assert {"from", "to"} < set(list_fields(PostRow))
    assert [part.name for part in SIGNATORIES.parts] == ["person", "for"]


@pytest.mark.parametrize("kind", ROWS)
def test_every_field_is_described(kind: str) -> None:
    for field in list_fields(ROWS[kind]).values():
        assert field.description.endswith((".", ": 2.6", "billion", "…", "=XX."))


def test_a_status_has_parts_and_sources() -> None:
    assert read_cell(STATUS, "planned=2019-05=src-a+src-b; on hold==c") == [
        {"status": "planned", "as_of": "2019-05", "sources": ["src-a", "src-b"]},
        {"status": "on hold", "as_of": None, "sources": ["c"]},
    ]


def test_parts_at_the_end_may_be_left_out() -> None:
    segments = list_fields(CorridorRow)["segments"]
    assert read_cell(segments, "Rasht-Astara=162") == [
        {"name": "Rasht-Astara", "length_km": "162", "status": None, "as_of": None}
    ]


def test_too_many_parts_are_refused_with_the_form() -> None:
    with pytest.raises(ValueError, match=r"'a=AZ=b' has too many parts\. Write person=for"):
        read_cell(SIGNATORIES, "a=AZ=b")


def test_an_empty_cell_says_nothing_and_an_empty_list_has_no_items() -> None:
    assert read_cell(list_fields(PostRow)["to"], "  ") is None
    assert read_cell(SIGNATORIES, " ; ") == []


@given(st.lists(st.fixed_dictionaries({"person": WORDS, "for": st.none() | PLAIN}), max_size=4))
def test_items_with_parts_are_read_as_they_were_written(items: list[dict[str, object]]) -> None:
    assert read_cell(SIGNATORIES, write_cell(SIGNATORIES, items)) == items


@given(
    st.lists(
        st.fixed_dictionaries(
            {"status": WORDS, "as_of": st.none() | PLAIN, "sources": st.lists(PLAIN, max_size=3)}
        ),
        max_size=3,
    )
)
def test_states_are_read_as_they_were_written(items: list[dict[str, object]]) -> None:
    assert read_cell(STATUS, write_cell(STATUS, items)) == items
