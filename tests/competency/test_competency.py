"""The questions that the two founding documents must answer, on both engines.

A question is a query `NN-slug.rq` that opens with its words, and an answer `NN-slug.csv`. Rows are
compared in their order where the query asks for one, and else as a bag.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.support.sampling import sample_daily

Table = list[tuple[str, ...]]

QUESTIONS = sorted(Path(__file__).parent.glob("*.rq"))


def _name(path: Path) -> str:
    return path.stem


def _expected(path: Path) -> Table:
    with path.with_suffix(".csv").open(encoding="utf-8", newline="") as file:
        return [tuple(row) for row in csv.reader(file)]


def _arrange(table: Table, query: str) -> Table:
    return table if "ORDER BY" in query else [table[0], *sorted(table[1:])]


@pytest.mark.parametrize("path", QUESTIONS, ids=_name)
def test_the_question_has_its_answer(path: Path, ask_server: Callable[[str], Table]) -> None:
    query = path.read_text(encoding="utf-8")
    assert _arrange(ask_server(query), query) == _arrange(_expected(path), query)


@pytest.mark.parametrize("path", sample_daily(QUESTIONS, 8), ids=_name)
def test_rdflib_gives_the_same_answer(path: Path, ask_rdflib: Callable[[str], Table]) -> None:
    query = path.read_text(encoding="utf-8")
    assert _arrange(ask_rdflib(query), query) == _arrange(_expected(path), query)


@pytest.mark.parametrize("path", sample_daily(QUESTIONS, 8), ids=_name)
def test_no_query_names_what_it_asks_for(path: Path) -> None:
    query = path.read_text(encoding="utf-8").split()
    found = {cell for row in _expected(path)[1:] for cell in row if ":" in cell}
    assert not found & set(query)


@pytest.mark.parametrize("path", sample_daily(QUESTIONS, 8), ids=_name)
def test_each_query_opens_with_its_question(path: Path) -> None:
    first = path.read_text(encoding="utf-8").splitlines()[0]
    assert first.startswith("# ")
    assert "?" in first


def test_there_are_forty_questions_each_with_an_answer() -> None:
    assert [path.stem[:3] for path in QUESTIONS] == [f"{n:02}-" for n in range(1, 41)]
    assert sorted(Path(__file__).parent.glob("*.csv")) == [
        path.with_suffix(".csv") for path in QUESTIONS
    ]
