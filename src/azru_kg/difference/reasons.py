"""Why statements differ between two releases: what these themselves show, and nothing else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Set
from enum import Enum

from azru_kg.difference.compared_side import ComparedSide
from azru_kg.difference.renaming import Renamings
from azru_kg.difference.statement_line import StatementLine
from azru_kg.graph.layout import (
    ENTITIES_GRAPH,
    EXAMPLES_GRAPH,
    METADATA_GRAPH,
    ONTOLOGY_GRAPH,
    SHAPES_GRAPH,
)
from azru_kg.rdf.prefixes import GRAPH, expand


class Reason(Enum):
    """Why a statement differs; each with what has been seen when it is given."""

    NEW_SOURCE = "new source", "a document that only the second has, or a thing first named there"
    SOURCE_GONE = "source gone", "a document that only the first has, or a thing named there alone"
    CORRECTION = "correction", "the same source and claim, with another value"
    IDENTITY = "identity", "the same thing, under another IRI"
    MODEL = "model", "ontology or shapes, or a term that only one of the two has"
    QUERIES = "stored queries", "the graph of the stored queries"
    RELEASE = "the release itself", "what it says of itself: version, day, counts, measurements"
    NOT_TOLD = "not told", "the two releases do not show why"

    def __init__(self, title: str, meaning: str) -> None:
        self.title = title
        self.meaning = meaning


_MODEL = frozenset(f"<{graph}>".encode() for graph in (ONTOLOGY_GRAPH, SHAPES_GRAPH))
_ENTITIES = f"<{ENTITIES_GRAPH}>".encode()
_RESERVED = {
    **dict.fromkeys(_MODEL, Reason.MODEL),
    f"<{EXAMPLES_GRAPH}>".encode(): Reason.QUERIES,
    f"<{METADATA_GRAPH}>".encode(): Reason.RELEASE,
}
_SPACE = f"<{GRAPH}".encode()
_TYPE = f"<{expand('rdf:type')}>".encode()


class Reasons:
    """The reasons for the statements that two releases do not share."""

    def __init__(
        self,
        old: ComparedSide,
        new: ComparedSide,
        removed: Set[StatementLine],
        added: Set[StatementLine],
    ) -> None:
        self._graphs = old.graphs & new.graphs
        terms = _find_terms(old)
        self._removed_terms = terms - new.named
        self._added_terms = _find_terms(new) - old.named
        self._gone = self._find_things(removed, old.subjects - new.subjects)
        self._come = self._find_things(added, new.subjects - old.subjects)
        renamings = Renamings(old, new, removed, added)
        self.names = renamings.names
        old_terms = terms.intersection(self.names)
        self._renamed_terms = old_terms | {self.names[term] for term in old_terms}
        renamed = {each: renamings.rename(each) for each in removed} if self.names else {}
        here = added | self._find_kept(new, renamed.values(), added)
        moved = {each for each, other in renamed.items() if each != other and other in here}
        self._renamed = moved | {each for each in removed if each.subject in self.names}
        self._renamed_to = {renamed[each] for each in moved} & added
        self._renamed_to |= {each for each in added if each.subject in self.names}

    def find_removed(self, statement: StatementLine) -> Reason | None:
        """Return why a statement is gone, or None where that depends on what came instead."""
        return self._find(
            statement, Reason.SOURCE_GONE, self._gone, self._renamed, self._removed_terms
        )

    def find_added(self, statement: StatementLine) -> Reason | None:
        """Return why a statement came, or None where that depends on what went."""
        return self._find(
            statement, Reason.NEW_SOURCE, self._come, self._renamed_to, self._added_terms
        )

    def find_changed(self, graph: bytes) -> Reason:
        """Return why a value of one thing was replaced in a graph by another."""
        return (
            Reason.CORRECTION if is_document(graph) and graph in self._graphs else Reason.NOT_TOLD
        )

    def _find(
        self,
        statement: StatementLine,
        of_source: Reason,
        things: Set[bytes],
        renamed: Set[StatementLine],
        terms: Set[bytes],
    ) -> Reason | None:
        if statement.graph in _RESERVED:
            return _RESERVED[statement.graph]
        if is_document(statement.graph) and statement.graph not in self._graphs:
            return of_source
        if statement in renamed:
            of_model = self._renamed_terms.intersection(statement)
            return Reason.MODEL if of_model else Reason.IDENTITY
        if statement.graph == _ENTITIES and statement.subject in things:
            return of_source
        if statement.predicate in terms:
            return Reason.MODEL
        return Reason.MODEL if statement.predicate == _TYPE and statement.object in terms else None

    def _find_things(
        self, statements: Iterable[StatementLine], only_here: Set[bytes]
    ) -> frozenset[bytes]:
        """Return things of one release alone that its own documents name, and no other does.

        A thing that such a thing names counts too, as the country of a place.
        """
        told: defaultdict[bytes, set[bytes]] = defaultdict(set)
        own: set[bytes] = set()
        others: set[bytes] = set()
        for each in statements:
            if each.graph == _ENTITIES:
                told[each.subject].add(each.object)
            elif is_document(each.graph):
                (others if each.graph in self._graphs else own).update((each.subject, each.object))
        found: set[bytes] = set()
        waiting = own
        while waiting:
            fresh = {term for term in waiting if term in only_here and term in told} - others
            waiting = {term for thing in fresh - found for term in told[thing]}
            found |= fresh
        return frozenset(found)

    @staticmethod
    def _find_kept(
        new: ComparedSide, wanted: Iterable[StatementLine], added: Set[StatementLine]
    ) -> Set[StatementLine]:
        missing = set(wanted) - added
        return missing.intersection(new.statements) if missing else missing


def is_document(graph: bytes) -> bool:
    """Whether a graph is that of one document, by its name."""
    return graph.startswith(_SPACE) and graph not in _RESERVED and graph != _ENTITIES


def find_reserved(graph: bytes) -> Reason:
    """Return why a statement of a graph differs, where that follows from the graph alone."""
    return _RESERVED.get(graph, Reason.NOT_TOLD)


def _find_terms(side: ComparedSide) -> frozenset[bytes]:
    """Return the terms that a release's ontology describes."""
    return frozenset(each.subject for each in side.statements if each.graph in _MODEL)
