"""The stored queries: examples in the workbench, resources of the server, and tests of the graph.

The answer that each gives today stands in `tests/queries/<slug>.csv`, so that a change of the graph
shows as a change of answers.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest

from azru_kg import catalog
from azru_kg.catalog import StoredQuery
from azru_kg.layout import built_in
from azru_kg.namespaces import PREFIXES

Table = list[tuple[str, ...]]

ANSWERS = Path(__file__).parent / "queries"
QUERIES = catalog.load(built_in().queries)
KEYWORDS = re.compile(
    r"\b(select|distinct|where|optional|filter|union|bind|values|graph|exists|not|as|prefix"
    r"|order by|group by|having|limit|count|if|coalesce|str|lang|replace)\b"
)


def _slug(query: StoredQuery) -> str:
    return query.slug


def _code(text: str) -> str:
    """Return a query without its prefixes, comments, strings and names."""
    lines = (line for line in text.splitlines() if not line.startswith("PREFIX "))
    return re.sub(r'"[^"]*"|^\s*#.*$', "", "\n".join(lines), flags=re.MULTILINE)


def _prefixes(text: str) -> list[tuple[str, str]]:
    return re.findall(r"^PREFIX ([\w-]+): <([^>]+)>$", text, flags=re.MULTILINE)


each_query = pytest.mark.parametrize("query", QUERIES, ids=_slug)


@each_query
def test_the_stored_query_has_its_answer(query: StoredQuery, ask: Callable[[str], Table]) -> None:
    path = ANSWERS / f"{query.slug}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        expected = [tuple(row) for row in csv.reader(file)]
    assert len(expected) > 1
    assert ask(query.text) == expected


def test_every_stored_query_has_an_answer_and_every_answer_a_query() -> None:
    assert [query.slug for query in QUERIES] == [path.stem for path in sorted(ANSWERS.iterdir())]


@each_query
def test_the_stored_query_runs_in_any_sparql_tool(query: StoredQuery) -> None:
    solutions = ox.Store().query(query.text)
    assert isinstance(solutions, ox.QuerySolutions)


@each_query
def test_the_stored_query_declares_the_prefixes_that_it_uses(query: StoredQuery) -> None:
    used = set(re.findall(r"(?<![\w?-])([a-z][\w-]*):\w", _code(query.text)))
    assert _prefixes(query.text) == [item for item in PREFIXES.items() if item[0] in used]


@each_query
def test_the_stored_query_says_what_it_is_for(query: StoredQuery) -> None:
    assert len(query.summary) <= 60
    assert query.description.endswith(".")
    assert query.tags
    assert re.search(r"^ *# \S", query.text, flags=re.MULTILINE), "no comment teaches anything"


@each_query
def test_the_stored_query_is_in_the_house_style(query: StoredQuery) -> None:
    code = _code(query.text)
    assert not KEYWORDS.findall(re.sub(r"[?\w-]+:[\w-]+|\?\w+", "", code))
    assert "*" not in code.partition("WHERE")[0].replace("COUNT(*)", "")
    assert re.search(r"^ORDER BY \S", code, flags=re.MULTILINE)
    assert max(map(len, query.text.splitlines())) <= 100
    assert all((len(line) - len(line.lstrip(" "))) % 2 == 0 for line in query.text.splitlines())
    assert not re.search(r"\t| $", query.text, flags=re.MULTILINE)
