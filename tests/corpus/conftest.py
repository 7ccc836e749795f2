"""The whole graph, to be held to rules, and the founding documents alone, whose facts are known."""

import os
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pyoxigraph as ox
import pytest

from azru_kg.graph.dataset import Dataset, read_layout
from azru_kg.graph.layout import Layout
from azru_kg.rdf.prefixes import PREFIXES

Select = Callable[[str], list[tuple[str, ...]]]


@pytest.fixture(scope="session")
def dataset(whole_dataset: Dataset) -> Dataset:
    return whole_dataset


@pytest.fixture(scope="session")
def store(whole_store: ox.Store) -> ox.Store:
    return whole_store


@pytest.fixture(scope="session")
def quads(whole_quads: list[ox.Quad]) -> list[ox.Quad]:
    """The quads as written in the files: the store changes some literals."""
    return whole_quads


@pytest.fixture(scope="session")
def select(store: ox.Store) -> Select:
    """Answers a SELECT query with the text of its terms, sorted."""
    return _select_from(store)


@pytest.fixture(scope="session")
def founding_dataset(founding: Layout) -> Dataset:
    return read_layout(founding)


@pytest.fixture(scope="session")
def founding_store(founding_dataset: Dataset) -> ox.Store:
    return founding_dataset.store()


@pytest.fixture(scope="session")
def founding_select(founding_store: ox.Store) -> Select:
    return _select_from(founding_store)


@pytest.fixture(scope="session")
def texts() -> dict[str, str]:
    """The texts of the sources by their SHA-256, where AZRU_SOURCES names their folder."""
    folder = os.environ.get("AZRU_SOURCES")
    if folder is None or not Path(folder).is_dir():
        pytest.skip("AZRU_SOURCES does not name the folder of the sources’ texts")
    files = [path.read_bytes() for path in sorted(Path(folder).glob("*.txt"))]
    return {sha256(content).hexdigest(): content.decode() for content in files}


def _select_from(store: ox.Store) -> Select:
    def answer(query: str) -> list[tuple[str, ...]]:
        found = store.query(query, prefixes=PREFIXES)
        assert isinstance(found, ox.QuerySolutions)
        return sorted(tuple(term.value if term else "" for term in row) for row in found)

    return answer
