"""Marks: each kind of bound has a form of its own."""

from __future__ import annotations

from typing import get_args

from tests.pictures.reported import report

from azru_kg.pictures.marks import draw_mark
from azru_kg.pictures.series import Bound


def test_each_bound_has_a_form_of_its_own() -> None:
    forms = {draw_mark(report("1", bound=bound), 100, 10, 120) for bound in get_args(Bound)}
    assert len(forms) == len(get_args(Bound))


def test_arrows_lead_to_the_side_where_the_value_lies() -> None:
    assert "H114.0" in draw_mark(report("1", bound="above"), 100, 10, 100)
    assert "H86.0" in draw_mark(report("1", bound="below"), 100, 10, 100)
