"""Finds things that have another IRI in the newer of two releases, where the releases show it.

One of three is shown, or it counts as no renaming: the newer release says it
(`dcterms:isReplacedBy`, `owl:sameAs`); all that is said of one IRI is said of another instead; or a
thing took over the names of one that is gone, and everything that named that one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Set
from functools import cached_property

from azru_kg.difference.compared_side import ComparedSide
from azru_kg.difference.statement_line import StatementLine
from azru_kg.rdf.prefixes import expand_all

_REPLACED, _SAME, _DEPRECATED = (
    f"<{iri}>".encode() for iri in expand_all("dcterms:isReplacedBy owl:sameAs owl:deprecated")
)
_NAMES = frozenset(
    f"<{iri}>".encode() for iri in expand_all("rdfs:label skos:prefLabel skos:altLabel foaf:name")
)


class Renamings:
    """The renamings between two releases; what differs between them is given."""

    def __init__(
        self,
        old: ComparedSide,
        new: ComparedSide,
        removed: Set[StatementLine],
        added: Set[StatementLine],
    ) -> None:
        self._old, self._new, self._removed, self._added = old, new, removed, added

    @cached_property
    def names(self) -> Mapping[bytes, bytes]:
        """For each IRI that is no more in use, that which stands for it now."""
        told = self._find_told()
        moved = self._find_moved()
        return {**self._find_merged({*told, *moved}), **moved, **told}

    def rename(self, statement: StatementLine) -> StatementLine:
        """Return a statement of the older release with the new IRIs."""
        names = self.names
        return StatementLine(
            names.get(statement.subject, statement.subject),
            names.get(statement.predicate, statement.predicate),
            names.get(statement.object, statement.object),
            statement.graph,
        )

    def _find_told(self) -> dict[bytes, bytes]:
        found = {}
        left = {
            each.subject
            for each in self._new.statements
            if each.predicate not in (_REPLACED, _SAME, _DEPRECATED)
        }
        for each in self._added:
            pairs = [(each.subject, each.object)]
            if each.predicate == _SAME:
                pairs.append((each.object, each.subject))
            elif each.predicate != _REPLACED:
                continue
            for gone, successor in pairs:
                if gone in self._old.subjects and gone not in left and successor in left:
                    found[gone] = successor
        return found

    def _find_moved(self) -> dict[bytes, bytes]:
        """Find IRIs of which is said all that was said of another, and nothing else."""
        gone = _describe(self._removed, self._old.subjects - self._new.subjects)
        come = _describe(self._added, self._new.subjects - self._old.subjects)
        return {
            subjects[0]: come[said][0]
            for said, subjects in gone.items()
            if len(subjects) == 1 and len(come.get(said, ())) == 1
        }

    def _find_merged(self, known: Set[bytes]) -> dict[bytes, bytes]:
        gone = {
            term
            for term in self._old.subjects - self._new.named
            if term.startswith(b"<") and term not in known
        }
        if not gone:
            return {}
        uses: defaultdict[bytes, list[StatementLine]] = defaultdict(list)
        called: defaultdict[bytes, set[bytes]] = defaultdict(set)
        for each in self._removed:
            if each.object in gone:
                uses[each.object].append(each)
            if each.subject in gone and each.predicate in _NAMES:
                called[each.subject].add(each.object)
        bearers: defaultdict[bytes, set[bytes]] = defaultdict(set)
        wanted = {name for names in called.values() for name in names}
        instead: defaultdict[tuple[bytes, bytes, bytes], set[bytes]] = defaultdict(set)
        asked = {(use.subject, use.predicate, use.graph) for each in uses.values() for use in each}
        for each in self._new.statements:
            if each.predicate in _NAMES and each.object in wanted:
                bearers[each.object].add(each.subject)
            if (each.subject, each.predicate, each.graph) in asked:
                instead[each.subject, each.predicate, each.graph].add(each.object)
        found = {}
        for term, names in called.items():
            candidates = set.intersection(*(bearers[name] for name in names))
            for use in uses[term]:
                if use.graph in self._new.graphs and use.subject in self._new.subjects:
                    candidates &= instead[use.subject, use.predicate, use.graph]
            if uses[term] and len(candidates) == 1:
                found[term] = candidates.pop()
        return found


def _describe(
    statements: Iterable[StatementLine], subjects: Set[bytes]
) -> dict[frozenset[tuple[bytes, bytes, bytes]], list[bytes]]:
    said: defaultdict[bytes, set[tuple[bytes, bytes, bytes]]] = defaultdict(set)
    for each in statements:
        if each.subject in subjects and each.subject.startswith(b"<"):
            said[each.subject].add((each.predicate, each.object, each.graph))
    found: defaultdict[frozenset[tuple[bytes, bytes, bytes]], list[bytes]] = defaultdict(list)
    for subject, description in said.items():
        found[frozenset(description)].append(subject)
    return found
