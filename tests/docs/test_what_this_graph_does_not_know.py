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
def quality(founding: Layout) -> Quality:
    return measure_layout(founding)


@pytest.fixture(scope="module")
def numbers() -> ModuleType:
    """Return the script that writes the numbers."""
    spec = importlib.util.spec_from_file_location("numbers_of_page", DOCS / "measured.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.long
def test_the_numbers_are_those_that_are_measured(numbers: ModuleType) -> None:
    quality, told = measure_layout(built_in()), numbers.tell_coverage(built_in())
    assert numbers.replace_numbers(PAGE, quality, told) == PAGE, "renew them: make numbers"


@pytest.mark.long
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


def test_what_there_is_is_told_by_topic_and_by_year(
    numbers: ModuleType, founding: Layout, quality: Quality
) -> None:
    told = numbers.tell_coverage(founding)
    # Topics come with the stored queries that name them, and say what was sought in vain.
    assert told["sought"]
    assert all(line.startswith("- **") for line in told["sought"])
    (line,) = [line for line in told["topics"] if line.startswith("| all together |")]
    assert line.startswith("| all together | 2 | ")
    assert f"| {quality.total['claims']:,} |" in line
    text = numbers.replace_numbers(PAGE, quality, {"silent": ["| one |"]})
    assert "<!-- silent -->\n| one |\n<!-- / -->" in text
    assert PAGE.partition("<!-- topics -->")[2].partition("<!-- / -->")[0] in text


@pytest.mark.parametrize(
    ("years", "said"),
    [
        ([], []),
        ([1995], ["1995"]),
        ([1995, 1996], ["1995–1996"]),
        ([1995, 1997, 1998, 2001], ["1995", "1997–1998", "2001"]),
    ],
)
def test_years_that_follow_one_another_are_a_span(
    numbers: ModuleType, years: list[int], said: list[str]
) -> None:
    rows = [(str(year), "turnover", "0", "1") for year in range(1995, 2026) if year not in years]
    rows += [(str(year), "turnover", "1", "0") for year in range(1995, 2026) if year not in years]
    cells = ", ".join(said) or "no year"
    assert f"| turnover | Russia | {cells} |" in numbers._list_silent(rows)


def test_no_number_of_the_graph_is_typed() -> None:
    prose = re.sub(r"<!-- (\w+) -->\n.*?<!-- / -->", "", PAGE, flags=re.DOTALL)
    prose = re.sub(r"<!-- [^>]+ -->[^<]*<!-- / -->", "", prose)
    prose = re.sub(r"\b(19|20)\d\d\b", "", prose)  # years of what was sought are nothing measured
    assert re.findall(r"\d+", prose) == []


def test_the_query_leaves_out_what_is_inferred(founding: Layout) -> None:
    (query,) = re.findall(r"```sparql\n(.*?)```", PAGE, re.DOTALL)
    store = read_layout(founding).store()
    rows = store.query(query, prefixes=PREFIXES)
    assert isinstance(rows, ox.QuerySolutions)
    figures = {str(row["figure"]) for row in rows}
    assert figures
    assert f"<{PREFIXES['claim']}turnover-2018>" not in figures
