import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest

from azru_kg.errors import (
    AzruError,
    BadSetting,
    CannotListen,
    DataError,
    DataErrors,
    LimitReached,
    NoServer,
    NotPublished,
    TryLater,
)
from azru_kg.rdf.prefixes import PREFIXES
from azru_kg.server.lists.catalogue import MOST
from azru_kg.tables.definitions import TABLES

BAKU_TO_MOSCOW = 1_924_000  # metres, by any map
TEXT = Path(__file__).parents[2].joinpath("docs", "http.md").read_text(encoding="utf-8")
# Never told to a client: raised before there is one, or only as one of their kinds.
INNER = (
    DataError,
    DataErrors,
    CannotListen,
    BadSetting,
    NoServer,
    NotPublished,
    LimitReached,
    TryLater,
)


def kinds(of: type[AzruError]) -> Iterator[type[AzruError]]:
    yield of
    for kind in of.__subclasses__():
        yield from kinds(kind)


def test_every_problem_is_listed_with_its_status() -> None:
    listed = {
        (name, int(status))
        for names, status in re.findall(r"^\| (`.*?`) \| (\d+) \|", TEXT, re.MULTILINE)
        for name in re.findall(r"`(.*?)`", names)
    }
    raised = {(kind.problem, kind.status) for kind in kinds(AzruError) if kind not in INNER}
    assert raised <= listed
    assert {name for name, _ in listed} <= {name for name, _ in raised}


def test_the_table_of_lists_is_that_of_the_lists() -> None:
    table = TEXT.partition("## Lists\n")[2].partition("\n## ")[0]
    told = re.findall(r"^\| `/(\w+)` \| .* \| (.*) \|$", table, re.MULTILINE)
    assert told == [
        (slug, ", ".join(f"`{facet.name}`" for facet in each.facets))
        for slug, each in TABLES.items()
    ]
    assert f"more than {MOST:,} rows" in table


@pytest.mark.long
def test_the_commands_about_stored_queries_have_answers(whole_address: str) -> None:
    commands = re.findall(r"^curl 'http://127.0.0.1:8000/(query/\S+)'$", TEXT, re.MULTILINE)
    assert len(commands) == 3
    for asked in commands:
        response = httpx.get(f"{whole_address}{asked}", trust_env=False, timeout=60)
        assert response.status_code == 200
        assert response.text.count("\n") > 1 or response.json()["total"] > 1


@pytest.mark.long
def test_the_commands_about_lists_and_names_have_rows(whole_address: str) -> None:
    commands = re.findall(r"^curl 'http://127.0.0.1:8000/(\w+\.\S+)'$", TEXT, re.MULTILINE)
    assert len(commands) == 5
    for asked in commands:
        response = httpx.get(f"{whole_address}{asked}", trust_env=False, timeout=60)
        assert response.status_code == 200
        assert response.text.count("\n") > 1 or response.json()["total"] > 1


def test_the_query_with_functions_of_geosparql_has_its_answer() -> None:
    (query,) = re.findall(r"^```sparql\n(.*?)^```", TEXT, re.MULTILINE | re.DOTALL)
    rows = ox.Store().query(query, prefixes=PREFIXES)
    assert isinstance(rows, ox.QuerySolutions)
    metres = float(next(rows)["metres"].value)
    assert abs(metres - BAKU_TO_MOSCOW) < BAKU_TO_MOSCOW / 100
