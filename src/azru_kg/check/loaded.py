"""What a validation has read: each file once, however many look at it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property

from azru_kg.check.shacl.screen.triples import Triples
from azru_kg.graph.dataset import DataFile
from azru_kg.graph.indexing import find_place, read_into
from azru_kg.graph.inputs import Inputs
from azru_kg.rdf.index import Index, Part
from azru_kg.rdf.statements import Statement, list_statements


class Loaded:
    """The files of a validation as triples, each read when somebody asks for it first."""

    def __init__(self, inputs: Inputs) -> None:
        self._inputs = inputs
        self._others: dict[DataFile, tuple[Index, Part]] = {}

    @cached_property
    def triples(self) -> Triples:
        """What is judged and what stands beside it; raises DataError for a broken file."""
        triples = Triples()
        triples.read_inputs(self._inputs)
        return triples

    def list_statements(self, files: Iterable[DataFile]) -> Iterator[Statement]:
        """Yield what files state, in their order; raise DataError for a broken one.

        Files that are not among the data are read by themselves, such as shapes.
        """
        given = tuple(files)
        self._read_others(given)
        for file in given:
            index, part = self._parts.get(file) or self._others[file]
            yield from list_statements(index, part, find_place(file))

    @cached_property
    def _parts(self) -> dict[DataFile, tuple[Index, Part]]:
        data = (*self._inputs.judged, *self._inputs.beside)
        parts = ((self.triples, part) for part in self.triples.parts)
        return dict(zip(data, parts, strict=True))

    def _read_others(self, files: Iterable[DataFile]) -> None:
        held = {file: file for file in self._inputs.shapes}
        others = [file for file in files if file not in self._parts and file not in self._others]
        read_into(self._rest, (held.get(file, file) for file in others))
        for file, part in zip(others, self._rest.parts[len(self._others) :], strict=True):
            self._others[file] = (self._rest, part)

    @cached_property
    def _rest(self) -> Index:
        return Index(after=self.triples)
