"""Reckons again what docs/capacity.md reckons, from the figures that it says were measured."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOCS = (ROOT / "docs" / "capacity.md").read_text(encoding="utf-8")
A_DAY = 10_000_000
SECONDS = 24 * 60 * 60
BUSY = 4


def read_row(name: str) -> list[float]:
    """Return the numbers of the row of a table that begins with a name."""
    found = re.search(rf"^\| {re.escape(name)} \|(.*)\|$", DOCS, re.MULTILINE)
    assert found, name
    return [float(cell.replace(",", "")) for cell in re.findall(r"[\d.,]*\d", found[1])]


def read_costs() -> list[tuple[float, ...]]:
    rows = re.findall(r"^\| [^|]+ \| (\d+) % \| ([\d.]+) \| ([\d.]+) \|$", DOCS, re.MULTILINE)
    return [tuple(map(float, row)) for row in rows]


def test_the_shares_are_a_whole() -> None:
    assert len(read_costs()) == 5
    assert sum(share for share, *_ in read_costs()) == 100


@pytest.mark.parametrize("column", [0, 1])
def test_ten_million_queries_take_what_the_page_says(column: int) -> None:
    mean = sum(row[0] / 100 * row[1 + column] for row in read_costs())
    told = re.search(r"takes ([\d.]+) ms at [\d,]+ triples and ([\d.]+) ms at", DOCS)
    assert told
    assert float(told[1 + column]) == pytest.approx(mean, abs=0.01)
    day = mean * A_DAY / 1000
    assert read_row("seconds of the processor a day")[column] == pytest.approx(day, rel=0.01)
    assert read_row("cores, on average")[column] == pytest.approx(day / SECONDS, abs=0.01)
    assert read_row("cores, in a busy hour")[column] == pytest.approx(
        day / SECONDS * BUSY, abs=0.01
    )


def test_the_commands_that_measure_are_there() -> None:
    scripts = re.findall(r"^\.venv/bin/python (\S+)", DOCS, re.MULTILINE)
    assert scripts
    assert all((ROOT / script).is_file() for script in scripts)
