"""The page on what is not known tells the numbers that are measured, and its query runs."""

from __future__ import annotations

import importlib.util
import re
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pyoxigraph as ox
import pytest

from azru_kg.check.measuring import measure_layout
from azru_kg.graph.dataset import read_layout
from azru_kg.graph.layout import Layout, built_in
from azru_kg.graph.measures import Quality
from azru_kg.rdf.prefixes import PREFIXES

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "what-this-graph-does-not-know.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def quality() -> Quality:
    return measure_layout(built_in())


@pytest.fixture(scope="module")
def numbers() -> ModuleType:
    """Return the script that writes the numbers."""
    spec = importlib.util.spec_from_file_location("numbers_of_page", DOCS / "measured.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_numbers_are_those_that_are_measured(numbers: ModuleType, quality: Quality) -> None:
    assert numbers.replace_numbers(PAGE, quality) == PAGE, "renew them: make numbers"


def test_another_number_is_another_page(numbers: ModuleType, quality: Quality) -> None:
    other = replace(quality, total={**quality.total, "rows-read-once": 1_234_567})
    assert "once, for" in PAGE
    assert "1,234,567<!-- / --> of them" in numbers.replace_numbers(PAGE, other)


def test_what_readers_disagree_on_is_told_and_what_they_agree_on_is_not(
    numbers: ModuleType, quality: Quality
) -> None:
    parts = {
        "a.weak": {"blind-compared": 20, "blind-agreeing": 15},
        "a.strong": {"blind-compared": 20, "blind-agreeing": 20},
        "a.rare": {"blind-compared": 2, "blind-agreeing": 1},
    }
    text = numbers.replace_numbers(PAGE, replace(quality, by_part=parts))
    assert "| `a.weak` | 20 | 15 | 75 % |" in text
    assert "a.strong" not in text
    assert "a.rare" not in text


def test_no_number_of_the_graph_is_typed() -> None:
    prose = re.sub(r"<!-- (\w+) -->\n.*?<!-- / -->", "", PAGE, flags=re.DOTALL)
    prose = re.sub(r"<!-- [^>]+ -->[^<]*<!-- / -->", "", prose)
    assert re.findall(r"\d+", prose) == []


def test_the_query_leaves_out_what_is_inferred(founding: Layout) -> None:
    (query,) = re.findall(r"```sparql\n(.*?)```", PAGE, re.DOTALL)
    store = read_layout(founding).store()
    rows = store.query(query, prefixes=PREFIXES)
    assert isinstance(rows, ox.QuerySolutions)
    figures = {str(row["figure"]) for row in rows}
    assert figures
    assert f"<{PREFIXES['claim']}turnover-2018>" not in figures
