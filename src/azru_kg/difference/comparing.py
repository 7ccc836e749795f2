"""Finds what differs between two releases, as changes with their reasons."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from azru_kg.difference.blank_nodes import BlankNodes
from azru_kg.difference.compared_side import ComparedSide
from azru_kg.difference.reasons import Reason, Reasons, find_reserved
from azru_kg.difference.statement_line import StatementLine, split_statement
from azru_kg.rdf.prefixes import expand_all

_WORDINGS = frozenset(f"<{iri}>".encode() for iri in expand_all("rdfs:label rdfs:comment"))
_Place = tuple[bytes, bytes, bytes]


@dataclass(frozen=True, slots=True)
class ChangedValue:
    """What one graph says of a thing with one property: the values that went, those that came.

    Both are there where a value was replaced. `entity` is the thing that it is told under.
    """

    entity: bytes
    graph: bytes
    subject: bytes
    predicate: bytes
    before: tuple[bytes, ...]
    after: tuple[bytes, ...]
    reason: Reason

    @property
    def kind(self) -> str:
        """Whether it is added, removed or changed."""
        return "changed" if self.before and self.after else "removed" if self.before else "added"


@dataclass(frozen=True)
class ReleaseDifference:
    """All changes from one release to another, in a stable order."""

    old: ComparedSide
    new: ComparedSide
    changes: tuple[ChangedValue, ...]
    by_line: Mapping[bytes, Reason] = field(repr=False)
    renamed: Mapping[bytes, bytes] = field(default_factory=dict)

    @property
    def removed(self) -> frozenset[bytes]:
        """The canonical lines that only the first has."""
        return self.old.lines - self.new.lines

    @property
    def added(self) -> frozenset[bytes]:
        """The canonical lines that only the second has."""
        return self.new.lines - self.old.lines

    def group(self) -> dict[Reason, dict[bytes, list[ChangedValue]]]:
        """Return the changes by reason and then by entity."""
        groups: dict[Reason, dict[bytes, list[ChangedValue]]] = {}
        for reason in Reason:
            for change in self.changes:
                if change.reason is reason:
                    groups.setdefault(reason, {}).setdefault(change.entity, []).append(change)
        return groups


def compare(
    old: ComparedSide, new: ComparedSide, tell: Callable[[str], None] = lambda stage: None
) -> ReleaseDifference:
    """Return what differs between two releases; `tell` is told what is being done."""
    if old.digest == new.digest:
        return ReleaseDifference(old, new, (), {})
    tell("Comparing the statements")
    gone = {split_statement(line): line for line in old.lines - new.lines}
    come = {split_statement(line): line for line in new.lines - old.lines}
    removed, added, owners = _name_blanks(old, new, gone.keys(), come.keys())
    tell("Looking for the reasons")
    reasons = Reasons(old, new, frozenset(removed), frozenset(added))
    why_removed = {each: reasons.find_removed(each) for each in removed}
    why_added = {each: reasons.find_added(each) for each in added}
    places: defaultdict[_Place, tuple[list[StatementLine], list[StatementLine]]]
    places = defaultdict(lambda: ([], []))
    for number, several in enumerate((removed, added)):
        for each in several.elements():
            places[each.graph, each.subject, each.predicate][number].append(each)
    changes = []
    for (graph, subject, predicate), (before, after) in sorted(places.items()):
        entity = owners.get(subject, subject)
        for reason, went, came in _split(reasons, graph, before, after, why_removed, why_added):
            changes.append(
                ChangedValue(
                    entity if entity.startswith(b"<") else graph or entity,
                    graph,
                    subject,
                    predicate,
                    tuple(sorted(each.object for each in went)),
                    tuple(sorted(each.object for each in came)),
                    reason,
                )
            )
    changes = _doubt_wordings(changes)
    for change in changes:
        about, graph = (change.subject, change.predicate), change.graph
        for terms, why in ((change.before, why_removed), (change.after, why_added)):
            for term in terms:
                why[StatementLine(*about, term, graph)] = change.reason
    changes.sort(key=lambda change: (change.entity, change.graph, change.subject, change.predicate))
    by_line = {
        line: why.get(each) or find_reserved(each.graph)
        for lines, why in ((gone, why_removed), (come, why_added))
        for each, line in lines.items()
    }
    return ReleaseDifference(old, new, tuple(changes), by_line, reasons.names)


def _doubt_wordings(changes: list[ChangedValue]) -> list[ChangedValue]:
    """Return changes of which those are no corrections that put a claim in other words alone.

    Labels and comments are the editors': what the source says may be read as before.
    """
    corrected = {
        (change.graph, change.subject)
        for change in changes
        if change.reason is Reason.CORRECTION and change.predicate not in _WORDINGS
    }
    return [
        change
        if change.reason is not Reason.CORRECTION or (change.graph, change.subject) in corrected
        else replace(change, reason=Reason.NOT_TOLD)
        for change in changes
    ]


def _name_blanks(
    old: ComparedSide,
    new: ComparedSide,
    gone: Iterable[StatementLine],
    come: Iterable[StatementLine],
) -> tuple[Counter[StatementLine], Counter[StatementLine], dict[bytes, bytes]]:
    """Return what went and came, with blank nodes named by what is said of them, and their owners.

    Where these names show no difference, there is one all the same, and the canonical names stand.
    """
    before, after = (
        BlankNodes(split_statement(line) for line in side.lines if b"_:" in line)
        for side in (old, new)
    )
    named = before.count_named(), after.count_named()
    removed = Counter(each for each in gone if not each.has_blank) + (named[0] - named[1])
    added = Counter(each for each in come if not each.has_blank) + (named[1] - named[0])
    if not removed and not added:
        return Counter(gone), Counter(come), {}
    return removed, added, {**before.find_owners(), **after.find_owners()}


def _split(
    reasons: Reasons,
    graph: bytes,
    before: list[StatementLine],
    after: list[StatementLine],
    why_removed: Mapping[StatementLine, Reason | None],
    why_added: Mapping[StatementLine, Reason | None],
) -> list[tuple[Reason, list[StatementLine], list[StatementLine]]]:
    """Return what went and what came at one place by reason."""
    parts: dict[Reason, tuple[list[StatementLine], list[StatementLine]]] = {}
    unknown = bool(before and after) and reasons.find_changed(graph)
    for number, (several, why) in enumerate(((before, why_removed), (after, why_added))):
        for each in several:
            reason = why[each] or unknown or Reason.NOT_TOLD
            parts.setdefault(reason, ([], []))[number].append(each)
    correction = parts.get(Reason.CORRECTION)
    if correction and not all(correction):  # what stood on the other side has a reason of its own
        went, came = parts.pop(Reason.CORRECTION)
        parts[Reason.NOT_TOLD] = (went, came)
    return [(reason, *parts[reason]) for reason in Reason if reason in parts]
