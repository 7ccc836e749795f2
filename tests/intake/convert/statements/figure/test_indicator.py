"""What indicators mean: words of the table, overrides of it, and ids of indicators."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from azru_kg.intake.convert.statements.figure.indicator import read_meaning
from azru_kg.intake.register import Register, RowRefused
from azru_kg.intake.sheets.schemas.row import SheetRow
from azru_kg.intake.sheets.schemas.statements import FigureRow

Facts = dict[str, set[str]]
Make = Callable[[dict[str, Any]], FigureRow]


def test_every_word_of_the_table_of_indicators_has_a_meaning(
    make: Make, register: Register
) -> None:
    for cells in register.terms.read("indicators"):
        meaning = read_meaning(make({"indicator": cells["raw"]}), register)
        assert meaning.indicator == f"indicator:{cells['concept']}"


def test_every_override_serves_a_row(
    rows: dict[str, dict[str, SheetRow]], register: Register
) -> None:
    figures = [row for row in rows["figures"].values() if isinstance(row, FigureRow)]
    for cells in register.terms.read("indicator_overrides"):
        fitting = [
            row
            for row in figures
            if row.indicator == cells["raw"]
            and cells["about"] in ("*", row.about or "null")
            and cells["unit"] in ("*", row.unit)
            and cells["subject"] in ("*", row.subject or "null")
            and cells["counterpart"] in ("*", row.counterpart or "null")
        ]
        assert fitting, cells
        for row in fitting:
            assert read_meaning(row, register).indicator == f"indicator:{cells['concept']}"


def test_an_override_wins_over_the_table(make: Make, register: Register) -> None:
    changes = {"indicator": "annual capacity", "about": "mozdok-gazimagomed-pipeline"}
    general = read_meaning(make(changes), register)
    special = read_meaning(make(changes | {"unit": "billion cubic metres a year"}), register)
    assert general.indicator == "indicator:capacity"
    assert special.indicator == "indicator:pipeline-capacity"
    assert ("azru:commodity", "commodity:natural-gas") in special.dimensions


def test_a_part_that_is_not_stated_is_left_out(stated: Callable[[str], Facts]) -> None:
    facts = stated("instc-freight-2025m1-9-growth-a")
    assert not facts["azru:part"] | facts["azru:notStated"]


def test_goods_of_all_kinds_are_no_commodity(state: Callable[[dict[str, Any]], Facts]) -> None:
    assert not state({})["azru:commodity"]


def test_the_id_of_an_indicator_says_what_all_words_for_it_say(
    state: Callable[[dict[str, Any]], Facts],
) -> None:
    assert state({"indicator": "goods-exports"}) == state({"indicator": "exports"})
    general = state({"indicator": "commodity-exports-value"})
    assert general["azru:flow"] == {"code:exports"}
    assert general["azru:origin"] == {"country:AZ"}
    assert not general["azru:commodity"]


def test_an_unknown_indicator_is_refused_with_the_nearest_word(
    make: Make, register: Register
) -> None:
    with pytest.raises(RowRefused, match="Did you mean 'trade turnover'") as refusal:
        read_meaning(make({"indicator": "trade turnoverr"}), register)
    assert refusal.value.field == "indicator"


def test_words_may_say_per_what_where_the_unit_does_not(
    state: Callable[[dict[str, Any]], Facts],
) -> None:
    plant = {"indicator": "annual capacity of the Azermash plant", "measure": "capacity"}
    assert state({**plant, "unit": "vehicles"})["azru:per"] == {"unit:YR"}
