"""Publishes a release: loads it beside the old one, reads it back, and switches in one update.

Until the switch the graphs of the old release are not touched: whatever ends a run before leaves
them whole, and what it had loaded is cleared away by the next one. The switch is one request, which
an engine with transactions does wholly or not at all.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from azru_kg.errors import NotPublished
from azru_kg.graph.layout import STAGING, UNION_GRAPH
from azru_kg.publish.release import ReleaseGraphs, write_quads, write_triples
from azru_kg.publish.remote import RemoteStore
from azru_kg.publish.staging import (
    name_staged,
    write_clearing,
    write_switch,
    write_union,
)
from azru_kg.publish.values import to_values
from azru_kg.rdf.canonical import CanonicalLines
from azru_kg.rdf.prefixes import GRAPH

Tell = Callable[[str], None]
"""Takes word of what is being done."""

# How many bytes of N-Quads are sent with one request, unless one graph alone has more.
_BATCH = 4 * 1024 * 1024
_TRIAL = ox.NamedNode(f"{STAGING}trial")
_TRIPLE = [ox.Triple(_TRIAL, _TRIAL, _TRIAL)]
_WHOLE = "The old release stands whole"
_AGAIN = "Run the command again: it clears away what this one had loaded"


@dataclass(frozen=True, slots=True)
class Difference:
    """What a release would change: names of graphs, and how many were left by a run that ended."""

    new: tuple[str, ...]
    changed: tuple[str, ...]
    gone: tuple[str, ...]
    same: tuple[str, ...]
    left: int
    united: bool

    @property
    def nothing(self) -> bool:
        """Whether the release is there already, and nothing beside it."""
        return self.united and not (self.new or self.changed or self.gone or self.left)


def make_plan(release: ReleaseGraphs, remote: RemoteStore, tell: Tell) -> Difference:
    """Compare what an engine holds with a release, value by value; raise NotPublished."""
    tell("Comparing with what the engine holds")
    there = remote.count(GRAPH)
    known = [name for name in release.graphs if name in there]
    same = []
    for number, name in enumerate(known, 1):
        tell(f"Comparing graph {number} of {len(known)}")
        if _read_values(remote, name) == to_values(release.graphs[name]):
            same.append(name)
    return Difference(
        new=tuple(name for name in release.graphs if name not in there),
        changed=tuple(name for name in known if name not in set(same)),
        gone=tuple(sorted(set(there) - set(release.graphs))),
        same=tuple(same),
        left=len(remote.count(STAGING)),
        united=_is_united(release, remote),
    )


def _is_united(release: ReleaseGraphs, remote: RemoteStore) -> bool:
    """Whether the default graph, or the graph in place of one, is the union."""
    union = to_values(release.unite())
    if remote.count(UNION_GRAPH):
        return _read_values(remote, UNION_GRAPH) == union
    return remote.count_default() == len(union)


class Publication:
    """One run: `prepare`, `load` and `check` leave the old release whole, `switch` replaces it."""

    def __init__(self, release: ReleaseGraphs, remote: RemoteStore, tell: Tell) -> None:
        self._release = release
        self._remote = remote
        self._tell = tell
        self._run = secrets.token_hex(4)
        self._graphs = dict(release.graphs)
        self._many = False
        self._fills_default = False
        self._counts: dict[str, int] = {}

    def prepare(self) -> None:
        """Clear away what earlier runs left, and find out with one triple how the engine works.

        Raises NotPublished where it cannot be changed, or has data of somebody else in its default
        graph.
        """
        self._tell("Trying whether the engine can be changed")
        left = self._remote.count(STAGING)
        if left:
            self._remote.update(write_clearing(left))
        name = _TRIAL.value
        self._many = self._takes_quads(name)
        if not self._many:
            self._remote.put(name, write_triples(_TRIPLE))
        if len(self._remote.read(name)) != len(_TRIPLE):
            raise NotPublished("The engine took a triple and did not give it back")
        self._fills_default = not self._remote.knows(name)
        self._remote.update(write_clearing([name]))
        if not self._fills_default:
            self._graphs[UNION_GRAPH] = self._release.unite()
        elif not self._remote.count(GRAPH) and self._remote.count_default():
            raise NotPublished(
                "The default graph of this engine holds data of somebody else, and none of a"
                " release. Publish into a dataset of its own"
            )

    def load(self) -> None:
        """Load the graphs under names of their own, many with one request where that is taken."""
        done = 0
        for names in self._batch() if self._many else ([name] for name in self._graphs):
            self._tell(f"Loading graph {done + 1} of {len(self._graphs)}")
            if self._many:
                parts = (write_quads(self._graphs[name], self._stage(name)) for name in names)
                self._remote.add(b"".join(parts))
            else:
                self._remote.put(self._stage(names[0]), write_triples(self._graphs[names[0]]))
            done += len(names)

    def check(self) -> str:
        """Read all back and return its digest; raise NotPublished unless it says the same."""
        lines = CanonicalLines()
        for number, (name, meant) in enumerate(self._graphs.items(), 1):
            self._tell(f"Reading back graph {number} of {len(self._graphs)}")
            triples = self._remote.read(self._stage(name))
            self._counts[name] = len(triples)
            if name != UNION_GRAPH:
                lines.add_triples(triples, name)
            _compare(name, to_values(each.triple for each in triples), to_values(meant))
        return hashlib.sha256(lines.join()).hexdigest()

    def switch(self) -> None:
        """Make the release public with one update; raise NotPublished, saying what is there now."""
        self._tell("Switching")
        before = self._count_public()
        staged = {name: self._stage(name) for name in self._graphs}
        union = write_union(self._release.apart) if self._fills_default else ""
        failure = ""
        try:
            self._remote.update(write_switch(staged, set(before) - set(self._graphs), union))
        except (NotPublished, KeyboardInterrupt) as error:
            failure = str(error) or "Interrupted"
        now = self._count_public()
        if now == self._counts and not (failure and self._remote.count(STAGING)):
            return
        if now == before:
            raise NotPublished(f"{failure or 'Nothing was switched'}. {_WHOLE}. {_AGAIN}")
        raise NotPublished(
            f"{failure or 'The engine said that it had switched'}. Its graphs are partly of the old"
            " release and partly of the new one: this engine does not switch at once. Run the"
            " command again"
        )

    def _stage(self, graph: str) -> str:
        return name_staged(self._run, graph)

    def _count_public(self) -> dict[str, int]:
        return {**self._remote.count(GRAPH), **self._remote.count(UNION_GRAPH)}

    def _takes_quads(self, name: str) -> bool:
        try:
            self._remote.add(write_quads(_TRIPLE, name))
        except NotPublished:
            return False
        # Some say that they took what they threw away.
        return bool(self._remote.read(name))

    def _batch(self) -> Iterator[list[str]]:
        """Yield the names of graphs that are sent with one request."""
        names: list[str] = []
        size = 0
        for name, triples in self._graphs.items():
            length = len(write_quads(triples, self._stage(name)))
            if names and size + length > _BATCH:
                yield names
                names, size = [], 0
            names.append(name)
            size += length
        yield names


def _read_values(remote: RemoteStore, graph: str) -> frozenset[bytes]:
    return to_values(each.triple for each in remote.read(graph))


def _compare(graph: str, found: frozenset[bytes], meant: frozenset[bytes]) -> None:
    """Raise NotPublished, with an example, where an engine lost a triple or made another of it."""
    if found == meant:
        return
    lost, added = sorted(meant - found), sorted(found - meant)
    kinds = (("it lacks", lost), ("it has", added))
    examples = "; ".join(f"{what} {lines[0].decode()}" for what, lines in kinds if lines)
    raise NotPublished(
        f"The engine does not give back what it was given of {graph}: {len(lost)} triples are"
        f" missing, {len(added)} are others; {examples} {_WHOLE}. {_AGAIN}"
    )
