"""What a validation has read: each file once, however many look at it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property

from azru_kg.check.shacl.screen.triples import Triples
from azru_kg.check.shacl.shapes import Shapes, read_files
from azru_kg.graph.dataset import DataFile
from azru_kg.graph.indexing import IndexedFile, index_files
from azru_kg.graph.inputs import Inputs
from azru_kg.rdf.index import Index
from azru_kg.rdf.statements import Statement


class Loaded:
    """The files of a validation as triples, each read when somebody asks for it first."""

    def __init__(self, inputs: Inputs) -> None:
        self.inputs = inputs
        self._others: dict[DataFile, IndexedFile] = {}

    @cached_property
    def triples(self) -> Triples:
        """What is judged and what stands beside it; raises DataError for a broken file."""
        triples = Triples()
        triples.read_inputs(self.inputs)
        return triples

    @property
    def data(self) -> list[IndexedFile]:
        """The files of these triples."""
        files = (*self.inputs.judged, *self.inputs.beside)
        pairs = zip(files, self.triples.parts, strict=True)
        return [IndexedFile(file, self.triples, part) for file, part in pairs]

    @cached_property
    def shapes(self) -> Shapes:
        """The shapes, as they are; raises DataError for a broken file."""
        return read_files(self.inputs.shapes)

    def list_statements(self, files: Iterable[DataFile]) -> Iterator[Statement]:
        """Yield what files state, in their order; raise DataError for a broken one.

        Files that are neither data nor shapes are read by themselves.
        """
        given = tuple(files)
        known = {each.file: each for each in (*self.shapes.files, *self.data)} | self._others
        others = [file for file in given if file not in known]
        self._others |= {each.file: each for each in index_files(self._rest, others)}
        for file in given:
            yield from (known.get(file) or self._others[file]).list_statements()

    @cached_property
    def _rest(self) -> Index:
        return Index(after=self.triples)
