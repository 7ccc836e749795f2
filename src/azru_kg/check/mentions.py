"""Finds in the index which files speak of the nodes that are looked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import groupby

from azru_kg.check.places import Key, has_all_places, spell
from azru_kg.graph.indexing import IndexedFile
from azru_kg.rdf.oxigraph_terms import Term


class Mentions:
    """The number of the first file with each thing that is said of the nodes that are wanted."""

    def __init__(self, files: Sequence[IndexedFile], wanted: frozenset[Term]) -> None:
        self._files: dict[Key, int] = {}
        self._objects: dict[Term, Key] = {}
        self._spell = cache(spell)
        for index, group in groupby(enumerate(files), key=lambda pair: pair[1].index):
            numbers = {index.find_term(term) for term in wanted}
            for number, file in group:
                self._read(number, file, numbers)

    def __contains__(self, key: Key) -> bool:
        return key in self._files

    def find_file(self, key: Key) -> int:
        """Return the number of the first file with what is known to be in one."""
        return self._files[key]

    def find_node(self, node: Term) -> Iterator[Key]:
        """Yield what names a node: it as a subject, or else the first triple it is the object of.

        Of a node that is not mentioned there is nothing.
        """
        if (node,) in self._files:
            yield (node,)
        elif node in self._objects:
            yield self._objects[node]

    def _read(self, number: int, file: IndexedFile, wanted: set[int | None]) -> None:
        all_placed, term = has_all_places(file), file.index.term
        for row in file.index.list_rows(file.part):
            is_about, is_of = row[0] in wanted, row[2] in wanted
            if is_about:
                self._files.setdefault((term(row[0]),), number)
            if all_placed and (is_about or is_of):
                subject, predicate, value = map(term, row)
                name = self._spell(predicate)
                triple = (subject, name, value)
                self._files.setdefault((subject, name), number)
                self._files.setdefault(triple, number)
                if is_of:
                    self._objects.setdefault(value, triple)
