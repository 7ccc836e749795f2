"""The founding documents, opened as users open a graph."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

import azru_kg
from azru_kg.graph.layout import Layout


@pytest.fixture(scope="session")
def kg(founding: Layout) -> Iterator[azru_kg.KnowledgeGraph]:
    """Return the graph of the founding documents, which no test closes."""
    with azru_kg.open(founding.root) as opened:
        yield opened


@pytest.fixture(scope="session")
def served(address: str) -> Iterator[azru_kg.KnowledgeGraph]:
    """Return the same graph behind a server."""
    with azru_kg.open(f"{address}sparql") as opened:
        yield opened
