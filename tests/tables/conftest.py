"""The lists of the whole graph, made as the server makes them but without one."""

from __future__ import annotations

from functools import cache

import pyoxigraph as ox
import pytest

from azru_kg.tables.definitions import TABLES
from azru_kg.tables.rows import Rows


class Lists:
    """The rows of each list, asked once; and the answer to any query, as texts."""

    def __init__(self, store: ox.Store) -> None:
        self._store = store
        self.rows = cache(self._read)

    def ask(self, query: str) -> list[tuple[str | None, ...]]:
        found = self._store.query(query)
        assert isinstance(found, ox.QuerySolutions)
        return [
            tuple(None if term is None else getattr(term, "value", "") for term in solution)
            for solution in found
        ]

    def _read(self, slug: str) -> Rows:
        return Rows(TABLES[slug], self.ask("".join(TABLES[slug].query)))


@pytest.fixture(scope="session")
def lists(whole_store: ox.Store) -> Lists:
    return Lists(whole_store)
