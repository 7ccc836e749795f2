from __future__ import annotations

from pathlib import Path

import pytest

from azru_kg.errors import DataErrors
from azru_kg.intake.sheets.faults import Faults


def test_without_faults_nothing_is_raised() -> None:
    Faults().raise_any()


def test_faults_are_told_in_order_up_to_a_number_and_the_rest_counted() -> None:
    faults = Faults(shown=2)
    for line in range(1, 1500):
        faults.add(Path("a.csv"), line, "value", "is no number")
    with pytest.raises(DataErrors) as caught:
        faults.raise_any()
    assert str(caught.value).splitlines() == [
        "a.csv:1: value: is no number",
        "a.csv:2: value: is no number",
        "intake: 1,499 faults, of which 1,497 are not shown. Nothing was written",
    ]
    assert caught.value.exit_code == 2
