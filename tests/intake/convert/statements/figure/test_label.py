"""Labels of figures: samples of each kind, read by eye."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Facts = dict[str, set[str]]
with (Path(__file__).parent / "labels.csv").open(encoding="utf-8", newline="") as _file:
    LABELS = {cells["row"]: cells["label"] for cells in csv.DictReader(_file)}


@pytest.mark.parametrize("key", LABELS)
def test_the_label_of_a_row_reads_well(key: str, stated: Callable[[str], Facts]) -> None:
    assert stated(key)["rdfs:label"] == {LABELS[key]}


def test_a_date_is_told_where_the_period_is_not_known(
    state: Callable[[dict[str, Any]], Facts],
) -> None:
    (label,) = state({"stated_on": "2007-02"})["rdfs:label"]
    assert label.endswith(": 2.6 billion US dollars (stated February 2007)")
    (label,) = state({"stated_on": "2007-02", "period_start": "2006", "period_end": "2006"})[
        "rdfs:label"
    ]
    assert label.endswith(", 2006: 2.6 billion US dollars")


def test_a_rival_says_whose_it_is(state: Callable[[dict[str, Any]], Facts]) -> None:
    (label,) = state({"id": "turnover-2030-b", "speaker": "vladimir-putin"})["rdfs:label"]
    assert label.endswith(": 2.6 billion US dollars (according to Vladimir Putin)")
