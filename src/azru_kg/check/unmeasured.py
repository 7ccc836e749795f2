"""A graph of this project without what is measured and counted of it."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property

import pyoxigraph as ox

from azru_kg.graph.dataset import DataFile, Dataset, read_layout
from azru_kg.graph.layout import METADATA_GRAPH, Layout


class Unmeasured:
    """The data that measurements are about: read and loaded once, however many are taken."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout

    @cached_property
    def dataset(self) -> Dataset:
        """The files; raises DataError where folders are missing."""
        whole = read_layout(self._layout, unmeasured=True)
        left_out = (self._layout.quality, self._layout.partitions)
        return replace(
            whole, files=tuple(file for file in whole.files if file.path not in left_out)
        )

    @cached_property
    def store(self) -> ox.Store:
        """The data in a store; raises DataError where a file is broken."""
        return self.dataset.store()

    def add_measurements(self) -> None:
        """Add the file with the measurements, where it is made, to what the store holds."""
        if not self._layout.quality.exists():
            return
        quads = DataFile(self._layout.quality, METADATA_GRAPH).parse()
        self.store.extend(quads)
        # The default graph is the union of all.
        self.store.extend(ox.Quad(*quad.triple) for quad in quads)
