"""A real engine of another process, and a way to it on which things can go wrong."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest
from tests.support.engines import require, run_oxigraph
from tests.support.faulty import Way, lead_to

from azru_kg.graph.dataset import Dataset, read_files

_GRAPHS = """
<urn:in:one> <urn:p> "1" <urn:graph:one> .
<urn:in:both> <urn:p> "2" <urn:graph:one> .
<urn:in:both> <urn:p> "2" <urn:graph:two> .
<urn:in:two> <urn:p> _:b <urn:graph:two> .
<urn:in:none> <urn:p> <urn:o> .
"""


@pytest.fixture(scope="session")
def held(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    """Return a dataset of two graphs that share a triple, and one triple more."""
    path = tmp_path_factory.mktemp("held") / "graphs.nq"
    path.write_text(_GRAPHS)
    return read_files([path])


@pytest.fixture(scope="session")
def oxigraph(held: Dataset, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of an Oxigraph server that holds this dataset."""
    require("oxigraph")
    with run_oxigraph(tmp_path_factory.mktemp("oxigraph")) as served:
        data = held.store().dump(format=ox.RdfFormat.N_QUADS)
        headers = {"Content-Type": "application/n-quads"}
        store = served.query.replace("/query", "/store")
        assert httpx.post(store, content=data, headers=headers, trust_env=False).is_success
        yield served.query


@pytest.fixture
def way(oxigraph: str) -> Iterator[Way]:
    """Return a way to it."""
    with lead_to(oxigraph) as way:
        yield way


@pytest.fixture
def other(tmp_path: Path) -> Dataset:
    """Return a dataset with one triple more in one of the graphs."""
    path = tmp_path / "other.nq"
    path.write_text(f"{_GRAPHS}<urn:in:two> <urn:q> <urn:o> <urn:graph:two> .\n")
    return read_files([path])
