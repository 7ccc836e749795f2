"""Shows numbered triples to rdflib as one of its graphs, so that pySHACL need not have a copy."""

from __future__ import annotations

from collections.abc import Generator, Iterable
from typing import Any

from rdflib import Graph
from rdflib.plugins.stores.memory import Memory
from rdflib.term import Node

from azru_kg.check.shacl.querying import DataGraph
from azru_kg.check.shacl.screen.triples import Triples
from azru_kg.rdf.index import Table, spread

_Pattern = tuple[Node | None, Node | None, Node | None]
_Numbers = tuple[int, int, int]


class View(DataGraph):
    """A read-only graph of numbered triples, for the queries of shapes."""

    def __init__(self, triples: Triples) -> None:
        """Show some triples."""
        store = _ViewStore(triples)
        super().__init__(store=store, bind_namespaces="none")
        store.context = self


class _ViewStore(Memory):
    """The store of rdflib, prefixes and all, but with the triples elsewhere."""

    def __init__(self, triples: Triples) -> None:
        super().__init__()
        self._triples = triples
        self.context: Graph | None = None

    def __len__(self, context: Any = None) -> int:
        return len(self._triples)

    def triples(
        self, triple_pattern: Any, context: Any = None
    ) -> Generator[tuple[Any, Generator[Graph | None, None, None]], None, None]:
        """Yield the triples of a pattern."""
        node = self._triples.node
        for subject, predicate, value in self._match(triple_pattern):
            yield (node(subject), node(predicate), node(value)), self._find_contexts()

    def _find_contexts(self) -> Generator[Graph | None, None, None]:
        yield self.context

    def _match(self, pattern: _Pattern) -> Iterable[_Numbers]:
        numbers = [None if node is None else self._triples.find(node) for node in pattern]
        if any(
            node is not None and number is None
            for node, number in zip(pattern, numbers, strict=True)
        ):
            return
        subject, wanted, value = numbers
        for predicate in self._triples.names if wanted is None else (wanted,):
            yield from self._match_in(predicate, subject, value)

    def _match_in(
        self, predicate: int, subject: int | None, value: int | None
    ) -> Iterable[_Numbers]:
        table: Table = self._triples.tables.get(predicate, {})
        if subject is not None:
            for end in _look_up(table, subject):
                if value is None or end == value:
                    yield subject, predicate, end
        elif value is not None:
            for start in _look_up(self._triples.inverse(predicate), value):
                yield start, predicate, value
        else:
            for start, values in table.items():
                for end in spread(values):
                    yield start, predicate, end


def _look_up(table: Table, key: int) -> Iterable[int]:
    values = table.get(key)
    return () if values is None else spread(values)
