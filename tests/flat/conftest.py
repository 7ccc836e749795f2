"""The flat tables of the founding documents and of the sample, and, for long tests, of all."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from azru_kg.flat.all_tables import TABLES
from azru_kg.flat.collection import Ask, Collection, FlatRow, ask_store
from azru_kg.flat.package import FlatFiles, make_tables
from azru_kg.graph.dataset import Dataset, read_layout
from azru_kg.graph.layout import Layout


@pytest.fixture(scope="session")
def sample_ask(sample: Layout) -> Ask:
    """Return what asks a store of the sample."""
    return ask_store(read_layout(sample).store())


@pytest.fixture(scope="session")
def sample_rows(sample_ask: Ask) -> dict[str, list[FlatRow]]:
    """Return the rows of all tables of the sample, by name."""
    collection = Collection(sample_ask)
    return {table.name: collection.read(table) for table in TABLES}


@pytest.fixture(scope="session")
def made(sample: Layout) -> FlatFiles:
    """Return the files of the tables of the sample."""
    return make_tables(read_layout(sample))


@pytest.fixture(scope="session")
def folder(made: FlatFiles, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with these files."""
    home = tmp_path_factory.mktemp("tables")
    for name, content in made.list():
        (home / name).write_bytes(content)
    return home


@pytest.fixture(scope="session")
def whole_ask(whole_store: ox.Store) -> Ask:
    """Return what asks a store of the whole graph."""
    return ask_store(whole_store)


@pytest.fixture(scope="session")
def whole_made(whole_dataset: Dataset) -> FlatFiles:
    """Return the files of the tables of the whole graph."""
    return make_tables(whole_dataset)
