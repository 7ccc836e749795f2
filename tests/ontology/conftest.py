from collections.abc import Callable

import pyoxigraph as ox
import pytest

from azru_kg.graph import layout
from azru_kg.graph.dataset import Dataset, read_layout
from azru_kg.rdf.prefixes import PREFIXES


@pytest.fixture(scope="session")
def dataset() -> Dataset:
    return read_layout(layout.built_in())


@pytest.fixture(scope="session")
def quads(dataset: Dataset) -> list[ox.Quad]:
    return dataset.quads()


@pytest.fixture(scope="session")
def select(dataset: Dataset) -> Callable[[str], list[tuple[str, ...]]]:
    """Answers a SELECT query with the text of its terms, sorted."""
    store = dataset.store()

    def answer(query: str) -> list[tuple[str, ...]]:
        found = store.query(query, prefixes=PREFIXES)
        assert isinstance(found, ox.QuerySolutions)
        return sorted(tuple(term.value if term else "" for term in row) for row in found)

    return answer
