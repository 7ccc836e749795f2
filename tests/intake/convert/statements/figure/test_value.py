"""Values: kinds, numbers, units and modalities."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest

from azru_kg.intake.convert.statements.figure.indicator import read_meaning
from azru_kg.intake.convert.statements.figure.value import read_value
from azru_kg.intake.register import Register, RowRefused
from azru_kg.intake.sheets.schemas.statements import FigureRow

Facts = dict[str, set[str]]
State = Callable[[dict[str, Any]], Facts]


@pytest.mark.parametrize("unit", ["CCY_USD", "unit:CCY_USD"])
def test_a_unit_may_be_named_as_qudt_does(unit: str, state: State) -> None:
    facts = state({"value": "2600000000", "unit": unit})
    assert facts["sdmx-attribute:unitMeasure"] == {"unit:CCY_USD"}
    assert facts["sdmx-measure:obsValue"] == {"2600000000.0"}
    (label,) = facts["rdfs:label"]
    assert ": 2,600,000,000 US dollars" in label


@pytest.mark.parametrize(
    ("changes", "kind", "unit"),
    [
        ({}, "level", "CCY_USD"),
        ({"measure": "percent-change", "unit": "percent"}, "relative-change", "PERCENT"),
        ({"measure": "multiple", "unit": "times"}, "multiple", "UNITLESS"),
        ({"measure": "share", "unit": "percent"}, "share", "PERCENT"),
        ({"measure": "rank", "unit": "place", "value": "3"}, "place-in-order", "UNITLESS"),
        ({"measure": "target", "unit": "percent"}, "relative-change", "PERCENT"),
        ({"measure": "target", "unit": "times"}, "multiple", "UNITLESS"),
        ({"measure": "target", "unit": "year", "value": "2028"}, "calendar-year", "UNITLESS"),
        ({"measure": "target"}, "level", "CCY_USD"),
    ],
)
def test_measure_and_unit_give_the_kind(
    changes: dict[str, Any], kind: str, unit: str, state: State
) -> None:
    facts = state(changes)
    assert facts["azru:kind"] == {f"code:{kind}"}
    assert facts["sdmx-attribute:unitMeasure"] == {f"unit:{unit}"}


@pytest.mark.parametrize(
    ("changes", "modalities"),
    [
        ({"measure": "target"}, {"code:target"}),
        ({"measure": "capacity"}, {"code:capacity"}),
        (
            {"measure": "target", "indicator": "planned investment"},
            {"code:planned-value"},
        ),
        (
            {"measure": "capacity", "indicator": "planned investment"},
            {"code:capacity", "code:planned-value"},
        ),
        (
            {"measure": "target", "indicator": "visitors in four years"},
            {"code:cumulative", "code:target"},
        ),
        ({}, set()),
    ],
)
def test_words_that_tell_more_than_target_replace_it(
    changes: dict[str, Any], modalities: set[str], state: State
) -> None:
    assert state(changes)["azru:modality"] == modalities


def test_a_long_number_is_not_rounded(state: State) -> None:
    digits = "1234567890123456789012345678.9"
    (value,) = state({"value": digits})["sdmx-measure:obsValue"]
    assert Fraction(value) == Fraction(digits) * 10**9


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"unit": "USD bilion"}, "unit", "Did you mean 'USD billion'"),
        ({"bound": "exactly"}, "bound", "terms/bounds.csv"),
        ({"measure": "levels"}, "measure", "terms/measures.csv"),
        ({"unit": "year", "value": "20.5"}, "value", "no calendar year"),
    ],
)
def test_unknown_words_and_years_that_are_none_are_refused(
    changes: dict[str, Any],
    field: str,
    said: str,
    make: Callable[[dict[str, Any]], FigureRow],
    register: Register,
) -> None:
    row = make(changes)
    with pytest.raises(RowRefused, match=said) as refusal:
        read_value(row, read_meaning(row, register), register)
    assert refusal.value.field == field
