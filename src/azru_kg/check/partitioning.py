"""Counts what the things of each class of a graph of this project have, for the file that says it.

The partitions lead from the dataset to each class, and that is counted with the rest: a client that
counts in the finished graph finds the same.
"""

from __future__ import annotations

from typing import cast

import pyoxigraph as ox

from azru_kg.check.unmeasured import Unmeasured
from azru_kg.graph.layout import Layout
from azru_kg.graph.measures import DATASET
from azru_kg.metadata.partitions import (
    COUNT_PARTITIONS,
    SPACE,
    gather_partitions,
    state_partitions,
)
from azru_kg.metadata.triple_builder import VOCABULARIES, TripleBuilder
from azru_kg.turtle import style


def write_partitions(layout: Layout, unmeasured: Unmeasured | None = None) -> str:
    """Return the text of the file: partitions as formatted Turtle; raise DataError.

    `unmeasured` are its data, for who has loaded them and needs them no more: what is measured and
    counted is added to their store.
    """
    data = unmeasured or Unmeasured(layout)
    data.add_measurements()
    store = data.store
    # What leads to the partitions is there at the second count, and no count changes after it.
    store.extend(ox.Quad(*triple) for triple in _state(store))
    return style.write(_state(store), VOCABULARIES)


def _state(store: ox.Store) -> list[ox.Triple]:
    rows = {
        name: [tuple(row) for row in cast("ox.QuerySolutions", store.query(query))]
        for name, query in COUNT_PARTITIONS.items()
    }
    statements = TripleBuilder()
    state_partitions(statements, ox.NamedNode(DATASET), gather_partitions(rows), SPACE)
    return statements.triples
