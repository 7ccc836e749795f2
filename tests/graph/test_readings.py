"""What the rows of a checkout say of their own reading is counted."""

from __future__ import annotations

from pathlib import Path

import pytest

from azru_kg.errors import DataError
from azru_kg.graph.layout import Layout, built_in
from azru_kg.graph.readings import count_readings

FIGURES = """indicator,value,source,read
trade,1,one,2026-11
trade,2,one,2026-11;2026-11-29
trade,3,two,2026-11;2026-11-28;2026-11-29;2026-11-30
trade,4,two,
"""
SOURCES = """id,title,published,seen
one,One,2024-01-22,whole
two,[About two],2024-01,beginning
three,Three,,part
four,[About four],,not-found
five,[About five],2024,
"""


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    """Return a checkout with a batch of two sheets."""
    (tmp_path / "handwritten").mkdir()
    (tmp_path / "sheets" / "batch").mkdir(parents=True)
    write(tmp_path, "batch/figures.csv", FIGURES)
    write(tmp_path, "batch/sources.csv", SOURCES)
    return Layout(tmp_path)


def write(root: Path, name: str, text: str) -> None:
    (root / "sheets" / name).write_text(text, encoding="utf-8")


def test_rows_are_counted_by_how_often_they_were_read(layout: Layout) -> None:
    total, parts = count_readings(layout)
    rows = {
        "rows": 4,
        "rows-unread": 1,
        "rows-read-once": 1,
        "rows-read-twice": 1,
        "rows-read-thrice": 1,
    }
    assert parts == {"figures": rows}
    assert {name: total[name] for name in rows} == rows


def test_sources_are_counted_by_how_much_of_them_was_seen(layout: Layout) -> None:
    total, _ = count_readings(layout)
    assert {name: number for name, number in total.items() if name.startswith("sources")} == {
        "sources-whole": 1,
        "sources-partly": 2,
        "sources-not-found": 1,
        "sources-not-sought": 1,
        "sources-described": 3,
        "sources-undated": 2,
    }


def test_rows_of_json_lines_count_as_well(layout: Layout) -> None:
    line = '{"source": "one", "promised": "operational", "read": ["2026-11", "2026-11-29"]}'
    write(layout.root, "batch/promises.jsonl", f"{line}\n")
    assert count_readings(layout)[1]["promises"] == {"rows": 1, "rows-read-twice": 1}


def test_registers_state_nothing(layout: Layout) -> None:
    write(layout.root, "batch/people.csv", "id,name_en\nshahin-mustafayev,Shahin Mustafayev\n")
    assert "people" not in count_readings(layout)[1]


def test_blind_readings_are_told_by_field(layout: Layout) -> None:
    write(layout.root, "blind-readings.csv", "field,compared,agreeing\nfigures.value,170,169\n")
    counts = count_readings(layout)[1]["figures.value"]
    assert counts == {"blind-compared": 170, "blind-agreeing": 169}


@pytest.mark.parametrize("line", ["figures.value,many,1", "figures.value,170"])
def test_a_broken_line_of_blind_readings_is_refused(layout: Layout, line: str) -> None:
    write(layout.root, "blind-readings.csv", f"field,compared,agreeing\n{line}\n")
    with pytest.raises(DataError, match="two whole numbers"):
        count_readings(layout)


def test_a_graph_without_its_sheets_has_no_readings(layout: Layout) -> None:
    (layout.root / "handwritten").rmdir()
    assert count_readings(layout) == ({}, {})


def test_in_the_built_in_graph_nothing_agrees_more_often_than_it_was_compared() -> None:
    _, parts = count_readings(built_in())
    blind = [counts for counts in parts.values() if "blind-compared" in counts]
    assert len(blind) > 20
    assert [each for each in blind if each["blind-agreeing"] > each["blind-compared"]] == []
