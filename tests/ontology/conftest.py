from collections.abc import Callable

import pyoxigraph as ox
import pytest

from azru_kg.graph.dataset import Dataset
from azru_kg.rdf.prefixes import PREFIXES


@pytest.fixture(scope="session")
def dataset(whole_dataset: Dataset) -> Dataset:
    return whole_dataset


@pytest.fixture(scope="session")
def quads(whole_quads: list[ox.Quad]) -> list[ox.Quad]:
    return whole_quads


@pytest.fixture(scope="session")
def select(whole_store: ox.Store) -> Callable[[str], list[tuple[str, ...]]]:
    """Answers a SELECT query with the text of its terms, sorted."""

    def answer(query: str) -> list[tuple[str, ...]]:
        found = whole_store.query(query, prefixes=PREFIXES)
        assert isinstance(found, ox.QuerySolutions)
        return sorted(tuple(term.value if term else "" for term in row) for row in found)

    return answer
