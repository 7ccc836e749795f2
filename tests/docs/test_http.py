import re
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox

from azru_kg.errors import (
    AzruError,
    BadSetting,
    CannotListen,
    DataError,
    DataErrors,
    LimitReached,
    NoServer,
    TryLater,
)
from azru_kg.rdf.prefixes import PREFIXES

BAKU_TO_MOSCOW = 1_924_000  # metres, by any map
TEXT = Path(__file__).parents[2].joinpath("docs", "http.md").read_text(encoding="utf-8")
# Never told to a client: raised before there is one, or only as one of their kinds.
INNER = (DataError, DataErrors, CannotListen, BadSetting, NoServer, LimitReached, TryLater)


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


def test_the_query_with_functions_of_geosparql_has_its_answer() -> None:
    (query,) = re.findall(r"^```sparql\n(.*?)^```", TEXT, re.MULTILINE | re.DOTALL)
    rows = ox.Store().query(query, prefixes=PREFIXES)
    assert isinstance(rows, ox.QuerySolutions)
    metres = float(next(rows)["metres"].value)
    assert abs(metres - BAKU_TO_MOSCOW) < BAKU_TO_MOSCOW / 100
